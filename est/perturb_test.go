package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// The perturbed point and two losses: a quadratic and a cubic, with their gradients there.
var (
	pointU    = []float64{1, 2, -1}
	quadratic = esttest.Func(func(u, _ []float64) float64 {
		return u[0]*u[0] + 3*u[0]*u[1] - 2*u[1]*u[1] + u[2]*u[2]/2
	})
	quadraticGrad = []float64{8, -5, -1}
	cubic         = esttest.Func(func(u, _ []float64) float64 {
		return u[0]*u[0]*u[0] + u[0]*u[1]*u[2] + u[1]*u[1]*u[1]
	})
	cubicGrad = []float64{1, 11, 2}
)

// TestSPSA: over all signs it is exact for a quadratic at any c, and off by c² on a cubic.
func TestSPSA(t *testing.T) {
	sign := func(float64) []float64 { return []float64{0.5} }
	for _, c := range []float64{0.1, 1, 3} {
		m := esttest.Integrate(t, est.SPSA{Law: est.Identity{}, C: c}, pointU, quadratic, sign)
		esttest.Close(t, fmt.Sprint("quadratic, c = ", c), m.Mean, quadraticGrad, 1e-12, 2e-5)
	}
	for c, want := range map[float64][]float64{1: {2, 12, 2}, 0.1: {1.01, 11.01, 2}} {
		m := esttest.Integrate(t, est.SPSA{Law: est.Identity{}, C: c}, pointU, cubic, sign)
		esttest.Close(t, fmt.Sprint("cubic, c = ", c), m.Mean, want, 1e-11, 1e-4)
		if !differ(m.Mean, cubicGrad, c*c/2) {
			t.Errorf("control: c = %v shows no bias", c)
		}
	}
}

// TestFieteSeung: E[f(a+ξ)ξ]/σ² is the gradient of the smoothed loss, 3a² + 3σ² for f = a³.
func TestFieteSeung(t *testing.T) {
	f := esttest.Func(func(h, _ []float64) float64 { return h[0] * h[0] * h[0] })
	for σ, want := range map[float64]float64{1: 4.47, 0.1: 1.5} {
		m := esttest.Quadrature(est.FieteSeung{Law: est.Identity{}, Std: σ}, []float64{0.7}, f, esttest.Gaussian())
		esttest.Close(t, fmt.Sprint("σ = ", σ), m.Mean, []float64{want}, 1e-9, 1e-4)
	}
}

// TestFiniteDifference: one-sided it is off by ε·½f″, central it is exact for a quadratic and off
// by ε²·f‴/6 on a cubic; in float32 by rounding too.
func TestFiniteDifference(t *testing.T) {
	ε := 0.125
	for _, c := range []struct {
		name    string
		central bool
		f       esttest.Func
		want    []float64
	}{
		{"quadratic, one-sided", false, quadratic, []float64{8 + ε, -5 - 2*ε, -1 + ε/2}},
		{"quadratic, central", true, quadratic, quadraticGrad},
		{"cubic, central", true, cubic, []float64{1 + ε*ε, 11 + ε*ε, 2}},
	} {
		e := est.FiniteDifference{Law: est.Identity{}, Eps: ε, Central: c.central}
		r := esttest.Learn(e, esttest.Rows(pointU, 2), c.f, nil)
		for i := range 2 {
			esttest.Close(t, c.name, esttest.Wide(r.Grad.Row(i)), c.want, 1e-12, 1e-5)
		}
		if c.central {
			continue
		}
		esttest.Close(t, "loss", r.Loss, []float64{c.f(pointU, nil), c.f(pointU, nil)}, 1e-12, 1e-6)
	}
}

// TestPerturbationOfSigmoids: without a law the units are sigmoids; every method finds the
// gradient of f(σ(a)) to its order.
func TestPerturbationOfSigmoids(t *testing.T) {
	a := []float64{0.4}
	want := []float64{2 * esttest.Sigmoid(0.4) * esttest.Sigmoid(0.4) * esttest.Sigmoid(-0.4)}
	f := esttest.Blind(square)
	for name, got := range map[string][]float64{
		"differences": esttest.Wide(esttest.Learn(est.FiniteDifference{Eps: 0.01, Central: true}, esttest.Rows(a, 1), f, nil).Grad.Data),
		"SPSA":        esttest.Integrate(t, est.SPSA{C: 0.01}, a, f, func(float64) []float64 { return []float64{0.5} }).Mean,
		"FieteSeung":  esttest.Quadrature(est.FieteSeung{Std: 0.01}, a, f, esttest.Gaussian()).Mean,
	} {
		esttest.Close(t, name, got, want, 1e-4, 1e-3)
	}
}

// TestCost: how often each runs the rest of the network for n units.
func TestCost(t *testing.T) {
	for _, n := range []int{1, 5} {
		a := esttest.Rows(make([]float64, n), 1)
		f := esttest.Func(func(h, _ []float64) float64 { return math.Sin(h[0]) })
		for _, c := range []struct {
			e    est.Estimator
			want int
		}{
			{est.FiniteDifference{}, n + 1}, {est.FiniteDifference{Central: true}, 2 * n},
			{est.SPSA{}, 2}, {est.FieteSeung{}, 1}, {est.Reinforce{}, 1}, {est.Enumerate{}, 1<<n + 1},
		} {
			calls := esttest.Learn(c.e, a, f, esttest.Noise(1)).Calls
			if got := calls.Learn + calls.Look + calls.Slope; got != c.want || c.e.About().Runs(n) != c.want {
				t.Errorf("%+v: %d runs for %d units, About says %d, want %d", c.e, got, n, c.e.About().Runs(n), c.want)
			}
		}
	}
}
