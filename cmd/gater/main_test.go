package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// asGater makes this test binary the command itself, for tests that need real processes.
const asGater = "GATER_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asGater) != "" {
		os.Exit(run(os.Args[1:]))
	}
	testscript.Main(m, map[string]func(){"gater": func() { os.Exit(run(os.Args[1:])) }})
}

// TestScripts runs testdata/script/*.txtar: one behaviour of the command each, named by subcommand.
func TestScripts(t *testing.T) {
	fixtures, err := filepath.Abs("../../internal/torch/testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("FIXTURES", fixtures) // files of PyTorch
			rings, err := filepath.Abs("../../testdata/model")
			e.Setenv("RINGS", rings) // the model that the library is tested with
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"csv":   cmdCSV,
			"bytes": cmdBytes,
			"json":  cmdJSON,
			"idx":   cmdIDX,
			"spoil": cmdSpoil,
			"same":  cmdSame,
			"fails": cmdFails,
			"plain": cmdPlain,
			"until": cmdUntil,
			"agree": cmdAgree,
			"near":  cmdNear,

			"archive":  cmdArchive,
			"pictures": cmdPictures,
		},
	})
}
