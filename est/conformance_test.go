package est_test

import (
	"math"
	"slices"
	"sync"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
	"gater/nn/nntest"
)

// A promise is an estimator and what its About is held against.
type promise struct {
	name string
	make func() est.Estimator
	law  esttest.TwoPoint // of the units; none: Pathwise
	// cuts are the uniforms where a unit turns, for exact expectations; nil: Coin.
	cuts esttest.Cuts
	// Pathwise units have noise that does not depend on a: noise held fixed, the estimate must be
	// the derivative of the loss.
	pathwise bool
	// normal noise has no cuts; expectations are left to the estimator's own test.
	normal bool
	// opens says that the estimator's runs open every gate sooner or later.
	opens bool
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
	{name: "reinforce", make: of(est.Reinforce{}), law: esttest.Bernoulli},
	{name: "reinforce, mean loss", law: esttest.Bernoulli,
		make: func() est.Estimator { return est.Reinforce{Baseline: &est.MeanLoss{}} }},
	{name: "reinforce, least variance", law: esttest.Bernoulli,
		make: func() est.Estimator { return est.Reinforce{Baseline: &est.MinVariance{}} }},
	{name: "enumerate", make: of(est.Enumerate{}), law: esttest.Bernoulli, opens: true},
	{name: "straight-through", make: of(est.StraightThrough{}), law: esttest.Bernoulli},
	{name: "straight-through sigmoid", make: of(est.StraightThroughSigmoid{}), law: esttest.Bernoulli},
	{name: "straight-through clipped", make: of(est.StraightThroughClipped{}), law: esttest.Bernoulli},
	{name: "straight-through open", make: of(est.StraightThroughOpen{}), law: esttest.Bernoulli},
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
	{name: "Fiete and Seung", make: of(est.FieteSeung{Std: 1}), normal: true,
		law: esttest.TwoPoint{On: esttest.Always, Value: esttest.Logit}},
}

// each runs f for every promise.
func each(t *testing.T, f func(t *testing.T, p promise)) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) { f(t, p) })
	}
}

// TestCalls: one Learn, and as many Looks and Slopes as About says.
func TestCalls(t *testing.T) {
	count := func(f func(int) int, n int) int {
		if f == nil {
			return 0
		}
		return f(n)
	}
	each(t, func(t *testing.T, p promise) {
		for _, n := range []int{1, 2, 3, 5} {
			f := esttest.Func(func(h, _ []float64) float64 { return h[0] })
			got := esttest.Learn(p.make(), esttest.Rows(make([]float64, n), 2), f, esttest.Noise(1)).Calls
			about := p.make().About()
			if want := (esttest.Calls{Learn: 1, Look: count(about.Looks, n), Slope: count(about.Slopes, n)}); got != want {
				t.Errorf("%d units: %+v, About says %+v", n, got, want)
			}
		}
	})
}

// TestExactBias: the expectation over all noise is the gradient if About says so, and is not if
// it does not.
func TestExactBias(t *testing.T) {
	a := []float64{-0.8, 0.4, 1.1}
	each(t, func(t *testing.T, p promise) {
		if p.pathwise || p.normal {
			t.Skip("continuous noise: TestDeep")
		}
		_, want := esttest.Shallow(p.law, a, fixF)
		got := esttest.Integrate(t, p.make(), a, fixF, p.cuts).Mean
		if p.make().About().Unbiased {
			esttest.Close(t, "gradient", got, want, 1e-12, 1e-5)
		} else if !differ(got, want, 0.01) {
			t.Errorf("claims to be biased, but gives %v for %v", got, want)
		}
	})
}

// TestDeep: in two layers of units all parameters get an unbiased gradient, or not, as About says.
func TestDeep(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		if p.pathwise {
			net := nn.Seq{nn.NewLinear(4, 5), est.New(p.make()), nn.NewLinear(5, 3), est.New(p.make()), nn.NewLinear(3, 2)}
			nntest.Gradient(t, nntest.Case{Layer: nntest.Fill(net, 0.8, 3), X: nntest.Normal(3, 4, 1, 4),
				Noise: func() nn.Streams { return esttest.Noise(9) }})
			return
		}
		d := esttest.Deep(p.make, p.law, 200, 400)
		if about := p.make().About(); about.Unbiased && d.Z > 4.5 || !about.Unbiased && d.Z < 10 {
			t.Errorf("unbiased %v: %v", about.Unbiased, d)
		}
	})
}

// TestDeterministic: an estimate is a function of its noise, and of nothing else; shared by
// passes that run at the same time, too, if the estimator has no state.
func TestDeterministic(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		run := func(e est.Estimator, seed uint64) ([]float64, bool) {
			noise := &esttest.Count{Noise: esttest.Noise(seed)}
			r := esttest.Learn(e, esttest.Rows(fixA, 20), fixF, noise)
			return append(r.Loss, esttest.Wide(r.Grad.Data)...), len(noise.Calls) > 0 && noise.Calls[0] > 0
		}
		want, draws := run(p.make(), 1)
		if other, _ := run(p.make(), 2); slices.Equal(other, want) == draws {
			t.Errorf("draws %v, and other noise gives the same estimate: %v", draws, !draws)
		}
		shared := p.make()
		state := false
		for range nn.States(nn.Seq{est.New(shared)}) {
			state = true
		}
		var all sync.WaitGroup
		for range 4 {
			e := shared
			if state {
				e = p.make()
			}
			all.Go(func() {
				if again, _ := run(e, 1); !slices.Equal(again, want) {
					t.Error("the same noise gives another estimate")
				}
			})
		}
		all.Wait()
	})
}

// TestSteadyMemory: after the first passes a step allocates the losses of its runs and no more.
func TestSteadyMemory(t *testing.T) {
	if nntest.Race {
		t.Skip("allocations mean nothing under the race detector")
	}
	each(t, func(t *testing.T, p promise) {
		e := p.make()
		var net nn.Layer = nntest.Fill(nn.Seq{nn.NewLinear(4, 5), est.New(e), nn.NewLinear(5, 3)}, 0.5, 1)
		pass := &nn.Pass{}
		noise := esttest.Noise(1)
		pass.Noise = noise
		head := &nn.Softmax{Pass: pass, Labels: make([]int32, 8)}
		last, x := head.Loss, nntest.Normal(8, 4, 1, 2)
		got := nntest.Allocs(func() {
			noise.Step(0)
			pass.Run(nn.Learn, net, x, last)
		})
		if runs := float64(e.About().Runs(5)); got > runs {
			t.Errorf("%v allocations for %v runs", got, runs)
		}
	})
}
