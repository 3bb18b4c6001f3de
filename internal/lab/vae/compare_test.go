package vae

import (
	"math"
	"strings"
	"testing"

	"gater/internal/report"
)

func ended(estimator string, evals int, seed uint64, variance float64) *report.VAERun {
	return &report.VAERun{End: &report.VAEEnd{Net: "nonlinear", Estimator: estimator, Evals: evals, Steps: 50, Seed: seed,
		Variance: report.Num(variance), TrainELBO: report.Num(-100 - float64(seed))}}
}

// TestCompare: ratios are taken seed by seed and at equal evaluations alone (RODEO of two draws has
// two, though it runs the decoder three times), a seed counts once, and what is not finished not at all.
func TestCompare(t *testing.T) {
	rows := Compare([]*report.VAERun{
		ended("rloo", 2, 1, 2), ended("rloo", 2, 2, 4), ended("rloo:k=3", 3, 1, 10),
		ended("disarm", 2, 1, 1), ended("disarm", 2, 2, 3), ended("disarm", 2, 2, 3),
		ended("rodeo:k=2", 3, 1, .5), ended("arms:k=4", 4, 1, 1), {},
	})
	want := []struct {
		estimator  string
		seeds      int
		ratio, err float64
	}{{"disarm", 2, .625, .125}, {"rloo", 2, 1, 0}, {"rodeo:k=2", 1, .25, math.NaN()},
		{"rloo:k=3", 1, 1, math.NaN()}, {"arms:k=4", 1, math.NaN(), math.NaN()}}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	same := func(a, b float64) bool { return math.Abs(a-b) < 1e-12 || math.IsNaN(a) && math.IsNaN(b) }
	for i, w := range want {
		if r := rows[i]; r.Estimator != w.estimator || r.Seeds != w.seeds || !same(r.Ratio.Mean, w.ratio) || !same(r.Ratio.Err, w.err) {
			t.Errorf("row %d: %+v, want %+v", i, r, w)
		}
	}
	if s := rows[0].Train; !same(s.Mean, -101.5) || !same(s.Err, .5) {
		t.Errorf("training bound %+v, want -101.5 ± 0.5", s)
	}
	if l := Against(rows); len(l) != 1 || !strings.HasSuffix(l[0], "published 0.78 after 1000000: the same order") {
		t.Errorf("against what is published: %q", l)
	}
	rows[2].Variance.Mean = 5
	if l := Against(rows); len(l) != 1 || !strings.HasSuffix(l[0], "the OTHER order") {
		t.Errorf("turned over: %q", l)
	}
}
