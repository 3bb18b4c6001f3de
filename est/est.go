// Package est trains stochastic and hard units: an estimator a file, with its formula above the
// code and its source named.
//
// A layer of units draws an output h from an input a. Such a layer has no useful derivative, so
// it is handed the rest of the network as a function f and asked for an estimate of
// ∂E[f(h)]/∂a. Every Estimator runs f.Learn exactly once, which trains what comes after on an
// ordinary single sample, and may run f.Look and f.Slope as often as its formula says.
//
// Notation in formulas: a is a unit's input, σ the logistic function, p = σ(a), u a uniform
// draw, z other noise, h the output, L or f(h) the loss of a row, 1[·] an indicator.
package est

import (
	"gater/mat"
	"gater/nn"
)

// Float is mat.Float.
type Float = mat.Float

// A Law is how units make their output h from their input s.A. All matrices have s.A's shape.
type Law interface {
	// Sample draws h.
	Sample(h mat.M, s *Site)
	// Mean sets m to E[h] and dm to ∂E[h]/∂a; where E[h] has no closed form, to h without noise.
	Mean(m, dm mat.M, s *Site)
	// Score sets score to what decides whether a unit is on: the higher, the sooner.
	Score(score mat.M, s *Site)
	// On turns the ones in h, units that are on, into the value of such a unit.
	On(h mat.M, s *Site)
}

// An Estimator runs the rest of the network, f, on a sample of the units and estimates the
// gradient of E[f(h)].
type Estimator interface {
	Law
	// Estimate learns from one sample (f.Learn, exactly once), adds its estimate of ∂E[f(h)]/∂a
	// to s.Grad, and returns f of that sample.
	Estimate(s *Site, f F) []float64
	// About is what the estimator promises; tests hold it to that.
	About() About
}

// About is what an estimator promises.
type About struct {
	Unbiased bool
	// Looks and Slopes are how often it runs the rest of the network for a layer of so many
	// columns, beside the one Learn; nil is never.
	Looks, Slopes func(cols int) int
	// Derivative says that it reads ∂f/∂h, which a loss that is a black box does not have.
	Derivative bool
	// Skips is what a gated layer behind it may leave out in training.
	Skips nn.Skip
}

// Runs is how often the rest of the network is run for a layer of so many columns, Learn included.
func (a About) Runs(cols int) int {
	n := 1
	for _, f := range []func(int) int{a.Looks, a.Slopes} {
		if f != nil {
			n += f(cols)
		}
	}
	return n
}

// A Nearby is an F that can be asked about many h that differ from one in a few columns each. The
// answers are Look's; a linear layer that comes next is quicker about them (nn.Near).
type Nearby interface {
	// Around makes base what the next h are near to. It must not change meanwhile.
	Around(base mat.M)
	// Near is Look(h) for an h that differs from the base in columns lo to hi−1 alone.
	Near(h mat.M, lo, hi int) []float64
}

// A Credited is an F that can say what each row had to answer for in the last Learn, where the
// losses of rows hang together (nn.Bound); nil where they do not.
type Credited interface {
	Credit() []float64
}

// F is the rest of the network as one layer of units sees it: the loss of each row, a function
// of their output h.
type F interface {
	// Look is f(h), later units drawn afresh. Nothing is learnt.
	Look(h mat.M) []float64
	// Slope is f with later units at their means, and ∂f/∂h: smooth, and any real h will do.
	// Nothing is learnt.
	Slope(h mat.M) (f []float64, df mat.M)
	// Learn is f(h), later units drawn afresh, and an estimate of ∂f/∂h; every parameter
	// downstream gets its gradient.
	Learn(h mat.M) (f []float64, df mat.M)
}
