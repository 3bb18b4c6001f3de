package lab_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/internal/lab"
)

// picked is what is picked on a task of a few exact units.
func picked(t *testing.T, w lab.Wanted) *lab.Picked {
	t.Helper()
	if w.Batch == 0 {
		w.Batch = 1
	}
	p := &lab.Pick{Wanted: w, Task: "three", Settings: own(), Options: lab.Options{NoExact: true, Draws: 1 << 10, Warm: 20, Threads: 2, Seed: 1}}
	out, err := p.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPickFits: what is recommended, and every place of the ranking, is what was asked for; what
// was not asked for lets others in.
func TestPickFits(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, c := range []struct {
		w        lab.Wanted
		out, yes string // an estimator that is left out, and one that is not
	}{
		{lab.Wanted{BlackBox: true, Evals: 2, Units: 3, Layers: 1, Skip: "nothing"}, "st", "disarm"},
		{lab.Wanted{Evals: 2, Units: 3, Layers: 1, Skip: "nothing"}, "local", "st"},
		{lab.Wanted{Evals: 4, Units: 3, Layers: 1, Skip: "everything"}, "st", "local"},
		{lab.Wanted{Evals: 2, Units: 3, Layers: 2, Skip: "nothing"}, "disarm", "st"},
	} {
		p := picked(t, c.w)
		if p.Recommended != p.Ranking[0].Estimator || p.Why == "" {
			t.Errorf("%+v", p)
		}
		seen, left := map[string]bool{}, map[string]bool{}
		for i, r := range p.Ranking {
			s, err := catalog.ParseSpec(r.Estimator)
			if err != nil {
				t.Fatal(err)
			}
			a := s.New().About()
			seen[s.Gate.Name] = true
			if r.Evals > c.w.Evals || c.w.BlackBox && (a.Derivative || a.Slopes != nil) || i > 0 && r.Error < p.Ranking[i-1].Error {
				t.Errorf("%+v: %+v in place %d", c.w, r, i+1)
			}
		}
		for _, u := range p.Left {
			left[u.Name] = true
		}
		if !left[c.out] || seen[c.out] || !seen[c.yes] || left[c.yes] {
			t.Errorf("%+v: %s left out: %v; %s in it: %v", c.w, c.out, left[c.out], c.yes, seen[c.yes])
		}
		if len(seen)+len(p.Left) != len(catalog.Gates) {
			t.Errorf("%+v: %d ranked and %d left out of %d", c.w, len(seen), len(p.Left), len(catalog.Gates))
		}
	}
}

// TestPickError: the error is that of the mean of so many repeats of a batch; averaging lowers that
// of unbiased estimators alone.
func TestPickError(t *testing.T) {
	find := func(p *lab.Picked, name string) lab.Ranked {
		i := slices.IndexFunc(p.Ranking, func(r lab.Ranked) bool { return strings.HasPrefix(r.Estimator, name) })
		return p.Ranking[i]
	}
	w := lab.Wanted{Evals: 4, Units: 3, Layers: 1, Skip: "nothing", Batch: 1}
	one := picked(t, w)
	w.Batch = 10_000
	many := picked(t, w)
	st, sbn := find(one, "st"), find(one, "disarm")
	exact := float64(measure(t, "three", "disarm", own(), lab.Options{}).Exact)
	if want := math.Sqrt(float64(sbn.Variance)/2) / exact; sbn.Repeats != 2 || math.Abs(float64(sbn.Error)/want-1) > 1e-6 {
		t.Errorf("disarm: %+v, want an error of %v", sbn, want)
	}
	if r := float64(find(many, "disarm").Error / sbn.Error); math.Abs(r-0.01) > 1e-6 {
		t.Errorf("a batch of 10,000 leaves %v of the error", r)
	}
	if r := float64(find(many, "st").Error / st.Error); r < 0.3 || st.Bias == 0 {
		t.Errorf("control: of st, which is biased, it leaves %v", r)
	}
	if many.Ranking[0].Unbiased != true {
		t.Errorf("with so many, %+v is recommended", many.Ranking[0])
	}
}

// TestPickNothing: where nothing would do, the reason is said.
func TestPickNothing(t *testing.T) {
	p := &lab.Pick{Wanted: lab.Wanted{BlackBox: true, Evals: 1, Units: 1, Layers: 1, Skip: "nothing", Batch: 1}, Settings: own()}
	p.Options.Draws, p.Threads = 64, 2
	p.Task = "run"
	if _, err := p.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "give its folder with --run") {
		t.Errorf("%v", err)
	}
	p.Task, p.Evals = "three", 0
	if _, err := p.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "evals is 0: it must be") {
		t.Errorf("%v", err)
	}
}
