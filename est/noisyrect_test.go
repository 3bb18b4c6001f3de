package est_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
	"gater/nn/nntest"
)

// firing counts a rectifier that is on.
var firing = esttest.Func(func(h, _ []float64) float64 {
	if h[0] > 0 {
		return 1
	}
	return 0
})

// TestNoisyRectifierMoments: P(h>0), E[h], E[h²] under logistic and under Gaussian noise
// (proposition 1), and E[h] and its derivative as the law states them.
func TestNoisyRectifierMoments(t *testing.T) {
	for _, c := range []struct {
		logistic bool
		a, s     float64
		want     []float64 // P, E[h], E[h²]
	}{
		{true, -2.1972246, 0, []float64{0.1, 0.1053605, 0.2163364}},
		{true, -1, 0, []float64{0.2689414, 0.3132617, 0.6772960}},
		{true, 0, 0, []float64{0.5, 0.6931472, 1.6449341}},
		{true, 1, 0, []float64{0.7310586, 1.3132617, 3.6125721}},
		{false, -1.2815516, 1, []float64{0.1, 0.0473432, 0.0393273}},
		{false, 0, 1, []float64{0.5, 0.3989423, 0.5}},
		{false, 0, 2, []float64{0.5, 0.7978846, 2}},
	} {
		e, x := est.NoisyRectifier{Logistic: c.logistic, Std: c.s}, esttest.Logistic(-c.a)
		if !c.logistic {
			x = esttest.Gaussian(-c.a / c.s)
		}
		a := []float64{c.a}
		got := []float64{esttest.Expect(e, a, firing, x), esttest.Expect(e, a, linear, x), esttest.Expect(e, a, square, x)}
		esttest.Close(t, fmt.Sprint(e, " at ", c.a), got, c.want, 1e-7, 1e-4)

		slope := esttest.Run(nn.Slope, est.New(e), esttest.Rows(a, 1), linear, nil)
		dE := esttest.Quadrature(e, a, linear, x).Mean[0]
		esttest.Close(t, "law's mean", []float64{slope.Loss[0], float64(slope.Grad.Data[0])}, []float64{got[1], dE}, 1e-9, 1e-5)
	}
}

// TestNoisyRectifierIsUnbiased: E[f′(h)·1[h>0]] = dE[f(h)]/da. For f = h² under logistic noise
// both are 2·log(1 + eᵃ); for any f the quadrature's own difference says so.
func TestNoisyRectifierIsUnbiased(t *testing.T) {
	for _, a := range []float64{-2, 0, 1.5} {
		e := est.NoisyRectifier{Logistic: true}
		m := esttest.Quadrature(e, []float64{a}, square, esttest.Logistic(-a))
		esttest.Close(t, "f = h²", m.Mean, []float64{2 * math.Log1p(math.Exp(a))}, 1e-9, 1e-5)
		for name, c := range map[string]struct {
			e est.Estimator
			x func(a float64) esttest.Axis
		}{
			"logistic":      {e, func(a float64) esttest.Axis { return esttest.Logistic(-a) }},
			"Gaussian":      {est.NoisyRectifier{Std: 0.7}, func(a float64) esttest.Axis { return esttest.Gaussian(-a / 0.7) }},
			"sigmoid noise": {est.SigmoidNoise{Std: 0.7}, func(float64) esttest.Axis { return esttest.Gaussian() }},
		} {
			f := one(func(h float64) float64 { return math.Sin(2 * h) }, func(h float64) float64 { return 2 * math.Cos(2*h) })
			step := 1e-3
			if name == "sigmoid noise" {
				step = 1e-2
			}
			at := func(a float64) float64 { return esttest.Expect(c.e, []float64{a}, f, c.x(a)) }
			got := esttest.Quadrature(c.e, []float64{a}, f, c.x(a)).Mean
			want := (8*(at(a+step)-at(a-step)) - (at(a+2*step) - at(a-2*step))) / 12 / step
			esttest.Close(t, fmt.Sprint(name, " at ", a), got, []float64{want}, 1e-8, 2e-3)
		}
	}
}

// TestNoisyRectifierSamples: drawn noise fires as often, and gives as much, as the law says.
func TestNoisyRectifierSamples(t *testing.T) {
	for _, c := range []struct {
		e    est.NoisyRectifier
		a    float64
		want []float64
	}{
		{est.NoisyRectifier{Logistic: true}, -1, []float64{0.2689414, 0.3132617}},
		{est.NoisyRectifier{}, -1.2815516, []float64{0.1, 0.0473432}},
	} {
		var tally esttest.Tally
		esttest.Run(nn.Look, est.New(c.e), esttest.Rows([]float64{c.a}, 40_000), func(h, _ []float64) float64 {
			tally.Add(firing(h, nil), h[0])
			return 0
		}, esttest.Noise(6))
		if z, i := tally.Far(c.want); z > 4.5 {
			t.Errorf("%+v: moment %d is %v, want %v", c.e, i, tally.Mean(i), c.want[i])
		}
		if z, _ := tally.Far([]float64{0.5, c.want[1]}); z < 10 {
			t.Errorf("control: firing half of the time is only %.1f standard errors off", z)
		}
	}
}

// TestDeadUnit: far in the inactive regime a unit gets no gradient from almost any noise.
func TestDeadUnit(t *testing.T) {
	e := est.NoisyRectifier{Logistic: true}
	if nntest.Double { // in float32 no u comes near enough to 1
		p := esttest.Expect(e, []float64{-20}, firing, esttest.Logistic(20))
		esttest.Close(t, "P(h>0)/2.06e-9", []float64{p / 2.0611536e-9}, []float64{1}, 1e-4, 1e-4)
	}
	grads := esttest.Learn(e, esttest.Rows([]float64{-20}, 20_000), linear, esttest.Noise(1)).Grad
	for _, g := range grads.Data {
		if g != 0 {
			t.Fatalf("a unit at −20 got the gradient %v", g)
		}
	}
}

// TestNoisyRectifierFades: noise that fades is noise of a smaller standard deviation, draw by draw;
// none at all is refused.
func TestNoisyRectifierFades(t *testing.T) {
	if err := est.Check(est.NoisyRectifier{Fade: nn.Fix(0)}); err == nil {
		t.Error("noise that fades to 0 passes")
	}
	run := func(e est.Estimator) (h []nn.Float) {
		p := &nn.Pass{Noise: esttest.Noise(3)}
		p.Run(nn.Look, est.New(e), nntest.Normal(4, 5, 1, 3), func(y *nn.Var) []float64 {
			h = slices.Clone(y.Val.Data)
			return make([]float64, 4)
		})
		return h
	}
	half, whole := run(est.NoisyRectifier{Std: 2, Fade: nn.Fix(0.25)}), run(est.NoisyRectifier{Std: 0.5})
	if !slices.Equal(half, whole) {
		t.Errorf("2 faded to a quarter gives %v, 0.5 %v", half, whole)
	}
	if slices.Equal(half, run(est.NoisyRectifier{Std: 2})) {
		t.Error("control: fading changes nothing")
	}
}
