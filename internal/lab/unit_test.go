package lab_test

import (
	"context"
	"math"
	"testing"

	"gater/internal/catalog"
	"gater/internal/lab"
	"gater/nn/nntest"
)

// measure measures an estimator by name.
func measure(t *testing.T, task, spec string, s lab.Settings, o lab.Options) *lab.Result {
	t.Helper()
	k, err := lab.FindKind(task)
	if err != nil {
		t.Fatal(err)
	}
	p, err := k.New(s)
	if err != nil {
		t.Fatal(err)
	}
	e, err := catalog.ParseSpec(spec)
	if err != nil {
		t.Fatal(err)
	}
	if o.Threads == 0 {
		o.Threads = 2
	}
	if p.Group() > 1 {
		e = e.InGroups(p.Group())
	}
	r, err := lab.Measure(context.Background(), k, p, e.New, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func own() lab.Settings { return lab.Settings{T: math.NaN(), Theta: math.NaN(), Seed: 1} }

// bit is the mean and variance of g(b), with b on with probability θ.
func bit(theta float64, g func(b float64) float64) (mean, variance float64) {
	mean = theta*g(1) + (1-theta)*g(0)
	return mean, theta * (1 - theta) * (g(1) - g(0)) * (g(1) - g(0))
}

// TestUnit: on one unit the moments are the closed forms, at the points of the literature and at
// others: to 2·10⁻⁹ in single precision.
func TestUnit(t *testing.T) {
	for _, at := range [][2]float64{{0.45, 0.5}, {0.45, 0.8}, {0.499, 0.5}, {-0.7, 0.13}, {1.3, 0.97}, {0, 0.02}} {
		tt, p := at[0], at[1]
		f := func(b float64) float64 { return (b - tt) * (b - tt) }
		slope := func(b float64) float64 { return 2 * (b - tt) }
		for spec, g := range map[string]func(b float64) float64{
			"sbn:baseline=none": func(b float64) float64 { return (b - p) * f(b) },
			"st":                slope,
			"st-sigmoid":        func(b float64) float64 { return slope(b) * p * (1 - p) },
			"st-open":           func(b float64) float64 { return b * slope(b) },
			"enumerate":         func(float64) float64 { return p * (1 - p) * (f(1) - f(0)) },
			"sigmoid":           func(float64) float64 { return slope(p) * p * (1 - p) },
		} {
			r := measure(t, "unit", spec, lab.Settings{T: tt, Theta: p}, lab.Options{})
			mean, variance := bit(p, g)
			exact := p * (1 - p) * (1 - 2*tt)
			for _, c := range []struct {
				what      string
				got, want float64
			}{
				{"exact", r.Exact, exact}, {"mean", r.Mean, mean}, {"bias", r.Bias, mean - exact},
				{"variance", r.Variance, variance}, {"mse", r.MSE, variance + (mean-exact)*(mean-exact)},
			} {
				if d := math.Abs(c.got - c.want); !(d <= nntest.Tol(1e-13, 2e-9)*max(1, f(0), f(1))) {
					t.Errorf("%s at t = %v, θ = %v: %s is %.12g, want %.12g, off by %.2g", spec, tt, p, c.what, c.got, c.want, d)
				}
			}
			if r.Method != "enumeration" || r.BiasSE != 0 {
				t.Errorf("%s: by %s, standard error %v", spec, r.Method, r.BiasSE)
			}
		}
	}
}

// TestUnitDraws: draws agree with the exact moments within 4.5 of their standard errors, and
// another estimator's do not.
func TestUnitDraws(t *testing.T) {
	s := lab.Settings{T: 0.45, Theta: 0.8}
	drawn := measure(t, "unit", "sbn:baseline=none", s, lab.Options{NoExact: true, Seed: 3})
	exact := measure(t, "unit", "sbn:baseline=none", s, lab.Options{})
	other := measure(t, "unit", "st-sigmoid", s, lab.Options{})
	z := func(a, b, se float64) float64 { return math.Abs(a-b) / se }
	if z(drawn.Mean, exact.Mean, drawn.BiasSE) > 4.5 || z(drawn.Variance, exact.Variance, drawn.VarSE) > 4.5 ||
		z(drawn.Cosine, exact.Cosine, drawn.CosineSE) > 4.5 {
		t.Errorf("drawn %+v, exact %+v", drawn.Stats, exact.Stats)
	}
	if z(drawn.Mean, other.Mean, drawn.BiasSE) < 10 || z(drawn.Variance, other.Variance, drawn.VarSE) < 10 {
		t.Errorf("control: another estimator passes: %+v, %+v", drawn.Stats, other.Stats)
	}
	if drawn.Method != "draws" || drawn.Draws < 1<<18 {
		t.Errorf("%d by %s", drawn.Draws, drawn.Method)
	}
}

// TestQuadrature: continuous noise is integrated, not drawn.
func TestQuadrature(t *testing.T) {
	r := measure(t, "unit", "fiete-seung", lab.Settings{T: 0.45, Theta: 0.5}, lab.Options{})
	d := measure(t, "unit", "fiete-seung", lab.Settings{T: 0.45, Theta: 0.5}, lab.Options{NoExact: true})
	if r.Method != "quadrature" || math.Abs(r.Mean-d.Mean) > 4.5*d.BiasSE || math.Abs(r.Variance-d.Variance) > 4.5*d.VarSE {
		t.Errorf("%+v, drawn %+v", r, d)
	}
}
