package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// root is the cut of a unit that fires with probability p^r.
func root(r float64) esttest.Cuts {
	return func(a float64) []float64 { return []float64{math.Pow(esttest.Sigmoid(a), r)} }
}

// truth is dE[f(h)]/da for f = h^k of a unit that is v(p) with probability q(p), by hand.
func powerLaw(p float64, q, v float64, f, df func(float64) float64) float64 {
	// q = p^α, v = p^β: E = q·f(v) + (1−q)·f(0); dp/da = p(1−p).
	on, val := math.Pow(p, q), math.Pow(p, v)
	return (1 - p) * (q*on*(f(val)-f(0)) + on*df(val)*v*val)
}

// TestTimesSmoothMoments: E[h] = p, P(h>0) = √p, Var h = p^1.5 − p².
func TestTimesSmoothMoments(t *testing.T) {
	for _, p := range []float64{0.01, 0.1, 0.7} {
		a := []float64{logit(p)}
		x := esttest.Steps(0.5, math.Sqrt(p))
		mean := func(f func(float64) float64) float64 {
			return esttest.Expect(est.TimesSmooth{}, a, func(h, _ []float64) float64 { return f(h[0]) }, x)
		}
		got := []float64{
			mean(func(h float64) float64 { return h }),
			mean(func(h float64) float64 { return math.Ceil(h) }),
			mean(func(h float64) float64 { return (h - p) * (h - p) }),
		}
		esttest.Close(t, fmt.Sprint("p = ", p), got, []float64{p, math.Sqrt(p), math.Pow(p, 1.5) - p*p}, 1e-12, 1e-6)
	}
	var fires esttest.Tally
	esttest.Run(nn.Look, est.New(est.TimesSmooth{}), esttest.Rows([]float64{logit(0.1)}, 20_000),
		func(h, _ []float64) float64 { fires.Add(math.Ceil(h[0])); return 0 }, esttest.Noise(5))
	if z, _ := fires.Far([]float64{math.Sqrt(0.1)}); z > 4.5 {
		t.Errorf("fires %v of the time, want √0.1", fires.Mean(0))
	}
	if z, _ := fires.Far([]float64{0.1}); z < 10 {
		t.Errorf("control: 0.1 is only %.1f standard errors off", z)
	}
}

// TestTimesSmoothToFirstOrder: E[f(h)] − f(p) goes as ½·f″(0)·p^1.5 (proposition 2c and beyond).
// Below p = 10⁻³ float32 cannot resolve it.
func TestTimesSmoothToFirstOrder(t *testing.T) {
	ps, want := []float64{1e-1, 1e-2, 1e-3, 1e-4, 1e-5}, []float64{0.393631, 0.466925, 0.489496, 0.496671, 0.498946}
	for i, p := range ps {
		f := func(h, _ []float64) float64 { return math.Expm1(h[0]) }
		err := esttest.Expect(est.TimesSmooth{}, []float64{logit(p)}, f, esttest.Steps(0.5, math.Sqrt(p))) - math.Expm1(p)
		if p < 1e-2 {
			esttest.Close(t, fmt.Sprint("p = ", p), []float64{err / math.Pow(p, 1.5)}, want[i:i+1], 2e-6, 0.05)
		} else {
			esttest.Close(t, fmt.Sprint("p = ", p), []float64{err / math.Pow(p, 1.5)}, want[i:i+1], 2e-6, 1e-4)
		}
	}
}

// TestTimesSmoothIsPartOfTheTruth: backpropagation through the smooth factor leaves out what the
// coin contributes. For linear f it gives 1−r of the truth; for the unit of the paper's code,
// which fires with p, (1−r)/(2−r).
func TestTimesSmoothIsPartOfTheTruth(t *testing.T) {
	for _, a := range []float64{-4, -1, 0, 2} {
		p := esttest.Sigmoid(a)
		for _, r := range []float64{0.1, 0.5, 0.9} {
			id, d1 := func(h float64) float64 { return h }, func(float64) float64 { return 1 }
			eq := esttest.Integrate(t, est.TimesSmooth{R: r}, []float64{a}, linear, root(r))
			code := esttest.Integrate(t, est.TimesSmoothCode{R: r}, []float64{a}, linear, nil)
			esttest.Close(t, fmt.Sprintf("a = %v, r = %v", a, r), []float64{
				eq.Loss, eq.Mean[0] / powerLaw(p, r, 1-r, id, d1),
				code.Loss, code.Mean[0] / powerLaw(p, 1, 1-r, id, d1),
			}, []float64{p, 1 - r, math.Pow(p, 2-r), (1 - r) / (2 - r)}, 1e-11, 1e-5)
		}
	}
	half := esttest.Integrate(t, est.TimesSmooth{}, []float64{0.3}, exp, root(0.5)).Mean
	esttest.Close(t, "R 0 is ½", half, esttest.Integrate(t, est.TimesSmooth{R: 0.5}, []float64{0.3}, exp, root(0.5)).Mean, 0, 0)
}

// TestTimesSmoothMissesTheCoin: at p = 0.1, f = h² and eʰ; adding the score part
// ½√p(1−p)(f(√p) − f(0)) gives the truth.
func TestTimesSmoothMissesTheCoin(t *testing.T) {
	p := 0.1
	for _, c := range []struct {
		name       string
		f          esttest.Func
		v, dv      func(float64) float64
		got, truth float64
	}{
		{"h²", square, func(h float64) float64 { return h * h }, func(h float64) float64 { return 2 * h }, 0.0284604989, 0.0426907484},
		{"eʰ", exp, math.Exp, math.Exp, 0.061737422, 0.114665797},
	} {
		m := esttest.Integrate(t, est.TimesSmooth{}, []float64{logit(p)}, c.f, root(0.5))
		score := 0.5 * math.Sqrt(p) * (1 - p) * (c.v(math.Sqrt(p)) - c.v(0))
		esttest.Close(t, c.name, []float64{m.Mean[0], m.Mean[0] + score}, []float64{c.got, c.truth}, 5e-9, 1e-6)
		esttest.Close(t, c.name, []float64{m.Mean[0] + score}, []float64{powerLaw(p, 0.5, 0.5, c.v, c.dv)}, 1e-12, 1e-6)
	}
}

// TestExpansion: around p the mean of a linear f expands as f(x) + (p−x)·f′(x); with the sign
// of the printed formula it does not.
func TestExpansion(t *testing.T) {
	p, x := 0.09, 0.2
	got := esttest.Integrate(t, est.TimesSmooth{}, []float64{logit(p)}, linear, root(0.5)).Loss
	esttest.Close(t, "E[h]", []float64{got}, []float64{x + (p - x)}, 1e-12, 1e-6)
	if printed := x + (x - p); math.Abs(got-printed) < 0.2 {
		t.Errorf("control: %v is near the printed %v", got, printed)
	}
}
