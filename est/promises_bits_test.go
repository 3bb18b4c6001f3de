package est_test

import (
	"gater/est"
	"gater/est/esttest"
)

// bitwise are the promises of estimators that exist for Bernoulli units alone.
var bitwise = []promise{
	{name: "AR", make: of(est.AR{}), law: esttest.Bernoulli, exact: lines},
	{name: "ARM", make: of(est.ARM{}), law: esttest.Bernoulli, exact: lines},
	{name: "DisARM", make: of(est.DisARM{}), law: esttest.Bernoulli, cuts: sides},
	{name: "UGC", make: of(est.UGC{}), law: esttest.Bernoulli, exact: flipped(sides)},
	{name: "measure-valued", make: of(est.MeasureValued{}), law: esttest.Bernoulli, opens: true},
	{name: "measure-valued, coupled", make: of(est.MeasureValued{Coupled: true}), law: esttest.Bernoulli, opens: true},
	{name: "measure-valued, one-hot", make: of(est.MeasureValued{Discrete: est.OneHot(3)}), law: esttest.OneHot{K: 3}, opens: true},
	{name: "ARMS", make: of(est.ARMS{N: 3}), law: esttest.Bernoulli, exact: gaps(3)},
	{name: "double control variates, learnt", law: esttest.Bernoulli,
		make: warm(func() est.Estimator { return est.DoubleCV{K: 3, Eta: &est.Eta{}} })},
	{name: "combination", make: warm(pairAndFlip), law: esttest.Bernoulli, exact: mixed},
	{name: "combination, slopes", make: warm(func() est.Estimator {
		return &est.Combine{Of: []est.Estimator{est.DoubleCV{}, est.RLOO{}, est.LocalExpectations{}}}
	}), law: esttest.Bernoulli, opens: true, continuous: true},
	{name: "surrogate", make: of(est.Surrogate{}), law: esttest.TwoPoint{On: heaviside, Value: esttest.Always}},
	{name: "surrogate, sampled, open", make: of(est.Surrogate{Curve: "sigmoid", Sampled: true, Open: true}), law: esttest.Bernoulli},
	{name: "surrogate, sampled", make: of(est.Surrogate{Curve: "fast-sigmoid", Sampled: true}), law: esttest.Bernoulli},
	{name: "prediction", law: esttest.Bernoulli, make: func() est.Estimator {
		return est.Predicted{Baseline: &est.MinVariance{}, Line: &est.Line{}}
	}},
	{name: "prediction, learnt", law: esttest.Bernoulli, make: warm(func() est.Estimator {
		return est.Predicted{Baseline: &est.MinVariance{}, Line: &est.Line{}}
	})},
	{name: "k-subset", make: of(est.SIMPLE{Subset: est.Subset{K: 2}}), law: kOf(2)},
	{name: "implicit maximum likelihood", make: of(est.IMLE{}), law: esttest.Bernoulli, continuous: true},
	{name: "implicit maximum likelihood, symmetric", make: of(est.IMLE{Lambda: 0.3, Symmetric: true}), law: esttest.Bernoulli, continuous: true},
	{name: "implicit maximum likelihood, one-hot", make: of(est.IMLE{Perturbed: est.Perturbed{Group: 3}}), law: esttest.OneHot{K: 3}, continuous: true},
	{name: "implicit maximum likelihood, two of them", make: of(est.IMLE{Perturbed: est.Perturbed{K: 2}}), law: inTurn{2}, continuous: true},
}

func init() { promises = append(promises, bitwise...) }

// warm is a maker of estimators that have seen some batches of fixture A, so that what they learn
// is not what they came with.
func warm(make func() est.Estimator) func() est.Estimator {
	return func() est.Estimator {
		e, noise := make(), esttest.Noise(77)
		for i := range 5 {
			esttest.Learn(e, esttest.Rows(fixA, 20), fixF, noise.Step(i))
		}
		return e
	}
}

// heaviside is 1[a > 0].
func heaviside(a float64) (y, dy float64) {
	if a > 0 {
		return 1, 0
	}
	return 0, 0
}

// sides are where one of an antithetic pair of bits turns.
func sides(a float64) []float64 { return []float64{esttest.Sigmoid(a), esttest.Sigmoid(-a)} }

// lines is the expectation of an estimate that is linear in the uniforms between the sides.
func lines(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
	var x []esttest.Axis
	for _, a := range a {
		x = append(x, esttest.Pieces(sides(a)...))
	}
	return esttest.Over(e, a, f, x)
}

// flipped is that of an estimator which draws the units, and then which of them to turn over.
func flipped(cuts esttest.Cuts) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
	return func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
		var units []esttest.Axis
		for _, a := range a {
			units = append(units, esttest.Steps(0.5, cuts(a)...))
		}
		var turns []float64
		for n := 2; n <= len(a); n++ {
			for j := 1; j < n; j++ {
				turns = append(turns, float64(j)/float64(n))
			}
		}
		return esttest.Over(e, a, f, units, []esttest.Axis{esttest.Steps(0.5, turns...)})
	}
}
