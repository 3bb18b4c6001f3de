package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// TestStraightThroughOnAffine: with the sigmoid's derivative it is exact for a loss affine in
// each unit; plain it is 1/p(1−p) times too large.
func TestStraightThroughOnAffine(t *testing.T) {
	want := []float64{-0.0664649252312, 0.2506012262061, 0.1294180210850}
	_, truth := esttest.Shallow(esttest.Bernoulli, fixA, affine)
	esttest.Close(t, "truth", truth, want, 1e-12, 1e-6)
	m := esttest.Integrate(t, est.StraightThroughSigmoid{}, fixA, affine, nil)
	esttest.Close(t, "with derivative", m.Mean, want, 1e-12, 1e-6)
	m = esttest.Integrate(t, est.StraightThroughSigmoid{Slope: nn.Fix(1)}, fixA, affine, nil)
	esttest.Close(t, "slope 1", m.Mean, want, 1e-12, 1e-6)
	plain := esttest.Integrate(t, est.StraightThrough{}, fixA, affine, nil).Mean
	for j, a := range fixA {
		p := esttest.Sigmoid(a)
		esttest.Close(t, "plain·p(1−p)", []float64{plain[j] * p * (1 - p)}, want[j:j+1], 1e-12, 1e-6)
	}
}

// TestSlopeAnnealed: at slope m the law is Bernoulli(σ(m·a)), and the estimate is exact for an
// affine loss at any m.
func TestSlopeAnnealed(t *testing.T) {
	for _, m := range []float64{0.5, 3} {
		law := esttest.TwoPoint{Value: esttest.Always, On: func(a float64) (float64, float64) {
			p, dp := esttest.Logit(m * a)
			return p, m * dp
		}}
		loss, truth := esttest.Shallow(law, fixA, affine)
		cut := func(a float64) []float64 { return []float64{esttest.Sigmoid(m * a)} }
		got := esttest.Integrate(t, est.StraightThroughSigmoid{Slope: nn.Fix(m)}, fixA, affine, cut)
		esttest.Close(t, "E[L]", []float64{got.Loss}, []float64{loss}, 1e-12, 1e-6)
		esttest.Close(t, "gradient", got.Mean, truth, 1e-12, 1e-6)
		if _, other := esttest.Shallow(esttest.Bernoulli, fixA, affine); !differ(got.Mean, other, 1e-3) {
			t.Errorf("control: slope %v gives the gradient of slope 1", m)
		}
	}
}

// TestStraightThroughBias: on a quadratic the bias is 2w²(p−½)p(1−p) for weight w.
func TestStraightThroughBias(t *testing.T) {
	m := esttest.Integrate(t, est.StraightThroughSigmoid{}, fixA, fixF, nil)
	esttest.Close(t, "with derivative", m.Mean, []float64{-0.2240792087, 0.8779827576, -0.2602549210}, 1e-9, 1e-6)
	bias := make([]float64, 3)
	for j, w := range []float64{1, -2, 0.5} {
		p := esttest.Sigmoid(fixA[j])
		bias[j] = 2 * w * w * (p - 0.5) * p * (1 - p)
	}
	esttest.Close(t, "formula", bias, []float64{-0.0799625011, -0.3634309907, 0.0143891987}, 1e-9, 1e-9)
	for j := range bias {
		esttest.Close(t, "bias", []float64{m.Mean[j] - fixGrad[j]}, bias[j:j+1], 1e-12, 1e-5)
	}
	m = esttest.Integrate(t, est.StraightThrough{}, fixA, fixF, nil)
	esttest.Close(t, "plain", m.Mean, []float64{-2.1342180838, 4.4655618971, -1.1074502551}, 1e-9, 1e-6)
}

// TestStraightThroughSign: right where the loss is monotone, wrong on (h − 0.4)² at p = 0.1.
func TestStraightThroughSign(t *testing.T) {
	for _, a := range []float64{-5, -1, 0, 2} {
		for _, sign := range []float64{1, -1} {
			f := one(func(h float64) float64 { return sign * (h + math.Exp(h)) }, func(h float64) float64 { return sign * (1 + math.Exp(h)) })
			for _, e := range []est.Estimator{est.StraightThrough{}, est.StraightThroughSigmoid{}} {
				if m := esttest.Integrate(t, e, []float64{a}, f, nil); m.Mean[0]*sign <= 0 {
					t.Errorf("%T at a = %v: %v, want the sign of %v", e, a, m.Mean[0], sign)
				}
			}
		}
	}
	a := []float64{math.Log(0.1 / 0.9)}
	bowl := one(func(h float64) float64 { return (h - 0.4) * (h - 0.4) }, func(h float64) float64 { return 2 * (h - 0.4) })
	m := esttest.Integrate(t, est.StraightThrough{}, a, bowl, nil)
	esttest.Close(t, "estimate", m.Mean, []float64{-0.6}, 1e-12, 1e-6)
	loss, truth := esttest.Shallow(esttest.Bernoulli, a, bowl)
	esttest.Close(t, "truth", []float64{truth[0] / 0.09, loss}, []float64{0.2, 0.1*0.36 + 0.9*0.16}, 1e-12, 1e-6)
}

// TestClippedAndOpen: the two forms that keep part of the gradient, outcome by outcome.
func TestClippedAndOpen(t *testing.T) {
	a := esttest.Rows([]float64{-1.5, -0.5, 0, 0.5, 1.5}, 2)
	f := esttest.Func(func(h, df []float64) float64 {
		for j := range df {
			df[j] += float64(j + 1)
		}
		return 0
	})
	for _, c := range []struct {
		name string
		e    est.Estimator
		want []float64
	}{
		{"plain", est.StraightThrough{}, []float64{1, 2, 3, 4, 5, 1, 2, 3, 4, 5}},
		{"clipped at 1", est.StraightThroughClipped{}, []float64{0, 2, 3, 4, 0, 0, 2, 3, 4, 0}},
		{"clipped at ½", est.StraightThroughClipped{Clip: 0.5}, []float64{0, 2, 3, 4, 0, 0, 2, 3, 4, 0}},
		{"clipped at 0.4", est.StraightThroughClipped{Clip: 0.4}, []float64{0, 0, 3, 0, 0, 0, 0, 3, 0, 0}},
		{"open", est.StraightThroughOpen{}, []float64{1, 0, 3, 0, 5, 0, 0, 0, 0, 0}},
	} {
		u := esttest.Script{{0.01, 0.99, 0.01, 0.99, 0.01, 0.99, 0.99, 0.99, 0.99, 0.99}}
		esttest.Close(t, c.name, esttest.Wide(esttest.Learn(c.e, a, f, u).Grad.Data), c.want, 0, 0)
	}
	// Open is biased even where straight-through with the derivative is exact.
	m := esttest.Integrate(t, est.StraightThroughOpen{}, []float64{0}, linear, nil)
	esttest.Close(t, "open, linear f", m.Mean, []float64{0.5}, 1e-12, 1e-6) // the truth is ¼
}
