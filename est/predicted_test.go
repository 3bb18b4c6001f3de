package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// TestPredictedByHand: the first estimate is straight-through's; then, of f with h₁ = ½ and two rows that
// differ, it lies on the line through both.
func TestPredictedByHand(t *testing.T) {
	bowl := one(func(h float64) float64 { return (h - 0.45) * (h - 0.45) }, func(h float64) float64 { return 2 * (h - 0.45) })
	e := est.Predicted{Line: &est.Line{}}
	a := []float64{logit(0.8)}
	first := esttest.Learn(e, esttest.Rows(a, 2), bowl, esttest.Script{{0.1, 0.9}}).Grad
	esttest.Close(t, "the first", esttest.Wide(first.Data), []float64{0.176, -0.144}, 1e-9, 1e-6)
	// u is 0.0605 and −0.162, and x what the first was: two points are on their line.
	second := esttest.Learn(e, esttest.Rows(a, 2), bowl, esttest.Script{{0.1, 0.9}}).Grad
	esttest.Close(t, "the second", esttest.Wide(second.Data), []float64{0.0605, -0.162}, 1e-9, 1e-6)
}

// TestPredicted: having seen many draws for one input, its mean is the true gradient, which what it predicts
// from misses, and its variance is below that of the unbiased estimate; for another input it is off.
func TestPredicted(t *testing.T) {
	e := est.Predicted{Baseline: &est.MinVariance{Decay: 0.995}, Line: &est.Line{Decay: 0.995}}
	for i := range 1500 {
		esttest.Learn(e, esttest.Rows(fixA, 100), fixF, esttest.Noise(3).Step(i))
	}
	got := esttest.Integrate(t, e, fixA, fixF, nil)
	from := esttest.Integrate(t, est.StraightThroughSigmoid{}, fixA, fixF, nil)
	unbiased := esttest.Integrate(t, est.Reinforce{Baseline: best}, fixA, fixF, nil)
	if d, biased := away(got.Mean, fixGrad), away(from.Mean, fixGrad); d > 0.03 || biased < 5*d {
		t.Errorf("%.4f from the true gradient, straight-through with the sigmoid %.4f", d, biased)
	}
	if total(got.Var) > 0.6*total(unbiased.Var) {
		t.Errorf("variance %v, of the unbiased estimate %v", got.Var, unbiased.Var)
	}
	other := []float64{1, 1, -1}
	_, truth := esttest.Shallow(esttest.Bernoulli, other, fixF)
	if d := away(esttest.Integrate(t, e, other, fixF, nil).Mean, truth); d < 0.1 {
		t.Errorf("control: %.4f from the true gradient of an input it has not seen", d)
	}
}

func away(x, y []float64) (d float64) {
	for i := range x {
		d += (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(d)
}

func total(x []float64) (s float64) {
	for _, x := range x {
		s += x
	}
	return s
}
