package opt_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/opt"
)

// fusedNet is gated layers in a row and linear ones behind and before them.
func fusedNet() nn.Seq {
	gate := func(in, blocks int) nn.Layer { return nn.Seq{nn.NewLinear(in, blocks), nntest.Jump{Theta: 0.1}} }
	a, b := nn.NewGated(gate(9, 11), 9, 11, 4), nn.NewGated(gate(44, 5), 44, 5, 7)
	a.Rectify = true
	return nntest.Fill(nn.Seq{a, b, nn.NewLinear(35, 6), nn.Relu{}, nn.NewLinear(6, 3)}, 0.2, 3)
}

// fusedRun trains a net for a few steps, with so many passes a step, and returns its weights.
func fusedRun(rule opt.Rule, pool *mat.Pool, passes int, set func(o *opt.Optimiser)) (w []mat.Float) {
	net := fusedNet()
	o := opt.New(rule, opt.Constant(0.02), net)
	set(o)
	p := &nn.Pass{Pool: pool}
	for step := range uint64(12) {
		for k := range uint64(passes) {
			head := &nn.MSE{Pass: p, Targets: nntest.Normal(13, 3, 1, 100+step)}
			p.Run(nn.Learn, net, nntest.Normal(13, 9, 1, 10*step+k), head.Loss)
		}
		o.Step(pool, 13*passes, 0)
	}
	o.Flush(pool)
	for _, q := range nn.Params(net) {
		w = append(w, q.Val.Data...)
	}
	return w
}

// TestFuse: gradients worked out by the update give the same bits as gradients in memory, for every
// rule, with a limit, with lazy updates, with several passes a step, and on any number of threads. An
// update that loses a product does not.
func TestFuse(t *testing.T) {
	pool := mat.NewPool(3)
	defer pool.Close()
	for _, rule := range []opt.Rule{opt.SGD{}, opt.SGD{Momentum: opt.Constant(0.9)}, opt.RMSprop{}, opt.Adam{Decay: 0.1}} {
		for _, limit := range []float64{0, 0.8} {
			for _, lazy := range []bool{false, true} {
				for _, passes := range []int{1, 2} {
					name := fmt.Sprintf("%T limit %v lazy %v, %d passes", rule, limit, lazy, passes)
					set := func(fuse bool) func(o *opt.Optimiser) {
						return func(o *opt.Optimiser) {
							o.MaxNorm = limit
							if lazy {
								o.Lazy()
							}
							if fuse {
								o.Fuse()
							}
						}
					}
					want := fusedRun(rule, nil, passes, set(false))
					if !(mat.M{Data: want}).Finite() {
						t.Fatalf("%s: not finite", name)
					}
					if !slices.Equal(fusedRun(rule, nil, passes, set(true)), want) {
						t.Errorf("%s: other bits", name)
					}
					if !slices.Equal(fusedRun(rule, pool, passes, set(true)), want) {
						t.Errorf("%s: other bits on three threads", name)
					}
				}
			}
		}
	}
	want := fusedRun(opt.Adam{}, nil, 1, func(o *opt.Optimiser) {})
	if slices.Equal(fusedRun(opt.Adam{}, nil, 1, func(o *opt.Optimiser) { o.Fuse(); o.LoseProducts() }), want) {
		t.Error("control: an update that loses products gives the same bits")
	}
}

// TestFuseKeepsInput: a step notices that the input of a pass was changed before it, and none otherwise.
func TestFuseKeepsInput(t *testing.T) {
	step := func(change bool) (said any) {
		defer func() { said = recover() }()
		net := fusedNet()
		o := opt.New(opt.SGD{}, opt.Constant(0.1), net)
		o.Fuse()
		p := &nn.Pass{}
		head := &nn.MSE{Pass: p, Targets: nntest.Normal(13, 3, 1, 1)}
		x := nntest.Normal(13, 9, 1, 2)
		p.Run(nn.Learn, net, x, head.Loss)
		if change {
			x.Fill(2)
		}
		o.Step(nil, 13, 0)
		return nil
	}
	if said := step(false); said != nil {
		t.Errorf("a step panics: %v", said)
	}
	if said := fmt.Sprint(step(true)); !strings.Contains(said, "changed before the step") {
		t.Errorf("a changed input: %s, want a panic", said)
	}
}
