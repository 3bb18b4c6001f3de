package opt_test

import (
	"fmt"
	"testing"

	"gater/opt"
)

var patterns = []struct {
	name string
	open pattern
}{{"2 %", often(0.02)}, {"30 %", often(0.3)}, {"bursts", bursts}}

// lazyRules is every rule, with schedules and settings that make sleeping hard.
var lazyRules = []struct {
	name   string
	rule   opt.Rule
	rate   opt.Schedule
	scale  float64 // of gradients
	forget float64 // how far off, at least, it ends who misses what he sleeps through
}{
	{"sgd", opt.SGD{}, opt.Cosine{From: 0.05, Epochs: 2}, 1, 0},
	{"momentum", opt.SGD{Momentum: ramp}, opt.Exponential{From: 0.05, PerEpoch: 0.5}, 1, 1e-2},
	{"rmsprop", opt.RMSprop{Rho: 0.98}, opt.Constant(0.01), 1, 1e-2},
	{"adam", opt.Adam{}, opt.Warmup{Epochs: 0.5, Then: opt.Cosine{From: 0.01, Epochs: 2}}, 1, 1e-2},
	{"adam, quick", opt.Adam{B1: 0.8, B2: 0.95}, opt.Constant(0.01), 1, 1e-2},
	{"adam, tiny gradients", opt.Adam{}, opt.Constant(0.005), 1e-9, 1e-3},
	{"adam, less than tiny", opt.Adam{Eps: 1e-6}, opt.Constant(0.5), 1e-9, 1e-3},
	{"adamw, tiny gradients", opt.Adam{Decay: 10}, opt.Constant(0.01), 1e-9, 1e-3},
	{"adam, large ε", opt.Adam{Eps: 0.1}, opt.Constant(0.01), 1, 1e-3},
	{"adamw", opt.Adam{Decay: 0.3}, opt.Steps{From: 0.02, Factor: 0.3, Marks: []float64{0.7, 1.3}}, 1, 1e-2},
}

// TestLazyIsDense: after 1,000 steps the weights are those of the optimiser that updates all.
// Updating what was touched and no more ends elsewhere.
func TestLazyIsDense(t *testing.T) {
	for _, r := range lazyRules {
		for i, p := range patterns {
			if testing.Short() && i > 0 {
				break
			}
			t.Run(r.name+", "+p.name, func(t *testing.T) {
				train := func(rule opt.Rule, lazy bool) *gatedBag {
					g := newGatedBag(40)
					g.scale = r.scale
					o := opt.New(rule, r.rate, g, opt.Group{Match: "out.", Rate: 0.5})
					if lazy {
						o.Lazy()
					}
					g.train(o, nil, 0, 1000, p.open)
					o.Flush(nil)
					return g
				}
				dense := train(r.rule, false)
				train(r.rule, true).closely(t, dense, tolerance(2e-7, 1e-5))
				if d, _ := train(opt.Forgetful{Rule: r.rule}, true).distance(dense); d < r.forget {
					t.Errorf("control: without catching up the difference is %.2g, want at least %g", d, r.forget)
				}
			})
		}
	}
}

// TestLazyLeavesAlone: what is neither read nor learnt keeps its bits, until Flush; where nothing
// happens to a weight without a gradient, lazy updates are the dense ones bit for bit.
func TestLazyLeavesAlone(t *testing.T) {
	for _, r := range lazyRules {
		g, dense := newGatedBag(40), newGatedBag(40)
		o := opt.New(r.rule, r.rate, g)
		o.Lazy()
		d := opt.New(r.rule, r.rate, dense)
		all := func(int, int) bool { return true }
		g.train(o, nil, 0, 20, all)
		dense.train(d, nil, 0, 20, all)
		g.sameBits(t, dense.bag, true)

		row := g.bag[0].p.Val.Row(2 * 5)
		before := fmt.Sprint(row)
		not5 := func(_, k int) bool { return k != 5 }
		g.train(o, nil, 20, 40, not5)
		if fmt.Sprint(row) != before {
			t.Errorf("%s: block 5 sleeps and changes", r.name)
		}
		o.Flush(nil)
		still := r.name == "sgd" || r.name == "rmsprop"
		if (fmt.Sprint(row) == before) != still {
			t.Errorf("%s: after it wakes, block 5 is as it was: %v, want %v", r.name, !still, still)
		}
		dense.train(d, nil, 20, 40, not5)
		g.sameBits(t, dense.bag, still)
	}
}
