package est_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// estimators are the exported types of this folder with a method Estimate.
func estimators(t *testing.T) map[string]bool {
	found := map[string]bool{}
	for _, name := range sources(t) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Estimate" {
				continue
			}
			of := f.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			if id, ok := of.(*ast.Ident); ok && id.IsExported() {
				found[id.Name] = true
			}
		}
	}
	return found
}

// sources are the files of this folder that are not tests.
func sources(t *testing.T) (names []string) {
	all, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		if !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
	}
	return names
}

// TestEveryEstimatorIsHeld: every estimator of the package has a row in promises.
func TestEveryEstimatorIsHeld(t *testing.T) {
	held := map[string]bool{}
	for _, p := range promises {
		typ := reflect.TypeOf(p.make())
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		held[typ.Name()] = true
	}
	found := estimators(t)
	for name := range found {
		if !held[name] {
			t.Errorf("%s has no row in promises", name)
		}
	}
	for name := range held {
		if !found[name] {
			t.Errorf("%s is held to promises, but not found in the sources", name)
		}
	}
}

// TestFilesAreShort: an estimator is one page; its tests are not much more.
func TestFilesAreShort(t *testing.T) {
	for limit, names := range map[int][]string{100: sources(t), 200: glob(t, "*_test.go")} {
		if len(names) == 0 {
			t.Error("no files")
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(text), "\n"); n > limit {
				t.Errorf("%s has %d lines, at most %d", name, n, limit)
			}
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return names
}
