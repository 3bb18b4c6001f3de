//go:build !js

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sweepSays is what a sweep's database holds, but for times.
func sweepSays(t *testing.T, dir, out string) (all string) {
	t.Helper()
	for _, q := range []string{`SELECT * FROM trial ORDER BY trial`, `SELECT * FROM setting ORDER BY candidate, name`, `SELECT candidate FROM opening`, `SELECT * FROM test ORDER BY trial`,
		`SELECT trial, epoch, train_loss, train_error, valid_error, valid_loss, valid_error_sampled, active FROM epoch ORDER BY trial, epoch`} {
		b, err := child(dir, "sweep", "query", out, q).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", q, err, b)
		}
		all += string(b)
	}
	return all
}

// TestSweepKill: a sweep that is killed at random moments, two trials at once, and started again by
// the same command comes to the same results, models and one opening of the test set as a sweep
// that never stopped; what had ended is not trained again. That two trials' folders are compared
// with each other too shows that the comparison can fail.
func TestSweepKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir, _ := training(t)
	args := append(strings.Fields("sweep --data digits --set epochs=9 --set blocks=16 --set width=8 --set gater=8 --set batch=4 --set gate=sbn"),
		"--space", "rate=log 0.01..0.2", "--search", "halving", "--trials", "9", "--confirm", "2", "--jobs", "2", "--quiet", "--out")
	began := time.Now()
	must(t, dir, append(args, "whole")...)
	took := time.Since(began)

	rnd := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for range 40 {
		cmd := child(dir, append(args, "cut")...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20*time.Millisecond + time.Duration(rnd.Int64N(int64(took/4))))
		cmd.Process.Kill()
		var exit *exec.ExitError
		err := cmd.Wait()
		if err == nil {
			break
		}
		if errors.As(err, &exit) && exit.ExitCode() == -1 {
			killed++
		}
	}
	must(t, dir, append(args, "cut")...)
	if killed < 4 {
		t.Errorf("only %d processes were killed before they were done", killed)
	}
	if a, b := sweepSays(t, dir, "whole"), sweepSays(t, dir, "cut"); a != b {
		t.Errorf("after %d kills:\n%s\nwant\n%s", killed, b, a)
	}
	models := map[string]string{}
	for id := range 11 {
		name := filepath.Join("trials", fmt.Sprintf("trial-%04d", id+1), "model.safetensors")
		a, _ := os.ReadFile(filepath.Join(dir, "whole", name))
		b, _ := os.ReadFile(filepath.Join(dir, "cut", name))
		if string(a) != string(b) {
			t.Errorf("%s differs after %d kills", name, killed)
		}
		if a != nil {
			models[string(a)] = name
		}
	}
	if len(models) != 3 {
		t.Errorf("%d different models, want 3: of the one that reached the end, and of two further seeds", len(models))
	}
	out, err := child(dir, "sweep", "query", "cut",
		`SELECT count(*) FROM event a JOIN event b USING (trial) WHERE a.kind IN ('done', 'stop', 'fail') AND b.event > a.event`).Output()
	if err != nil || !strings.HasSuffix(strings.TrimSpace(string(out)), "\n0") {
		t.Errorf("something happened to trials that had ended: %s, %v", out, err)
	}
	t.Logf("%d processes killed", killed)
}
