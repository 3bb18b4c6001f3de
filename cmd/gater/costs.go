package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"gater/internal/bench"
	"gater/internal/runs"
	"gater/mat"
)

// costs is what was measured of a machine, and which machine that was.
type costs struct {
	CPU     string      `json:"cpu"`
	Kernels string      `json:"kernels"`
	Costs   bench.Costs `json:"costs"`
}

// costsFile is where a machine's costs are kept: costs.json in the user's cache folder.
func costsFile() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder for a cache: %w; set HOME or XDG_CACHE_HOME", err)
	}
	return filepath.Join(dir, "gater", "costs.json"), nil
}

// knownCosts is this machine's costs. Without a file, or if it is another machine's or no good, they
// are typical ones: they decide how something is worked out, never what.
func knownCosts() (c bench.Costs) {
	name, err := costsFile()
	if err != nil {
		return c
	}
	b, err := os.ReadFile(name)
	var known costs
	if err != nil || json.Unmarshal(b, &known) != nil || known.Kernels != bench.Kernels() || known.CPU != thisMachine(time.Now()).CPU {
		return c
	}
	return known.Costs
}

// newPool is a pool that knows what its machine takes.
func newPool(threads int) *mat.Pool {
	p := mat.NewPool(threads)
	p.SetCosts(knownCosts())
	return p
}

// calibrate measures this machine and keeps what it finds.
func calibrate(stdout io.Writer) error {
	name, err := costsFile()
	if err != nil {
		return err
	}
	c := bench.Calibrate(time.Now, func(format string, args ...any) { fmt.Fprintf(stdout, format+"\n", args...) })
	b, err := json.Marshal(costs{thisMachine(time.Now()).CPU, bench.Kernels(), c})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return runs.Explain(err, filepath.Dir(name))
	}
	if err := runs.WriteFile(name, func(w io.Writer) error { _, err := w.Write(append(b, '\n')); return err }); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "kept in %s; a layer behind gates is dense from %.0f %% of them open\n", name, 100*c.Dense/c.Block)
	return nil
}
