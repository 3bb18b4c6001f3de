//go:build !js

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"gater/internal/sweep"
)

// sweepOf is the folder of the sweep that a run is a trial of; empty: of none.
func sweepOf(run string) string {
	abs, err := filepath.Abs(run)
	if err != nil {
		return ""
	}
	dir := filepath.Dir(filepath.Dir(abs))
	if _, err := os.Stat(filepath.Join(dir, sweep.File)); err != nil || filepath.Base(filepath.Dir(abs)) != "trials" {
		return ""
	}
	return filepath.Clean(filepath.Join(run, "..", ".."))
}

// notTrial refuses what would look at the test set for a trial of a sweep.
func notTrial(run string) error {
	if dir := sweepOf(run); dir != "" {
		return fmt.Errorf("%s is a trial of the sweep %s, whose test set opens once, for the trial it chose: see gater sweep test --help", run, dir)
	}
	return nil
}
