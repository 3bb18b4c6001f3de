package catalog_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
)

// TestReach: every estimator of package est can be had by name, and nothing else.
func TestReach(t *testing.T) {
	have := map[string]bool{}
	for _, g := range catalog.Gates {
		have[strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", g.New(&catalog.Config{})), "*"), "est.")] = true
		if g.Doc == "" || g.Name != strings.ToLower(g.Name) {
			t.Errorf("gate %q: %q", g.Name, g.Doc)
		}
	}
	all := estimators(t)
	if len(all) < 10 {
		t.Fatalf("found only %v", all)
	}
	for _, name := range all {
		if !have[name] {
			t.Errorf("est.%s has no gate in the catalogue", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if !slices.Contains(all, name) {
			t.Errorf("%s is a gate, and no estimator of est", name)
		}
	}
}

// estimators are the exported types of package est with a method Estimate.
func estimators(t *testing.T) (names []string) {
	files, err := filepath.Glob("../../est/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "Estimate" && fn.Recv != nil {
				recv := fn.Recv.List[0].Type
				if p, ok := recv.(*ast.StarExpr); ok {
					recv = p.X
				}
				if name := fmt.Sprint(recv); ast.IsExported(name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}
