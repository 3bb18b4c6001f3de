package est_test

import (
	"slices"
	"sync"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
	"gater/nn/nntest"
)

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
			n := p.cols(n)
			got := esttest.Learn(p.make(), esttest.Rows(make([]float64, n), 2), f, esttest.Noise(1)).Calls
			about := p.make().About()
			if want := (esttest.Calls{Learn: 1, Look: count(about.Looks, n), Slope: count(about.Slopes, n)}); got != want {
				t.Errorf("%d columns: %+v, About says %+v", n, got, want)
			}
		}
	})
}

// TestExactBias: the expectation over all noise is the gradient if About says so, and is not if
// it does not.
func TestExactBias(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		if p.pathwise || p.continuous {
			t.Skip("continuous noise: TestDeep")
		}
		a, f := []float64{-0.8, 0.4, 1.1}, esttest.Func(fixF)
		if p.law.Group() == 3 {
			a, f = groupA, groupF
		}
		if !p.make().About().Unbiased { // there are biased ones that are exact on quadratics
			f = bent(f)
		}
		_, want := esttest.Shallow(p.law, a, f)
		got := p.integrate(t, a, f).Mean
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
		about := p.make().About()
		passes := 1200 / (1 + about.Runs(p.cols(3)))
		if !about.Unbiased {
			passes = 300
		}
		d := esttest.Deep(p.make, p.law, passes, 400)
		t.Log(d)
		if about.Unbiased && d.Z > 4.5 || !about.Unbiased && d.Z < 10 {
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
		n := p.cols(5)
		var net nn.Layer = nntest.Fill(nn.Seq{nn.NewLinear(4, n), est.New(e), nn.NewLinear(n, 3)}, 0.5, 1)
		pass := &nn.Pass{}
		noise := esttest.Noise(1)
		pass.Noise = noise
		head := &nn.Softmax{Pass: pass, Labels: make([]int32, 8)}
		last, x := head.Loss, nntest.Normal(8, 4, 1, 2)
		got := nntest.Allocs(func() {
			noise.Step(0)
			pass.Run(nn.Learn, net, x, last)
		})
		if runs := float64(e.About().Runs(n)); got > runs {
			t.Errorf("%v allocations for %v runs", got, runs)
		}
	})
}
