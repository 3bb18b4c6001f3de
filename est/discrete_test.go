package est_test

import (
	"gater/est"
	"gater/est/esttest"
)

// A dual is an estimator that serves bits and one-hot groups alike: it makes two promises.
type dual struct {
	name              string
	make              func(d est.Discrete) est.Estimator
	continuous, opens bool
}

func init() {
	for _, d := range duals {
		promises = append(promises,
			promise{name: d.name, law: esttest.Bernoulli, continuous: d.continuous, opens: d.opens,
				make: func() est.Estimator { return d.make(est.Discrete{}) }},
			promise{name: d.name + ", one-hot", law: esttest.OneHot{K: 3}, continuous: d.continuous, opens: d.opens,
				make: func() est.Estimator { return d.make(est.OneHot(3)) }})
	}
}

// duals has a row for every estimator of both families.
var duals = []dual{
	{name: "reinforce", make: func(d est.Discrete) est.Estimator { return est.Reinforce{Discrete: d} }},
	{name: "reinforce, mean loss",
		make: func(d est.Discrete) est.Estimator { return est.Reinforce{Discrete: d, Baseline: &est.MeanLoss{}} }},
	{name: "NVIL", make: func(d est.Discrete) est.Estimator {
		return est.NVIL{Discrete: d, Critic: &est.Critic{Hidden: 4}, Moments: &est.Moving{}}
	}},
	{name: "gapped straight-through", make: func(d est.Discrete) est.Estimator { return est.GappedStraightThrough{Discrete: d} }},
	{name: "gapped straight-through, gap 1",
		make: func(d est.Discrete) est.Estimator { return est.GappedStraightThrough{Discrete: d, Gap: 1} }},
	{name: "reinforce, least variance",
		make: func(d est.Discrete) est.Estimator { return est.Reinforce{Discrete: d, Baseline: &est.MinVariance{}} }},
	{name: "enumerate", opens: true, make: func(d est.Discrete) est.Estimator { return est.Enumerate{Discrete: d} }},
	{name: "local expectations", opens: true, make: func(d est.Discrete) est.Estimator { return est.LocalExpectations{Discrete: d} }},
	{name: "RLOO", make: func(d est.Discrete) est.Estimator { return est.RLOO{Discrete: d} }},
	{name: "RLOO, 4 samples", make: func(d est.Discrete) est.Estimator { return est.RLOO{Discrete: d, K: 4} }},
	{name: "double control variates", make: func(d est.Discrete) est.Estimator { return est.DoubleCV{Discrete: d} }},
	{name: "RODEO", make: func(d est.Discrete) est.Estimator { return warmed(d, est.RODEO{Discrete: d, Fit: &est.LeastSquares{}}) }},
	{name: "MuProp", opens: true, make: func(d est.Discrete) est.Estimator { return est.MuProp{Discrete: d} }},
	{name: "MuProp, learnt", opens: true, make: func(d est.Discrete) est.Estimator {
		return est.MuProp{Discrete: d, Baseline: &est.MeanLoss{}, Eta: &est.Eta{}}
	}},
	{name: "REBAR", opens: true, continuous: true, make: func(d est.Discrete) est.Estimator { return est.REBAR{Discrete: d} }},
	{name: "REBAR, independent", opens: true, continuous: true,
		make: func(d est.Discrete) est.Estimator { return est.REBAR{Discrete: d, Independent: true} }},
	{name: "REBAR, learnt", opens: true, continuous: true,
		make: func(d est.Discrete) est.Estimator { return est.REBAR{Discrete: d, Eta: &est.Eta{}} }},
	{name: "RELAX", opens: true, continuous: true,
		make: func(d est.Discrete) est.Estimator { return relax(est.REBAR{Discrete: d}, false) }},
	{name: "RELAX, independent, learnt", opens: true, continuous: true, make: func(d est.Discrete) est.Estimator {
		return relax(est.REBAR{Discrete: d, Independent: true, Eta: &est.Eta{}}, false)
	}},
	{name: "LAX", continuous: true,
		make: func(d est.Discrete) est.Estimator { return relax(est.REBAR{Discrete: d}, true) }},
	{name: "straight-through", make: func(d est.Discrete) est.Estimator { return est.StraightThrough{Discrete: d} }},
	{name: "straight-through sigmoid", make: func(d est.Discrete) est.Estimator { return est.StraightThroughSigmoid{Discrete: d} }},
	{name: "straight-through clipped", make: func(d est.Discrete) est.Estimator { return est.StraightThroughClipped{Discrete: d} }},
	{name: "straight-through open", make: func(d est.Discrete) est.Estimator { return est.StraightThroughOpen{Discrete: d} }},
	{name: "straight-through Gumbel", continuous: true,
		make: func(d est.Discrete) est.Estimator { return est.StraightThroughGumbel{Discrete: d} }},
	{name: "Concrete", continuous: true, make: func(d est.Discrete) est.Estimator { return est.Concrete{Discrete: d} }},
	{name: "Gumbel-Rao", continuous: true, make: func(d est.Discrete) est.Estimator { return est.GumbelRao{Discrete: d, K: 2} }},
	{name: "ReinMax", make: func(d est.Discrete) est.Estimator { return est.ReinMax{Discrete: d} }},
	{name: "ReinMax, midpoint", make: func(d est.Discrete) est.Estimator { return est.ReinMax{Discrete: d, Alpha: 0.5} }},
}

// relax is RELAX with a small critic of its own.
func relax(r est.REBAR, blackBox bool) est.RELAX {
	return est.RELAX{REBAR: r, Critic: &est.Critic{Hidden: 4}, BlackBox: blackBox}
}

// warmed is an estimator that has seen some batches of its family.
func warmed(d est.Discrete, e est.Estimator) est.Estimator {
	a, f, noise := fixA, fixF, esttest.Noise(77)
	if d.Of != nil {
		a, f = groups, bowl(0.3)
	}
	for i := range 5 {
		esttest.Learn(e, esttest.Rows(a, 20), f, noise.Step(i))
	}
	return e
}

// groups are the inputs of two groups of three.
var groups = []float64{0.3, -1, 0.8, 1.2, 0, -0.4}
