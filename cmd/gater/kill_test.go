package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gater"
	"gater/internal/report"
)

// child is the command as a process of its own, not yet started.
func child(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asGater+"=1")
	return cmd
}

// must runs gater to its end.
func must(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := child(dir, args...).CombinedOutput(); err != nil {
		t.Fatalf("gater %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// training is a run of a second or so on the data of writeIDX.
func training(t *testing.T) (dir string, args []string) {
	t.Helper()
	dir = t.TempDir()
	if err := writeIDX(filepath.Join(dir, "digits"), 4); err != nil {
		t.Fatal(err)
	}
	return dir, strings.Fields("train digits --epochs 30 --blocks 16 --width 8 --gater 8 --batch 4 --gate sbn --seed 5 --quiet --out")
}

// TestKill: a run that is killed again and again, at any moment, while files are being written
// even, and resumed each time, ends with the model of a run that never stopped, bit for bit.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir, args := training(t)
	began := time.Now()
	must(t, dir, append(args, "whole")...)
	took := time.Since(began)

	run := filepath.Join(dir, "run")
	kills := 0
	for _, when := range []func(){
		func() { time.Sleep(took / 100) },
		func() { see(run, "") },
		func() { see(run, "config.json") },
		func() { see(run, ".checkpoint.safetensors.") },
		func() { time.Sleep(took / 7) },
		func() { see(run, ".checkpoint.safetensors.") },
		func() { time.Sleep(took / 40) },
		func() { see(run, ".checkpoint.safetensors.") },
		func() { time.Sleep(took / 5) },
		func() { see(run, ".model.safetensors.") },
		func() { see(run, ".model.") },
		func() { see(run, ".report.html.") },
	} {
		if killed(t, child(dir, next(dir, "run", args)...), when) {
			kills++
		}
	}
	if kills < 5 {
		t.Errorf("only %d processes were killed before they were done", kills)
	}
	must(t, dir, next(dir, "run", args)...)
	a, errA := os.ReadFile(filepath.Join(dir, "whole", "model.safetensors"))
	b, errB := os.ReadFile(filepath.Join(run, "model.safetensors"))
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("the model differs after %d kills (%v, %v)", kills, errA, errB)
	}
	r, err := report.ReadDir(run)
	if err != nil || len(r.Epochs) != 30 || r.End == nil || r.Cut {
		t.Errorf("the record: %v: %+v", err, r)
	}
	in, err := os.ReadDir(run)
	left := slices.ContainsFunc(in, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), ".") })
	if err != nil || left || len(in) != 7 {
		t.Errorf("the folder holds %v, want six files and the model's folder (%v)", in, err)
	}
	if _, err := gater.Load(filepath.Join(run, modelFolder)); err != nil {
		t.Error(err)
	}
	t.Logf("%d of 12 processes killed", kills)
}

// next is the command that goes on with a run, or begins it if there is none yet.
func next(dir, run string, args []string) []string {
	if _, err := os.Stat(filepath.Join(dir, run, "config.json")); err != nil {
		return append(args[:len(args):len(args)], run)
	}
	return []string{"train", "--quiet", "--resume", run}
}

// killed starts a process, waits by when, kills it, and reports whether it was not done before.
func killed(t *testing.T, cmd *exec.Cmd, when func()) bool {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	when()
	cmd.Process.Kill()
	var exit *exec.ExitError
	return errors.As(cmd.Wait(), &exit) && exit.ExitCode() == -1
}

// see waits until the folder holds a file whose name begins so, for two seconds at most.
func see(dir, prefix string) {
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); {
		in, err := os.ReadDir(dir)
		if err == nil && prefix == "" {
			return
		}
		for _, e := range in {
			if strings.HasPrefix(e.Name(), prefix) {
				return
			}
		}
	}
}
