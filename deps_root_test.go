package gater

import (
	"os/exec"
	"strings"
	"testing"
)

// TestRootDeps: a program that loads a model links this module, a YAML reader that depends on
// nothing, the special functions of gonum that package sparsity has, and no more. The command links
// others.
func TestRootDeps(t *testing.T) {
	foreign := func(pkg string) (all []string) {
		out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", pkg).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range strings.Fields(string(out)) {
			ours := p == "gater" || strings.HasPrefix(p, "gater/")
			for _, may := range []string{"github.com/goccy/go-yaml", "gonum.org/v1/gonum/mathext", "golang.org/x/sys/cpu"} {
				ours = ours || p == may || strings.HasPrefix(p, may+"/")
			}
			if !ours {
				all = append(all, p)
			}
		}
		return all
	}
	if all := foreign("."); len(all) > 0 {
		t.Errorf("links %v", all)
	}
	if len(foreign("./cmd/gater")) == 0 {
		t.Error("control: the command links nothing else either")
	}
}
