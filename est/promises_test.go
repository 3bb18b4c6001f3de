package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// A promise is an estimator and what its About is held against.
type promise struct {
	name string
	make func() est.Estimator
	law  esttest.Law // of the units; none: pathwise
	// cuts are the uniforms where a unit turns, for exact expectations; nil: the law's.
	cuts esttest.Cuts
	// exact is the expectation over noise that is not one draw of uniforms with cuts a column.
	exact func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments
	// Pathwise units have noise that does not depend on a: noise held fixed, the estimate must be
	// the derivative of the loss.
	pathwise bool
	// Continuous noise has no cuts; expectations are left to the estimator's own test.
	continuous bool
	// opens says that the estimator's runs open every gate sooner or later.
	opens bool
}

// cols is the number of columns of so many units.
func (p promise) cols(units int) int {
	if p.law == nil {
		return units
	}
	return units * p.law.Group()
}

// integrate is the exact expectation of the estimate over all noise.
func (p promise) integrate(t *testing.T, a []float64, f esttest.Func) esttest.Moments {
	if p.exact != nil {
		return p.exact(p.make(), a, f)
	}
	if p.cuts != nil {
		return esttest.Integrate(t, p.make(), a, f, p.cuts)
	}
	return esttest.IntegrateAt(t, p.make(), a, f, p.law.Cuts(a))
}

// of is a maker of one value of an estimator without state.
func of(e est.Estimator) func() est.Estimator { return func() est.Estimator { return e } }

// at is a cut that does not depend on a.
func at(u float64) esttest.Cuts { return func(float64) []float64 { return []float64{u} } }

// rectified is max(0, c·a).
func rectified(c float64) esttest.Curve {
	return func(a float64) (float64, float64) {
		if a > 0 {
			return c * a, c
		}
		return 0, 0
	}
}

// power is p^k.
func power(k float64) esttest.Curve {
	return func(a float64) (float64, float64) {
		p := esttest.Sigmoid(a)
		return math.Pow(p, k), k * math.Pow(p, k) * (1 - p)
	}
}

func always(y float64) esttest.Curve { return func(float64) (float64, float64) { return y, 0 } }

// promises has a row for every estimator; TestEveryEstimatorIsHeld looks after that.
var promises = []promise{
	{name: "times smooth", make: of(est.TimesSmooth{}), law: esttest.TwoPoint{On: power(0.5), Value: power(0.5)}, cuts: root(0.5)},
	{name: "times smooth, code", make: of(est.TimesSmoothCode{}), law: esttest.TwoPoint{On: esttest.Logit, Value: power(0.5)}},
	{name: "noisy rectifier", make: of(est.NoisyRectifier{}), pathwise: true},
	{name: "noisy rectifier, logistic", make: of(est.NoisyRectifier{Logistic: true}), pathwise: true},
	{name: "dropout", make: of(est.DropoutRectifier{}), law: esttest.TwoPoint{On: always(0.5), Value: rectified(2)}, cuts: at(0.5)},
	{name: "rectifier", make: of(est.Rectifier{}), law: esttest.TwoPoint{On: esttest.Always, Value: rectified(1)}},
	{name: "sigmoid", make: of(est.Sigmoid{}), law: esttest.TwoPoint{On: esttest.Always, Value: esttest.Logit}},
	{name: "sigmoid, noise", make: of(est.SigmoidNoise{}), pathwise: true},
	{name: "finite differences", make: of(est.FiniteDifference{Eps: 1}),
		law: esttest.TwoPoint{On: esttest.Always, Value: esttest.Logit}},
	{name: "finite differences, central", make: of(est.FiniteDifference{Eps: 1, Central: true}),
		law: esttest.TwoPoint{On: esttest.Always, Value: esttest.Logit}},
	{name: "SPSA", make: of(est.SPSA{C: 1}), law: esttest.TwoPoint{On: esttest.Always, Value: esttest.Logit}, cuts: at(0.5)},
	{name: "Fiete and Seung", make: of(est.FieteSeung{Std: 1}), continuous: true,
		law: esttest.TwoPoint{On: esttest.Always, Value: esttest.Logit}},
}
