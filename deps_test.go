package gater

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// arrows is the architecture: what each package may import of this module. Packages of the
// standard library are free to all; other modules only to the edge (see edge).
var arrows = map[string][]string{
	"gater":                    {"data", "data/table", "internal/catalog", "internal/model", "internal/network", "mat", "nn", "train"},
	"gater/internal/kern":      {},
	"gater/internal/rng":       {},
	"gater/mat":                {"internal/kern"},
	"gater/nn":                 {"mat"},
	"gater/est":                {"nn", "mat"},
	"gater/sparsity":           {"nn", "mat"},
	"gater/opt":                {"nn", "mat", "internal/kern"},
	"gater/data":               {"internal/rng"},
	"gater/data/table":         {"data", "internal/rng"},
	"gater/internal/formats":   {"data/table"},
	"gater/train/metric":       {},
	"gater/train":              {"nn", "opt", "data", "mat", "internal/rng"},
	"gater/internal/network":   {},
	"gater/internal/catalog":   {"est", "sparsity", "nn", "opt", "train", "internal/network"},
	"gater/internal/report":    {},
	"gater/internal/model":     {"data", "data/table", "internal/catalog", "internal/network", "train", "nn", "mat"},
	"gater/internal/runs":      {"internal/catalog", "internal/report", "train", "nn", "mat"},
	"gater/nn/nntest":          {"nn", "mat"},
	"gater/est/esttest":        {"est", "nn", "mat", "internal/rng"},
	"gater/internal/bench":     {"est", "nn", "opt", "train", "mat", "internal/kern", "internal/rng"},
	"gater/internal/convert":   {"data", "est", "internal/rng", "mat", "nn", "opt", "train"},
	"gater/internal/dial":      {"data", "mat", "nn", "train"},
	"gater/internal/lab":       {"est", "est/esttest", "nn", "mat", "internal/catalog", "internal/report", "internal/rng"},
	"gater/internal/lab/vae":   {"data", "est", "nn", "opt", "mat", "train", "internal/catalog", "internal/lab", "internal/report", "internal/rng", "internal/runs"},
	"gater/internal/sweep":     {"data", "nn", "mat", "train", "internal/catalog", "internal/network", "internal/report", "internal/rng", "internal/runs"},
	"gater/internal/reproduce": {"internal/report", "internal/sweep"},
	"gater/internal/study":     {"internal/catalog", "internal/network", "internal/report"},
	"gater/internal/bulk":      {"data/table", "internal/formats"},
	"gater/cmd/gater":          {"gater", "internal/bulk", "internal/model", "data", "data/table", "est", "internal/bench", "internal/catalog", "internal/convert", "internal/dial", "internal/formats", "internal/lab", "internal/lab/vae", "internal/report", "internal/reproduce", "internal/rng", "internal/runs", "internal/study", "internal/sweep", "mat", "nn", "sparsity", "train", "internal/network", "internal/onnx", "internal/torch", "train/metric"},

	"gater/examples/digit": {"gater"},

	"gater/internal/onnx":        {"est", "nn", "sparsity", "mat", "internal/onnx/onnxpb"},
	"gater/internal/onnx/onnxpb": {},
	"gater/internal/torch":       {"nn", "mat", "internal/model"},
}

// edge is the packages that may import other modules, and which.
var edge = map[string][]string{
	"gater/internal/kern":    {"golang.org/x/sys/cpu"},
	"gater/est":              {"gonum.org/v1/gonum/mathext"},
	"gater/sparsity":         {"gonum.org/v1/gonum/"},
	"gater/internal/runs":    {"github.com/nlpodyssey/safetensors"},
	"gater/internal/network": {"github.com/goccy/go-yaml"},
	"gater/internal/model":   {"github.com/goccy/go-yaml"},
	"gater/internal/sweep":   {"modernc.org/sqlite", "github.com/goccy/go-yaml"},
	"gater/internal/formats": {"github.com/parquet-go/parquet-go", "golang.org/x/image/draw",
		"github.com/klauspost/compress/", "github.com/andybalholm/brotli", "github.com/pierrec/lz4/"}, // the codecs of Parquet
	"gater/cmd/gater": {"github.com/spf13/", "github.com/vbauerster/mpb/", "github.com/mattn/go-isatty"},

	"gater/internal/onnx":        {"google.golang.org/protobuf/proto"},
	"gater/internal/onnx/onnxpb": {"google.golang.org/protobuf/"},
	"gater/internal/torch":       {"github.com/nlpodyssey/gopickle/"},
}

// TestArrows: every package imports what the table allows and nothing else, and every package is
// in the table.
func TestArrows(t *testing.T) {
	for _, p := range list(t) {
		if _, ok := arrows[p.ImportPath]; !ok {
			t.Errorf("package %s is not in the table of arrows: say what it may import", p.ImportPath)
		}
		for _, imp := range p.Imports {
			if why := refused(p.ImportPath, imp); why != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, imp, why)
			}
		}
		if p.Doc == "" {
			t.Errorf("package %s has no doc comment", p.ImportPath)
		}
	}
}

// TestArrowsRefuse is the negative control: the two absences that carry the design are refused.
func TestArrowsRefuse(t *testing.T) {
	for _, c := range [][2]string{
		{"gater/nn", "gater/est"}, {"gater/train", "gater/est"}, {"gater/mat", "gater/nn"},
		{"gater/nn", "github.com/spf13/cobra"},
	} {
		if refused(c[0], c[1]) == "" {
			t.Errorf("%s may import %s", c[0], c[1])
		}
	}
}

func refused(from, to string) string {
	switch {
	case strings.HasPrefix(to, "gater/") || to == "gater":
		if !slices.Contains(arrows[from], strings.TrimPrefix(to, "gater/")) {
			return "not an arrow of the architecture"
		}
	case strings.Contains(strings.Split(to, "/")[0], "."):
		if !slices.ContainsFunc(edge[from], func(p string) bool { return strings.HasPrefix(to, p) }) {
			return "only the edge imports other modules"
		}
	}
	return ""
}

type pkg struct {
	ImportPath, Doc string
	Imports         []string
}

func list(t *testing.T) (pkgs []pkg) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}
