package est_test

import (
	"fmt"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/internal/rng"
)

// TestReinforceIsUnbiased: E[(h−p)(L−b)] is the exact gradient for any baseline, with no
// derivative of L. Straight-through is the control: it misses it.
func TestReinforceIsUnbiased(t *testing.T) {
	f := esttest.Blind(fixF)
	for name, b := range map[string]est.Baseline{
		"none": nil, "the mean": all(fixLoss, 3), "1000": all(1000, 3), "-1000": all(-1000, 3), "one a unit": fixed{3, -1, 12},
	} {
		m := esttest.Integrate(t, est.Reinforce{Baseline: b}, fixA, f, nil)
		esttest.Close(t, name, m.Mean, fixGrad, 1e-12, 1e-4)
		esttest.Close(t, name+": E[L]", []float64{m.Loss}, []float64{fixLoss}, 1e-12, 1e-6)
	}
	if m := esttest.Integrate(t, est.StraightThrough{}, fixA, fixF, nil); !differ(m.Mean, fixGrad, 0.1) {
		t.Errorf("control: straight-through gives %v too", m.Mean)
	}
}

// TestReinforceOnAnyTable: the same for arbitrary losses of up to 10 units, against
// p(1−p)(E[L|h=1] − E[L|h=0]).
func TestReinforceOnAnyTable(t *testing.T) {
	for _, n := range []int{1, 2, 5, 10} {
		table, a := make([]float64, 1<<n), make([]float64, n)
		rng.Normal(table, rng.Key{Seed: 3, Row: uint32(n)})
		rng.Normal(a, rng.Key{Seed: 4, Row: uint32(n)})
		f := esttest.Blind(esttest.Table(table))
		m := esttest.Integrate(t, est.Reinforce{}, a, f, nil)
		want := make([]float64, n)
		for j := range want {
			p := esttest.Sigmoid(a[j])
			on, _ := given(a, f, j, 1)
			off, _ := given(a, f, j, 0)
			want[j] = p * (1 - p) * (on - off)
		}
		esttest.Close(t, fmt.Sprintf("%d units", n), m.Mean, want, 1e-12, 1e-5)
	}
}

// TestStateDependentBaselineIsBiased: with the mean losses of the two states as baselines the
// estimate vanishes, and the gradient does not. This is why a baseline must not see the draw.
func TestStateDependentBaselineIsBiased(t *testing.T) {
	mean := make([]float64, 3)
	for j, a := range fixA {
		p := esttest.Sigmoid(a)
		on, _ := given(fixA, fixF, j, 1)
		off, _ := given(fixA, fixF, j, 0)
		m1 := esttest.Integrate(t, est.Reinforce{Baseline: all(on, 3)}, fixA, fixF, nil).Mean[j]
		seen := esttest.Func(func(h, _ []float64) float64 { // L − b(h_j)
			if h[j] == 1 {
				return fixF(h, nil) - on
			}
			return fixF(h, nil) - off
		})
		mean[j] = esttest.Integrate(t, est.Reinforce{}, fixA, seen, nil).Mean[j]
		esttest.Close(t, "one baseline", []float64{m1}, []float64{p * (1 - p) * (on - off)}, 1e-12, 1e-5)
	}
	esttest.Close(t, "two baselines", mean, []float64{0, 0, 0}, 1e-12, 1e-6)
}

// TestReinforceHasNoVarianceLeft: one unit with p = 0.1, L₁ = 3, L₀ = 1 and the best baseline
// 2.8 gives 0.18 for both outcomes.
func TestReinforceHasNoVarianceLeft(t *testing.T) {
	a := []float64{-2.1972245773362196}
	f := esttest.Table([]float64{1, 3})
	for h, u := range []float64{0.5, 0.05} {
		r := esttest.Learn(est.Reinforce{Baseline: fixed{2.8}}, esttest.Rows(a, 1), f, esttest.Script{{u}})
		esttest.Close(t, fmt.Sprintf("h = %d", h), esttest.Wide(r.Grad.Data), []float64{0.18}, 1e-12, 1e-6)
		if want := []float64{1, 3}[h]; r.Loss[0] != want {
			t.Errorf("u = %v: loss %v, want that of h = %d", u, r.Loss[0], h)
		}
	}
	m := esttest.Integrate(t, est.Reinforce{Baseline: fixed{2.8}}, a, f, nil)
	esttest.Close(t, "variance", m.Var, []float64{0}, 1e-12, 1e-6)
	if m := esttest.Integrate(t, est.Reinforce{}, a, f, nil); m.Var[0] < 0.1 {
		t.Errorf("control: without a baseline the variance is %v", m.Var[0])
	}
}
