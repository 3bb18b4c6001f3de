package lab_test

import (
	"math"
	"strings"
	"testing"

	"gater/internal/lab"
)

// TestTruth: the true gradients are those of the literature.
func TestTruth(t *testing.T) {
	for task, want := range map[string]float64{"unit": 0.025, "toy200": 2.5e-6, "shared": -0.045} {
		k, err := lab.FindKind(task)
		if err != nil {
			t.Fatal(err)
		}
		p, err := k.New(own())
		if err != nil {
			t.Fatal(err)
		}
		for j, g := range p.Truth()[0] {
			if math.Abs(g-want) > 1e-12 {
				t.Errorf("%s: coordinate %d is %v, want %v", task, j, g, want)
			}
		}
	}
}

// TestUnbiased: on every task an unbiased estimator is within 4.5 standard errors of the truth in
// every coordinate, and a biased one is far out, or exactly seen to be biased.
func TestUnbiased(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, task := range []string{"shared", "three", "bound", "sbn", "vae16", "vae8x4", "toy200"} {
		o := lab.Options{NoExact: true, Draws: 1 << 16, Seed: 2}
		if strings.HasPrefix(task, "vae") || task == "toy200" {
			o.Draws = 1 << 12
		}
		for _, spec := range []string{"sbn:baseline=none", "sbn"} {
			if r := measure(t, task, spec, own(), o); r.MaxZ > 4.5 {
				t.Errorf("%s on %s: %.1f standard errors off", spec, task, r.MaxZ)
			}
		}
		if r := measure(t, task, "st-open", own(), o); r.MaxZ < 10 {
			t.Errorf("control: st-open on %s: %.1f standard errors off", task, r.MaxZ)
		}
	}
}

// TestGroups: a group's figures are those of its coordinates alone.
func TestGroups(t *testing.T) {
	r := measure(t, "sbn", "st-sigmoid", own(), lab.Options{Draws: 1 << 12})
	var square, mse, variance float64
	for _, g := range r.Groups {
		square += g.Exact * g.Exact / 3
		mse += g.MSE / 3
		variance += g.Variance / 3
	}
	if len(r.Groups) != 3 || math.Abs(math.Sqrt(square)-r.Exact) > 1e-12 || math.Abs(mse-r.MSE) > 1e-12 || math.Abs(variance-r.Variance) > 1e-12 {
		t.Errorf("groups %+v of %+v", r.Groups, r.Stats)
	}
}

// TestThreads: but for times, a result is the same bits for any number of threads, and another
// seed gives another.
func TestThreads(t *testing.T) {
	run := func(threads int, seed uint64) lab.Result {
		r := *measure(t, "sbn", "sbn", own(), lab.Options{Draws: 1 << 13, Threads: threads, Seed: seed})
		r.Groups = nil
		return r
	}
	same := func(a, b lab.Result) bool { return a.Stats == b.Stats }
	one := run(1, 1)
	for _, n := range []int{2, 7, 40} {
		if r := run(n, 1); !same(one, r) {
			t.Errorf("%d threads: %+v, one has %+v", n, r.Stats, one.Stats)
		}
	}
	if r := run(1, 2); same(one, r) {
		t.Error("another seed, the same result")
	}
}

// TestBadSettings: what makes no task is refused, with a remedy.
func TestBadSettings(t *testing.T) {
	for _, s := range []lab.Settings{{T: 0.4, Theta: 0}, {T: 0.4, Theta: 1}, {T: 0.4, Theta: -2}, {T: math.Inf(1), Theta: 0.5}, {T: 1e7, Theta: 0.5}} {
		for _, task := range []string{"unit", "toy200"} {
			k, err := lab.FindKind(task)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.New(s); err == nil {
				t.Errorf("%s: %+v is a task", task, s)
			}
		}
	}
}

// TestBoundCredit: on a bound the score function is VIMCO, of far less variance than the loss of a
// sample alone would give it, and what runs the network more than once is refused.
func TestBoundCredit(t *testing.T) {
	vimco := measure(t, "bound", "sbn:baseline=none", own(), lab.Options{Draws: 1 << 14})
	plain := measure(t, "three", "sbn:baseline=none", own(), lab.Options{})
	if vimco.Variance > plain.Variance/2 || vimco.MaxZ > 4.5 {
		t.Errorf("VIMCO %+v, the score function on one sample %+v", vimco.Stats, plain.Stats)
	}
	s := lab.Session{Tasks: []string{"bound"}, Estimators: []string{"local"}, Settings: own()}
	if _, _, err := session(t, s); err == nil || !strings.Contains(err.Error(), "the samples of a bound hang together") {
		t.Errorf("local: %v", err)
	}
}
