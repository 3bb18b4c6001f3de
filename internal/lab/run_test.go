package lab_test

import (
	"math"
	"strings"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/lab"
	"gater/mat"
)

// someRun is a network of so many gates with weights of a seed, as if it had been trained.
func someRun(t *testing.T, gate string, blocks int) *lab.Trained {
	t.Helper()
	d := data.Synthetic(60, 20, 0.05, 1)
	c, err := catalog.Preset("blocks", gate)
	if err != nil {
		t.Fatal(err)
	}
	c.Seed, c.Inputs, c.Classes, c.Blocks, c.Width, c.Gater = 3, d.Train.Dim(), len(d.Train.Classes), blocks, 4, []int{6}
	c.Beta, c.Active = 2, 0.4 // noise that the laboratory must leave out
	m, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	r := &lab.Trained{Name: "some", Model: m, Config: c, X: mat.New(4, d.Train.Dim()), Labels: make([]int32, 4)}
	data.Range(r.X.Data, r.Labels, d.Train, 0)
	return r
}

// TestRun: on a network's own gates, unbiased estimators are seen to be unbiased and biased ones
// are not, by counting and by local expectations.
func TestRun(t *testing.T) {
	for _, blocks := range []int{6, 24} {
		s := lab.Settings{T: math.NaN(), Theta: math.NaN(), Seed: 1, Trained: someRun(t, "sbn", blocks)}
		o := lab.Options{Draws: 1 << 13}
		if r := measure(t, "run", "sbn:baseline=none", s, o); r.MaxZ > 4.5 || r.Method != "draws" {
			t.Errorf("%d gates: sbn is %.1f standard errors off: %+v", blocks, r.MaxZ, r.Stats)
		}
		if r := measure(t, "run", "st", s, o); r.MaxZ < 10 {
			t.Errorf("control, %d gates: st is %.1f standard errors off", blocks, r.MaxZ)
		}
	}
	s := lab.Settings{Trained: someRun(t, "st", 6)}
	if r := measure(t, "run", "enumerate", s, lab.Options{Draws: 64}); r.MaxBias > 1e-6 || r.Exact < 1e-3 {
		t.Errorf("counting in the network and by the oracle differ: %+v", r.Stats)
	}
}

// TestRunOfOtherGates: gates of another law are measured by their own estimator if it is unbiased,
// and refused if it is not.
func TestRunOfOtherGates(t *testing.T) {
	s := lab.Session{Tasks: []string{"run"}, Options: lab.Options{Draws: 512}}
	s.Trained = someRun(t, "nr", 6)
	lines, log, err := session(t, s)
	if err != nil || len(lines) != 1 || lines[0].Estimator != "nr" || lines[0].Law != "own" || !lines[0].Unbiased || lines[0].MaxZ > 4.5 {
		t.Errorf("%v, %+v", err, lines)
	}
	if !strings.Contains(log, "the run's gates are nr, of a law of their own; train with gates of bits, such as --gate sbn") {
		t.Error(log)
	}
	s.Trained = someRun(t, "sts", 6)
	if _, _, err := session(t, s); err == nil || !strings.Contains(err.Error(), "some has gates sts, which are neither bits nor") {
		t.Errorf("sts: %v", err)
	}
	s.Trained = nil
	if _, _, err := session(t, s); err == nil || !strings.Contains(err.Error(), "give its folder with --run") {
		t.Errorf("no run: %v", err)
	}
}
