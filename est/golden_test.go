package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn/nntest"
)

// held is the promise of a name.
func held(t *testing.T, name string) promise {
	t.Helper()
	for _, p := range promises {
		if p.name == name {
			return p
		}
	}
	t.Fatalf("no promise %q", name)
	return promise{}
}

// golden is the bias and the variance of an estimator on one unit with loss (h − t)², at t = .45,
// p = .5, at t = .45, p = .8, and at t = .499, p = .5.
var golden = []struct {
	name string
	bias [3]float64
	vari [3]float64
}{
	{"reinforce", [3]float64{}, [3]float64{0.01594, 0.007921, 0.01563}},
	{"ARM", [3]float64{}, [3]float64{2.083e-4, 3.973e-4, 8.333e-8}},
	{"DisARM", [3]float64{}, [3]float64{0, 3.84e-4, 0}},
	{"bit flip", [3]float64{}, [3]float64{}}, // one unit: what is turned over is exact
	{"straight-through", [3]float64{0.075, 0.684, 0.0015}, [3]float64{1, 0.64, 1}},
	{"straight-through sigmoid", [3]float64{0, 0.096, 0}, [3]float64{0.0625, 0.01638, 0.0625}},
}

// TestGolden: on one unit bias and variance are those of the published figures, to the digits
// that are printed.
func TestGolden(t *testing.T) {
	for k, at := range [][2]float64{{0.45, 0.5}, {0.45, 0.8}, {0.499, 0.5}} {
		u := esttest.Bowl(at[0], at[1])
		for _, g := range golden {
			m := held(t, g.name).integrate(t, u.A(), u.F)
			what := fmt.Sprintf("%s at t = %v, p = %v", g.name, at[0], at[1])
			printed(t, what+": bias", m.Mean[0]-u.Gradient(), g.bias[k])
			printed(t, what+": variance", m.Var[0], g.vari[k])
		}
	}
}

// printed checks four digits, or that a number is 0.
func printed(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 6e-4*math.Abs(want)+nntest.Tol(1e-12, 1e-8) {
		t.Errorf("%s is %.6g, printed as %.6g", what, got, want)
	}
}

// TestTwoHundredUnits: the variance of a coordinate with two runs a gradient, of the loss
// (1/D)·Σ(h − .499)² at p = .5 and D = 200 (Titsias and Shi, 2022).
func TestTwoHundredUnits(t *testing.T) {
	const d, rows = 200, 2000
	f := esttest.Func(func(h, df []float64) (l float64) {
		for j, h := range h {
			l += (h - 0.499) * (h - 0.499) / d
			if df != nil {
				df[j] += 2 * (h - 0.499) / d
			}
		}
		return l
	})
	for _, c := range []struct {
		e    est.Estimator
		want float64
	}{
		{est.Reinforce{}, 7.81e-3}, {est.ARM{}, 1.660e-9}, {est.DisARM{}, 1.244e-9},
		{est.StraightThroughSigmoid{}, 7.81e-7}, {est.ReinMax{}, 7.81e-7}, {est.RLOO{}, 1.250e-9}, {est.MuProp{}, 1.5625e-2},
	} {
		// Across coordinates the loss is shared, so rows are what is independent.
		m := esttest.Learn(c.e, esttest.Rows(make([]float64, d), rows), f, esttest.Noise(1)).Grad
		var mean, each esttest.Tally
		for i := range rows {
			sum, sq := 0.0, 0.0
			for _, g := range esttest.Wide(m.Row(i)) {
				sum += g
				sq += (g - 2.5e-6) * (g - 2.5e-6)
			}
			mean.Add(sum / d)
			each.Add(sq / d)
		}
		if z := mean.Z(0, 2.5e-6); math.Abs(z) > 4.5 {
			t.Errorf("%T: mean %v, %.1f standard errors off 2.5e-6", c.e, mean.Mean(0), z)
		}
		got := each.Mean(0) * float64(c.e.About().Runs(d)) / 2 // as if averaged until there are two
		if err := 4.5*math.Sqrt(each.Var(0)/rows) + 6e-4*c.want; math.Abs(got-c.want) > err {
			t.Errorf("%T: variance %.4g, want %.4g ± %.2g", c.e, got, c.want, err)
		}
	}
}
