package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gater": func() { os.Exit(run(os.Args[1:])) }})
}

// TestScripts runs testdata/script/*.txtar: one behaviour of the command each.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"json":  cmdJSON,
			"idx":   cmdIDX,
			"spoil": cmdSpoil,
			"same":  cmdSame,
		},
		Setup: func(env *testscript.Env) error {
			// The module cache is found through HOME, which a script does not have.
			for _, name := range []string{"GOMODCACHE", "GOCACHE", "GOFLAGS"} {
				env.Setenv(name, os.Getenv(name))
			}
			return nil
		},
	})
}
