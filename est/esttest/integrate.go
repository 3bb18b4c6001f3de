package esttest

import (
	"slices"

	"gater/est"
	"gater/nn"
)

// Moments is what an estimator gives on average.
type Moments struct {
	Loss      float64   // E[f]
	Mean, Var []float64 // of the estimate, unit by unit
}

// Cuts gives the uniforms at which a unit of input a turns.
type Cuts func(a float64) []float64

// Coin is the cut of a Bernoulli unit, σ(a).
func Coin(a float64) []float64 { return []float64{Sigmoid(a)} }

// Integrate is the exact expectation, and variance, of an estimator whose noise is uniform draws
// at its own layer and which is constant between the cuts (nil: Coin). It tries two sets of
// points, from the state that e came with, and says so if the estimates differ: then a cut is missing.
func Integrate(t T, e est.Estimator, a []float64, f Func, cuts Cuts) Moments {
	t.Helper()
	if cuts == nil {
		cuts = Coin
	}
	var all [][]float64
	for _, a := range a {
		all = append(all, cuts(a))
	}
	return IntegrateAt(t, e, a, f, all)
}

// IntegrateAt is Integrate for units whose cuts depend on the whole row a: a list of cuts for each
// column of a draw, such as a Law's Cuts.
func IntegrateAt(t T, e est.Estimator, a []float64, f Func, cuts [][]float64) Moments {
	t.Helper()
	fresh := keepState(e)
	count := &Count{Noise: Noise(1)}
	Learn(e, Rows(a, 1), f, count)
	draws := 0
	if len(count.Calls) > 0 {
		draws = count.Calls[0]
	}
	run := func(at float64) (*Grid, Result) {
		d := Draw{}
		for _, c := range cuts {
			d.Units = append(d.Units, Steps(at, c...))
		}
		var all []Draw
		for range draws {
			all = append(all, d)
		}
		g := NewGrid(all...)
		fresh()
		return g, Learn(e, Rows(a, g.Rows()), f, g)
	}
	_, other := run(0.2)
	g, r := run(0.7)
	for i, v := range r.Grad.Data {
		if v != other.Grad.Data[i] {
			t.Errorf("%T is not constant between the cuts: %v and %v in row %d", e, v, other.Grad.Data[i], i/len(a))
			break
		}
	}
	return moments(g, r)
}

// keepState returns a function that gives e its state of now back.
func keepState(e est.Estimator) (restore func()) {
	var at []*[]float64
	var was [][]float64
	for _, s := range nn.States(nn.Seq{est.New(e)}) {
		at, was = append(at, s), append(was, slices.Clone(*s))
	}
	return func() {
		for i, s := range at {
			*s = slices.Clone(was[i])
		}
	}
}

// Quadrature is the expectation, and variance, of an estimator with one matrix of noise, whose
// unit j has the axis x_j.
func Quadrature(e est.Estimator, a []float64, f Func, x ...Axis) Moments {
	return QuadratureOver(e, a, f, Draw{Units: x})
}

// QuadratureOver is Quadrature for an estimator with several matrices of noise, in the order of
// asking. Its grid is the product of all axes.
func QuadratureOver(e est.Estimator, a []float64, f Func, draws ...Draw) Moments {
	g := NewGrid(draws...)
	return moments(g, Learn(e, Rows(a, g.Rows()), f, g))
}

func moments(g *Grid, r Result) (m Moments) {
	m.Loss = g.Mean(r.Loss)
	m.Mean, m.Var = g.Moments(r.Grad)
	return m
}

// Expect is E[f(h)] of a law with one matrix of noise, whose unit j has the axis x_j.
func Expect(e est.Estimator, a []float64, f Func, x ...Axis) float64 {
	return Quadrature(e, a, Blind(f), x...).Loss
}
