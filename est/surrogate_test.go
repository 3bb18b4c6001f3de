package est_test

import (
	"math"
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// primitives are what curves are the derivatives of, at sharpness k.
var primitives = map[string]func(a, k float64) float64{
	"fast-sigmoid": func(a, k float64) float64 { return a / (1 + k*math.Abs(a)) },
	"super-spike":  func(a, k float64) float64 { return k * a / (1 + k*math.Abs(a)) },
	"arctan":       func(a, k float64) float64 { return math.Atan(math.Pi*k*a/2)/math.Pi + 0.5 },
	"sigmoid":      func(a, k float64) float64 { return esttest.Sigmoid(k * a) },
	"triangle":     func(a, k float64) float64 { x := min(1, math.Abs(a)); return math.Copysign(k*(x-x*x/2), a) },
	"piecewise-quadratic": func(a, k float64) float64 {
		x := min(1, k*math.Abs(a))
		return math.Copysign(x-x*x/2, a)
	},
	"piecewise-exponential": func(a, k float64) float64 { return math.Copysign(1-math.Exp(-k*math.Abs(a)), a) / 2 },
	"erf":                   func(a, k float64) float64 { return math.Erf(k*a) / 2 },
	"ramp":                  func(a, k float64) float64 { return min(1, max(0, k*a+0.5)) },
}

// TestCurves: each is the derivative of its primitive, even, highest at 0, and of the area that is
// claimed.
func TestCurves(t *testing.T) {
	for _, c := range est.Curves {
		F, ok := primitives[c.Name]
		if !ok {
			t.Errorf("%s has no primitive here", c.Name)
			continue
		}
		for _, k := range []float64{c.Sharpness, 0.7, 3} {
			for _, a := range []float64{-1.9, -0.6, -0.013, 0.11, 0.45, 1.2, 30} {
				const ε = 1e-6
				d := (F(a+ε, k) - F(a-ε, k)) / (2 * ε)
				esttest.Close(t, c.Name, []float64{c.At(a, k), c.At(-a, k)}, []float64{d, c.At(a, k)}, 1e-8, 1e-8)
				if c.At(a, k) > c.At(0, k) || c.At(a, k) < 0 {
					t.Errorf("%s: %v at %v, %v at 0", c.Name, c.At(a, k), a, c.At(0, k))
				}
			}
			if area := F(1e9, k) - F(-1e9, k); c.Area != 0 && math.Abs(area-c.Area) > 1e-8 {
				t.Errorf("%s: area %v, want %v", c.Name, area, c.Area)
			}
		}
	}
}

// TestSurrogate: every curve multiplies ∂f/∂h where the step is taken, and none is needed to take it.
func TestSurrogate(t *testing.T) {
	a := []float64{-0.3, 0.2, 1.5}
	for _, c := range est.Curves {
		e := est.Surrogate{Curve: c.Name, Sharpness: 2}
		want := make([]float64, 3)
		h := []float64{0, 1, 1}
		loss := fixF(h, want)
		for j := range want {
			want[j] *= c.At(a[j], 2)
		}
		r := esttest.Learn(e, esttest.Rows(a, 1), fixF, nil)
		esttest.Close(t, c.Name+": loss", r.Loss, []float64{loss}, 1e-12, 1e-6)
		esttest.Close(t, c.Name+": gradient", esttest.Wide(r.Grad.Data), want, 1e-12, 1e-5)
	}
	own := esttest.Learn(est.Surrogate{}, esttest.Rows(a, 1), fixF, nil).Grad
	esttest.Close(t, "arctan of its own", esttest.Wide(own.Data),
		esttest.Wide(esttest.Learn(est.Surrogate{Curve: "arctan", Sharpness: 2}, esttest.Rows(a, 1), fixF, nil).Grad.Data), 0, 0)
}

// TestSurrogateOpen: with Open what is off learns nothing, and what is on the same.
func TestSurrogateOpen(t *testing.T) {
	a := esttest.Rows([]float64{-0.3, 0.2, 1.5}, 1)
	all := esttest.Wide(esttest.Learn(est.Surrogate{}, a, fixF, nil).Grad.Data)
	open := esttest.Wide(esttest.Learn(est.Surrogate{Open: true}, a, fixF, nil).Grad.Data)
	esttest.Close(t, "open", open, []float64{0, all[1], all[2]}, 0, 0)
	if all[0] == 0 {
		t.Error("control: what is off learns nothing anyway")
	}
}

// TestSampledSurrogate: with the sigmoid's curve it is straight-through with the derivative, draw
// by draw, and with another it is not.
func TestSampledSurrogate(t *testing.T) {
	run := func(e est.Estimator) []float64 {
		return esttest.Wide(esttest.Learn(e, esttest.Rows(fixA, 20), fixF, esttest.Noise(3)).Grad.Data)
	}
	want := run(est.StraightThroughSigmoid{})
	esttest.Close(t, "sigmoid", run(est.Surrogate{Sampled: true, Curve: "sigmoid"}), want, 1e-12, 1e-5)
	if !differ(run(est.Surrogate{Sampled: true, Curve: "erf"}), want, 0.01) {
		t.Error("control: another curve gives the same")
	}
}

// TestSurrogateRefuses curves and sharpnesses that make no sense.
func TestSurrogateRefuses(t *testing.T) {
	for want, e := range map[string]est.Surrogate{
		`unknown curve "atan": choose one of fast-sigmoid, super-spike, arctan,`: {Curve: "atan"},
		"the sharpness is -1: it must be above 0":                                {Sharpness: -1},
		"the sharpness is NaN":                                                   {Sharpness: math.NaN()},
	} {
		if err := est.Check(e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := est.Check(est.Surrogate{}); err != nil {
		t.Error(err)
	}
}
