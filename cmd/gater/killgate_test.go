package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKillGate: a gating that is killed again and again, while files are being written even, and resumed
// each time, ends with the weights of one that never stopped, bit for bit, and leaves no other file.
func TestKillGate(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	if err := writeIDX(filepath.Join(dir, "digits"), 4); err != nil {
		t.Fatal(err)
	}
	must(t, dir, strings.Fields("train digits --dense --above 24 --blocks 4 --width 8 --epochs 1 --batch 20 --quiet --out dense")...)
	args := strings.Fields("gate dense --active 25% --width 4 --gater 8 --epochs 40 --quiet --force --out")
	began := time.Now()
	must(t, dir, append(args, "whole")...)
	took := time.Since(began)
	out := filepath.Join(dir, "out")
	kills := 0
	for _, when := range []func(){
		func() { see(out, ".g.part.") },
		func() { see(out, "g.part") },
		func() { time.Sleep(took / 3) },
		func() { see(out, ".g.part.") },
		func() { time.Sleep(took / 4) },
		func() { see(out, ".g.part.") },
		func() { see(out, ".g.") },
	} {
		if killed(t, child(dir, nextGate(out, args)...), when) {
			kills++
		}
	}
	if kills < 4 {
		t.Errorf("only %d processes were killed before they were done", kills)
	}
	must(t, dir, nextGate(out, args)...)
	a, errA := os.ReadFile(filepath.Join(dir, "whole", "weights.safetensors"))
	b, errB := os.ReadFile(filepath.Join(out, "g", "weights.safetensors"))
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("the weights differ after %d kills (%v, %v)", kills, errA, errB)
	}
	if in, err := os.ReadDir(out); err != nil || len(in) != 1 {
		t.Errorf("the folder holds %v, want the model alone (%v)", in, err)
	}
	t.Logf("%d of 7 processes killed", kills)
}

// nextGate is the command that goes on with a gating, or begins it if nothing of it was kept.
func nextGate(out string, args []string) []string {
	if _, err := os.Stat(filepath.Join(out, "g.part")); err != nil {
		return append(args[:len(args):len(args)], filepath.Join(out, "g"))
	}
	return []string{"gate", "--quiet", "--force", "--resume", filepath.Join(out, "g")}
}
