package est_test

import (
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// orders are proved orderings of variances, the lower one first: it is the mean of the other given
// part of its noise.
var orders = []struct {
	name         string
	lower, upper est.Estimator
}{
	{"DisARM, ARM", est.DisARM{}, est.ARM{}},
	{"local expectations, score function", est.LocalExpectations{}, est.Reinforce{}},
	{"local expectations, bit flip", est.LocalExpectations{}, est.BitFlip{}},
	{"Gumbel-Rao, straight-through Gumbel", est.GumbelRao{K: 16}, est.StraightThroughGumbel{}},
	{"Gumbel-Rao of 16, of 2, cold", est.GumbelRao{K: 16, Tau: nn.Fix(0.2)}, est.GumbelRao{K: 2, Tau: nn.Fix(0.2)}},
	{"a combination, its parts", &est.Combine{Of: []est.Estimator{est.Reinforce{}, est.Reinforce{}}}, est.Reinforce{}},
}

// TestOrders: in no unit is the lower above the upper, and the other way round it is, so that the
// test could fail.
func TestOrders(t *testing.T) {
	for _, o := range orders {
		clearly := false
		for _, a := range inputs[1:3] {
			most, least := esttest.Above(o.lower, o.upper, a, fixF, 20_000)
			if most > esttest.Near {
				t.Errorf("%s at %v: %.1f standard errors above", o.name, a, most)
			}
			clearly = clearly || least < -esttest.Far
		}
		if !clearly {
			t.Errorf("control: %s: the other way round nothing is seen", o.name)
		}
	}
}

// TestThreeUnits: on a loss of three units that is no sum, at the probabilities of the
// literature's comparison, the mean variances come in its order.
func TestThreeUnits(t *testing.T) {
	a := []float64{0.2983, -1.0986, 0.8001} // p = .574, .250, .690
	f := decoder(3, 4, 1)
	want := []est.Estimator{est.Reinforce{}, est.RLOO{}, est.BitFlip{}, est.DisARM{}, est.LocalExpectations{}}
	last := 1e9
	for _, e := range want {
		m := esttest.Learn(e, esttest.Rows(a, 40_000), f, esttest.Noise(3)).Grad
		var tally esttest.Tally
		for r := range m.Rows {
			tally.Add(esttest.Wide(m.Row(r))...)
		}
		v := (tally.Var(0) + tally.Var(1) + tally.Var(2)) / 3
		t.Logf("%T: %.4g", e, v)
		if v > last {
			t.Errorf("%T: %v, above the one before, %v", e, v, last)
		}
		last = v
	}
}

// TestSharedLogit: three units with one input 0 between them and the loss Σ(b − p₀)² (Kool, van Hoof
// and Welling, 2020): the gradient is −0.045.
func TestSharedLogit(t *testing.T) {
	p0 := []float64{0.6, 0.51, 0.48}
	f := esttest.Func(func(h, df []float64) (l float64) {
		for j, h := range h {
			l += (h - p0[j]) * (h - p0[j])
			if df != nil {
				df[j] += 2 * (h - p0[j])
			}
		}
		return l
	})
	for _, p := range promises {
		if !isBits(p.law) || p.continuous || !p.make().About().Unbiased {
			continue
		}
		got := sum(p.integrate(t, []float64{0, 0, 0}, f).Mean)
		esttest.Close(t, p.name, []float64{got}, []float64{-0.045}, 1e-12, 1e-5)
	}
}

// isBits reports whether a law is Bernoulli's.
func isBits(law esttest.Law) bool {
	l, ok := law.(esttest.TwoPoint)
	if !ok {
		return false
	}
	q, _ := l.On(0.7)
	v, dv := l.Value(0.7)
	return q == esttest.Sigmoid(0.7) && v == 1 && dv == 0
}
