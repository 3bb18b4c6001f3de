package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
)

// The three units that most tests of estimators run on, a quadratic loss that couples them, the
// expected loss and its gradient, which were worked out by hand from all eight outcomes.
var (
	fixA     = []float64{-2, -1, 0.5}
	fixLoss  = 2.186255894962445
	fixGrad  = []float64{-0.1441167075974, 1.2414137482851, -0.2746441197442}
	fixProbs = []float64{0.119202922, 0.268941421, 0.622459331}
)

// fixF is L(h) = (h₁ − 2h₂ + 0.5h₃ − 1)² + 0.3·h₁h₂.
func fixF(h, df []float64) float64 {
	d := h[0] - 2*h[1] + 0.5*h[2] - 1
	if df != nil {
		df[0] += 2*d + 0.3*h[1]
		df[1] += -4*d + 0.3*h[0]
		df[2] += d
	}
	return d*d + 0.3*h[0]*h[1]
}

// groupA and groupF are two one-hot groups of three columns, and a quadratic loss that couples them.
var groupA = []float64{-0.8, 0.4, 1.1, 0.3, -1.2, 0.6}

func groupF(h, df []float64) float64 {
	w := [6]float64{1, -2, 0.5, 1.5, -0.3, -1}
	d := -0.4
	for j, v := range h {
		d += w[j] * v
	}
	for j := range df {
		df[j] += 2 * d * w[j]
	}
	if df != nil {
		df[0] += 0.7 * h[4]
		df[4] += 0.7 * h[0]
	}
	return d*d + 0.7*h[0]*h[4]
}

// bent is e^{f/2}.
func bent(f esttest.Func) esttest.Func {
	return func(h, df []float64) float64 {
		l := math.Exp(f(h, df) / 2)
		for j := range df {
			df[j] *= l / 2
		}
		return l
	}
}

// affine is L(h) = 1.5 − 0.7h₁ + 2h₂h₃ + 0.4h₁h₂h₃, affine in each h_j alone.
func affine(h, df []float64) float64 {
	if df != nil {
		df[0] += -0.7 + 0.4*h[1]*h[2]
		df[1] += 2*h[2] + 0.4*h[0]*h[2]
		df[2] += 2*h[1] + 0.4*h[0]*h[1]
	}
	return 1.5 - 0.7*h[0] + 2*h[1]*h[2] + 0.4*h[0]*h[1]*h[2]
}

// one makes a Func of one unit out of f and its derivative.
func one(f, df func(h float64) float64) esttest.Func {
	return func(h, d []float64) float64 {
		if d != nil {
			d[0] += df(h[0])
		}
		return f(h[0])
	}
}

var (
	linear = one(func(h float64) float64 { return h }, func(float64) float64 { return 1 })
	square = one(func(h float64) float64 { return h * h }, func(h float64) float64 { return 2 * h })
	exp    = one(math.Exp, math.Exp)
)

// fixed is a baseline that stays as it is.
type fixed []float64

func (b fixed) Values(int) []float64            { return b }
func (fixed) Update(_, _ mat.M, loss []float64) {}

// all is the same number for every unit.
func all(b float64, units int) fixed {
	f := make(fixed, units)
	for j := range f {
		f[j] = b
	}
	return f
}

// TestFixture holds the fixture to the oracle, and the oracle to the fixture.
func TestFixture(t *testing.T) {
	loss, grad := esttest.Shallow(esttest.Bernoulli, fixA, fixF)
	esttest.Close(t, "E[L]", []float64{loss}, []float64{fixLoss}, 1e-12, 1e-6)
	esttest.Close(t, "gradient", grad, fixGrad, 1e-12, 1e-6)
	for j, a := range fixA {
		esttest.Close(t, "p", []float64{esttest.Sigmoid(a)}, fixProbs[j:j+1], 1e-9, 1e-9)
	}
}

// differ reports whether x and y are apart by more than tol somewhere.
func differ(x, y []float64, tol float64) bool {
	for i := range x {
		if math.Abs(x[i]-y[i]) > tol {
			return true
		}
	}
	return false
}

// given is E[L | h_j = bit] over the other units of fixture A, and its variance.
func given(a []float64, f esttest.Func, j, bit int) (mean, variance float64) {
	sq := 0.0
	for s := range 1 << len(a) {
		if s>>j&1 != bit {
			continue
		}
		w, h := 1.0, make([]float64, len(a))
		for i := range a {
			h[i] = float64(s >> i & 1)
			p := esttest.Sigmoid(a[i])
			if i != j {
				w *= h[i]*p + (1-h[i])*(1-p)
			}
		}
		l := f(h, nil)
		mean += w * l
		sq += w * l * l
	}
	return mean, sq - mean*mean
}

var _ est.Baseline = fixed{}

// weight is the weight in w of unit j for input i.
func (c *conditional) weight(w mat.M, i, j int) *mat.Float {
	return &w.Row(j/width*c.layer.In() + i)[j%width]
}

// incoming is the weights of unit j.
func (c *conditional) incoming(w mat.M, j int) (in []mat.Float) {
	for i := range c.layer.In() {
		in = append(in, *c.weight(w, i, j))
	}
	return in
}
