package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKillTable: a run on a stream that is killed while the gated network, its twin and the linear one
// are trained, and resumed, ends with the three models of a run that never stopped, bit for bit.
func TestKillTable(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "t.csv"), []byte(tableOf(1200)), 0o644); err != nil {
		t.Fatal(err)
	}
	args := strings.Fields("train t.csv --target y --drop g,up,a,b --epochs 6 --stream --window 200 --quiet --out")
	must(t, dir, append(args, "whole")...)
	run := filepath.Join(dir, "run")
	killed := 0
	for _, when := range []func(){
		func() { see(run, "checkpoint.safetensors") },
		func() { see(run, ".checkpoint.safetensors.") },
		func() { see(filepath.Join(run, twinFolder), "config.json") },
		func() { see(filepath.Join(run, twinFolder), ".checkpoint.safetensors.") },
		func() { see(filepath.Join(run, linearFolder), "checkpoint.safetensors") },
		func() { see(run, ".report.html.") },
	} {
		cmd := child(dir, next(dir, "run", args)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		when()
		cmd.Process.Kill()
		if err := cmd.Wait(); err != nil {
			killed++
		}
	}
	if killed < 3 {
		t.Errorf("only %d processes were killed before they were done", killed)
	}
	must(t, dir, next(dir, "run", args)...)
	for _, folder := range []string{"", twinFolder, linearFolder} {
		a, errA := os.ReadFile(filepath.Join(dir, "whole", folder, "model.safetensors"))
		b, errB := os.ReadFile(filepath.Join(run, folder, "model.safetensors"))
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%q: the model differs after %d kills", folder, killed)
		}
	}
}
