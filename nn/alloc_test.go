package nn_test

import (
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestNoAllocation: a Learn pass of a whole network, in steady state, makes the slice of losses
// and nothing else, on one thread or two.
func TestNoAllocation(t *testing.T) {
	if nntest.Race {
		t.Skip("allocations mean nothing under the race detector")
	}
	const rows = 16
	x := nntest.Normal(rows, 100, 1, 1)
	for _, threads := range []int{1, 2} {
		pool := mat.NewPool(threads)
		defer pool.Close()
		for _, e := range []est.Estimator{est.Reinforce{Baseline: &est.MinVariance{}}, est.StraightThrough{}, est.NoisyRectifier{}} {
			gater := nn.Seq{nn.NewLinear(60, 40), nn.Tanh{}, nn.NewLinear(40, 32), est.New(e)}
			layer := nn.NewGated(gater, 60, 32, 8)
			layer.Rectify = true
			var net nn.Layer = nntest.Fill(nn.Seq{nn.NewEmbedding(100, []int{7}, []int{5}, 3), nn.NewLinear(102, 60), nn.Tanh{}, nn.NewNorm(60, true),
				&nn.Residual{Of: nn.Seq{nn.NewNorm(60, false), nn.NewLinear(60, 60), nn.LeakyRelu{Slope: 0.1}}}, nn.Sigmoid{},
				layer, nn.Relu{}, nn.NewLinear(256, 10)}, 0.1, 1)
			noise := esttest.Noise(1)
			p := &nn.Pass{Pool: pool, Noise: noise}
			head := &nn.Softmax{Pass: p, Labels: make([]int32, rows)}
			last := head.Loss
			for _, d := range []nn.Depth{nn.Use, nn.Look, nn.Slope, nn.Learn} {
				got := nntest.Allocs(func() { noise.Step(0); p.Run(d, net, x, last) })
				if got != 1 {
					t.Errorf("%T, %d threads, %v: %v allocations, want 1", e, threads, d, got)
				}
			}
			if got := nntest.Allocs(func() { noise.Step(0); p.Run(nn.Learn, nn.Seq{net, leak{}}, x, last) }); got < 2 {
				t.Errorf("control: a layer that allocates gives %v allocations", got)
			}
		}
	}
}

// leak is a layer that makes its matrix anew.
type leak struct{}

func (leak) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	return next(&nn.Var{Val: x.Val.Clone(), Grad: x.Grad})
}

// TestMemoryIsFreed: a pass does not grow, however often an estimator runs the rest of the network
// and however the batch changes.
func TestMemoryIsFreed(t *testing.T) {
	if nntest.Race {
		t.Skip("allocations mean nothing under the race detector")
	}
	var net nn.Layer = nntest.Fill(nn.Seq{nn.NewLinear(5, 8), est.New(est.Enumerate{}), nn.NewLinear(8, 6), nn.Tanh{}, nn.NewLinear(6, 3)}, 1, 1)
	p := &nn.Pass{Noise: esttest.Noise(1)}
	head := &nn.Softmax{Pass: p, Labels: make([]int32, 40)}
	last := head.Loss
	x := nntest.Normal(40, 5, 1, 1)
	run := func(rows int) {
		head.Labels = head.Labels[:rows]
		p.Run(nn.Learn, net, x.Slice(0, rows), last)
	}
	runs := est.Enumerate{}.About().Runs(8)
	got := nntest.Allocs(func() { run(40); run(7); run(40) })
	if want := 3 * float64(runs); got != want {
		t.Errorf("%v allocations in three passes of %d runs, want %v", got, runs, want)
	}
}
