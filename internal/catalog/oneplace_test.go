package catalog_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// parts are estimators that a package is built with, by the last element of its path: units whose
// gates the benchmark forces, and bits that are drawn and never trained.
var parts = map[string]bool{"bench.TimesSmooth": true, "vae.Reinforce": true}

// elsewhere lists where a file knows estimators that it should not: uses of them outside the list of
// gates, and type switches and assertions on them anywhere, its own package included.
func elsewhere(path string, src any, estimators []string) (found []string, err error) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, src, 0)
	if err != nil {
		return nil, err
	}
	inside := f.Name.Name == "est"
	name := func(n ast.Node) string {
		switch n := n.(type) {
		case *ast.StarExpr:
			if id, ok := n.X.(*ast.Ident); ok && inside {
				return id.Name
			}
		case *ast.Ident:
			if inside {
				return n.Name
			}
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && id.Name == "est" {
				return n.Sel.Name
			}
		}
		return ""
	}
	report := func(n ast.Node, what string) {
		if x := name(n); slices.Contains(estimators, x) && !parts[filepath.Base(filepath.Dir(path))+"."+x] {
			found = append(found, files.Position(n.Pos()).String()+": "+what+" "+x)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				report(n.Type, "assertion of")
			}
		case *ast.TypeSwitchStmt:
			for _, c := range n.Body.List {
				for _, t := range c.(*ast.CaseClause).List {
					report(t, "switch over")
				}
			}
		case *ast.SelectorExpr:
			if !inside && filepath.Base(path) != "gates.go" {
				report(n, "use of")
			}
		}
		return true
	})
	return found, nil
}

// TestOnePlace: outside package est, estimators are known to the list of gates alone, and nothing
// switches over them anywhere. Adding one touches its file, its test and a line of the list.
func TestOnePlace(t *testing.T) {
	all, read := estimators(t), 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "esttest" || d.Name() == "_asm" || d.Name() == "testdata"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		read++
		found, err := elsewhere(path, nil, all)
		for _, f := range found {
			t.Error(f)
		}
		return err
	})
	if err != nil || read < 100 {
		t.Errorf("read %d files: %v", read, err)
	}
}

// TestOnePlaceSees is its negative control.
func TestOnePlaceSees(t *testing.T) {
	for name, c := range map[string]struct {
		path, src string
		want      int
	}{
		"a use":           {"x.go", "package x\nvar e = est.DisARM{}", 1},
		"the list":        {"gates.go", "package catalog\nvar e = est.DisARM{}", 0},
		"a switch":        {"gates.go", "package catalog\nfunc f(e any) { switch e.(type) { case est.ARM, est.DisARM: } }", 2},
		"one inside":      {"y.go", "package est\nfunc f(e any) { switch e.(type) { case ARM: case *Combine: case Law: } }", 2},
		"an assertion":    {"y.go", "package est\nfunc f(e any) { _, _ = e.(ARM); _, _ = e.(Law) }", 1},
		"what is none":    {"x.go", "package x\nvar u = est.Units{}", 0},
		"another package": {"x.go", "package x\nvar u = other.ARM{}", 0},
	} {
		found, err := elsewhere(c.path, c.src, []string{"ARM", "DisARM", "Combine"})
		if err != nil || len(found) != c.want {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
}
