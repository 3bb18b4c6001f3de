package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// TestReinMaxOnQuadratics: exact for a loss quadratic in all units, under Heun's, Ralston's and the
// midpoint rule; straight-through is not. Heun's rule is exact for losses quadratic in each unit.
func TestReinMaxOnQuadratics(t *testing.T) {
	for _, c := range []struct {
		name string
		d    est.Discrete
		law  esttest.Law
		a    []float64
		f    esttest.Func
	}{
		{"bits", est.Discrete{}, esttest.Bernoulli, fixA, fixF},
		{"one-hot", est.OneHot(3), esttest.OneHot{K: 3}, groupA, groupF},
		{"one-hot by fours", est.OneHot(4), esttest.OneHot{K: 4}, []float64{0.3, -0.5, 1, 0.1}, four},
	} {
		_, want := esttest.Shallow(c.law, c.a, c.f)
		for _, α := range []float64{0, 2. / 3, 0.5, 0.3} {
			m := esttest.IntegrateAt(t, est.ReinMax{Discrete: c.d, Alpha: α}, c.a, c.f, c.law.Cuts(c.a))
			esttest.Close(t, fmt.Sprint(c.name, ", α = ", α), m.Mean, want, 1e-12, 1e-5)
		}
		st := esttest.IntegrateAt(t, est.StraightThroughSigmoid{Discrete: c.d}, c.a, c.f, c.law.Cuts(c.a))
		if !differ(st.Mean, want, 0.05) {
			t.Errorf("control: %s: straight-through is within 0.05 too", c.name)
		}
	}
	multi := esttest.Func(func(h, df []float64) float64 { // quadratic in h₁ and in h₂, of degree 4
		x, y := h[0]*h[0]-0.3*h[0], h[1]*h[1]+h[1]
		if df != nil {
			df[0] += (2*h[0] - 0.3) * y
			df[1] += (2*h[1] + 1) * x
		}
		return x * y
	})
	a := []float64{0.4, -0.9}
	_, want := esttest.Shallow(esttest.Bernoulli, a, multi)
	esttest.Close(t, "degree 4", esttest.Integrate(t, est.ReinMax{}, a, multi, nil).Mean, want, 1e-12, 1e-5)
}

// four is a quadratic loss over one group of four columns.
func four(h, df []float64) float64 {
	q := [4][4]float64{{1, 0.3, -0.2, 0}, {0.3, -1, 0.5, 0.1}, {-0.2, 0.5, 2, 0.4}, {0, 0.1, 0.4, 0.7}}
	l := 0.0
	for i := range h {
		for j := range h {
			l += h[i] * q[i][j] * h[j]
			if df != nil {
				df[i] += 2 * q[i][j] * h[j]
			}
		}
	}
	if df != nil {
		df[0]++
	}
	return l + h[0]
}

// TestReinMaxOnABit: at τ = 1 the estimate is ½·|h − p|·∂f/∂h.
func TestReinMaxOnABit(t *testing.T) {
	a := 0.8
	p := esttest.Sigmoid(a)
	for _, u := range []float64{0.1, 0.9} {
		h := 0.0
		if u < p {
			h = 1
		}
		got := esttest.Learn(est.ReinMax{}, esttest.Rows([]float64{a}, 1), exp, esttest.Script{{u}}).Grad.Data
		esttest.Close(t, fmt.Sprint("h = ", h), esttest.Wide(got), []float64{math.Abs(h-p) * math.Exp(h) / 2}, 1e-12, 1e-6)
	}
}

// TestReinMaxTau: with p_τ in P, by hand for three columns of which the second is on.
func TestReinMaxTau(t *testing.T) {
	a, τ, d := []float64{0.5, 0.2, -0.4}, 1.5, []float64{0.3, -0.8, 1.1}
	f := esttest.Func(func(_, df []float64) float64 {
		for j := range df {
			df[j] += d[j]
		}
		return 0
	})
	p := esttest.Softmax(a)
	pτ := esttest.Softmax([]float64{a[0] / τ, a[1] / τ, a[2] / τ})
	pull := func(p []float64) (g []float64) {
		mean := p[0]*d[0] + p[1]*d[1] + p[2]*d[2]
		for j := range p {
			g = append(g, p[j]*(d[j]-mean))
		}
		return g
	}
	mid := []float64{pτ[0] / 2, (pτ[1] + 1) / 2, pτ[2] / 2}
	var want []float64
	for j := range a {
		want = append(want, 2*pull(mid)[j]-pull(p)[j]/2)
	}
	e := est.ReinMax{Discrete: est.OneHot(3), Tau: nn.Fix(τ)}
	got := esttest.Learn(e, esttest.Rows(a, 1), f, esttest.Script{{p[0] + p[1]/2}})
	esttest.Close(t, "estimate", esttest.Wide(got.Grad.Data), want, 1e-12, 1e-6)
}

// TestGumbelRaoIsStraightThroughGumbelAveraged: the same mean, and of its variance only what the
// outcome explains is left as K grows.
func TestGumbelRaoIsStraightThroughGumbelAveraged(t *testing.T) {
	for i, want := range [][2]float64{{.02778, .04605}, {.01493, .02302}, {.02778, .04605}} { // τ = 1, ½
		at := printedAt[i]
		a, f := []float64{logit(at[1])}, bowl(at[0])
		for j, τ := range []float64{1, 0.5} {
			st := esttest.QuadratureOver(est.StraightThroughGumbel{Tau: nn.Fix(τ)}, a, f, logistic(a[0])...)
			e := est.GumbelRao{Tau: nn.Fix(τ), K: 1}
			noise := []esttest.Axis{esttest.Logistic()}
			m := esttest.QuadratureOver(e, a, f, esttest.Draw{Units: []esttest.Axis{esttest.Steps(0.5, at[1])}}, esttest.Draw{Units: noise})
			esttest.Close(t, "mean", m.Mean, st.Mean, 1e-9, 1e-4)
			esttest.Close(t, "variance, K = 1", m.Var, st.Var, 1e-9, 1e-4)
			explained := 0.0 // the variance of E[estimate | h], which is left at K = ∞
			for _, h := range esttest.Steps(0.5, at[1]) {
				given := esttest.QuadratureOver(e, a, f, esttest.Draw{Units: []esttest.Axis{{{X: h.X, W: 1}}}}, esttest.Draw{Units: noise})
				explained += h.W * (given.Mean[0] - m.Mean[0]) * (given.Mean[0] - m.Mean[0])
			}
			near(t, fmt.Sprintf("t = %v, θ = %v, τ = %v: K = ∞", at[0], at[1], τ), explained, want[j], 1e-3)
		}
	}
}
