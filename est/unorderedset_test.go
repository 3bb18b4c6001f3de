package est_test

import (
	"fmt"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// quad is one group of four, and a loss of each outcome.
var (
	quad  = []float64{0.3, -1.2, 1.1, 0.1}
	quadF = esttest.Func(func(h, _ []float64) float64 { return h[0] - 2*h[1] + 0.3*h[2] + 3*h[3] })
)

// TestUnorderedSetOfThree is exact over the three draws of which the second and third know the ones
// before, and has less variance than three independent ones.
func TestUnorderedSetOfThree(t *testing.T) {
	law := esttest.OneHot{K: 4}
	p, base, _ := chances(law, quad)
	pairs := [][]int{}
	for i := range p {
		for j := range i {
			pairs = append(pairs, []int{i, j})
		}
	}
	second, third := cutsWithout(p, base, 1, singles(p, base)), cutsWithout(p, base, 1, pairs)
	both := append(axesAt(second), axesAt(third)...)
	_, want := esttest.Shallow(law, quad, quadF)
	got := esttest.Over(est.UnorderedSet{Discrete: est.OneHot(4), K: 3}, quad, quadF, axesAt(law.Cuts(quad)), both)
	esttest.Close(t, "gradient", got.Mean, want, 1e-12, 1e-5)
	rloo := esttest.IntegrateAt(t, est.RLOO{Discrete: est.OneHot(4), K: 3}, quad, quadF, law.Cuts(quad))
	if s, r := sum(got.Var), sum(rloo.Var); s > r/2 {
		t.Errorf("variance %v, of three independent ones %v", s, r)
	}
}

// TestAllOutcomes: where all outcomes are taken, both estimators that take different ones are exact
// in every draw; with one less they are not.
func TestAllOutcomes(t *testing.T) {
	for _, c := range []struct {
		name      string
		law       esttest.Law
		a         []float64
		f         esttest.Func
		all, less []est.Estimator
	}{
		{"bits", esttest.Bernoulli, fixA, fixF,
			[]est.Estimator{est.UnorderedSet{K: 8}, est.SumAndSample{K: 7}, est.SumAndSample{K: 100}},
			[]est.Estimator{est.UnorderedSet{K: 7}, est.SumAndSample{K: 6}}},
		{"a group", esttest.OneHot{K: 4}, quad, quadF,
			[]est.Estimator{est.UnorderedSet{Discrete: est.OneHot(4)}, est.SumAndSample{Discrete: est.OneHot(4)}},
			[]est.Estimator{est.UnorderedSet{Discrete: est.OneHot(4), K: 3}, est.SumAndSample{Discrete: est.OneHot(4), K: 2}}},
	} {
		_, want := esttest.Shallow(c.law, c.a, c.f)
		run := func(e est.Estimator, f func(row []float64)) {
			m := esttest.Learn(e, esttest.Rows(c.a, 20), esttest.Blind(c.f), esttest.Noise(1)).Grad
			for r := range m.Rows {
				f(esttest.Wide(m.Row(r)))
			}
		}
		for _, e := range c.all {
			run(e, func(row []float64) { esttest.Close(t, c.name, row, want, 1e-12, 1e-5) })
		}
		for _, e := range c.less {
			off := false
			run(e, func(row []float64) { off = off || differ(row, want, 1e-3) })
			if !off {
				t.Errorf("control: %s, %+v: exact in every draw", c.name, e)
			}
		}
	}
}

// TestNearlySure: of bits that are as good as decided, the likeliest outcomes leave nothing, and sets
// are of different outcomes all the same.
func TestNearlySure(t *testing.T) {
	a := []float64{40, -40, 40, -40, 40}
	for _, e := range []est.Estimator{est.UnorderedSet{}, est.UnorderedSet{K: 8}, est.SumAndSample{}} {
		seen, rows := map[string]bool{}, 0
		f := func(h, _ []float64) float64 {
			seen[fmt.Sprint(h)] = true
			rows++
			return h[0]
		}
		esttest.Learn(e, esttest.Rows(a, 1), f, esttest.Noise(2))
		if len(seen) != rows {
			t.Errorf("%+v: %d runs of %d different outcomes", e, rows, len(seen))
		}
	}
}

// TestWideLayers: the chance of any outcome of thousands of bits is too small for a float64; estimates
// are finite numbers all the same, and their baselines take a constant out.
func TestWideLayers(t *testing.T) {
	a := make([]float64, 3000)
	for _, e := range []est.Estimator{est.UnorderedSet{}, est.SumAndSample{}} {
		r := esttest.Learn(e, esttest.Rows(a, 3), tame, esttest.Noise(1))
		if !sane(esttest.Wide(r.Grad.Data)...) || sum(esttest.Wide(r.Grad.Row(0))) == 0 {
			t.Errorf("%T: not finite, or nothing", e)
		}
		up := esttest.Learn(e, esttest.Rows(a, 3), func(h, df []float64) float64 { return tame(h, df) + 64 }, esttest.Noise(1))
		esttest.Close(t, "with 64 more", esttest.Wide(up.Grad.Data), esttest.Wide(r.Grad.Data), 1e-9, 1e-3)
	}
}
