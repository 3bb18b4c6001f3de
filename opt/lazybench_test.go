package opt_test

import (
	"fmt"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/opt"
)

// BenchmarkLazy updates a gated layer of 784 inputs and 4,096 units in blocks of 8, and the linear
// layer behind it: all, or lazily the share of blocks that a step touches, their waking included.
func BenchmarkLazy(b *testing.B) {
	const blocks, width = 512, 8
	rules := []struct {
		name string
		rule opt.Rule
	}{{"momentum", opt.SGD{Momentum: opt.Constant(0.9)}}, {"rmsprop", opt.RMSprop{}}, {"adam", opt.Adam{}}}
	for _, r := range rules {
		for _, threads := range []int{1, 2} {
			for _, share := range []float64{1, 0.3, 0.02} {
				for _, lazy := range []bool{false, true} {
					if !lazy && share < 1 {
						continue
					}
					b.Run(fmt.Sprintf("%s/threads=%d/touched=%v/lazy=%v", r.name, threads, share, lazy), func(b *testing.B) {
						pool := mat.NewPool(threads)
						defer pool.Close()
						g := &gatedBag{blocks: blocks, bag: bag{
							{"weight", nn.NewParam(width*blocks, 784, nn.FanRows)},
							{"bias", nn.NewParam(1, width*blocks, nn.FanNone)},
							{"out", nn.NewParam(width*blocks, 10, nn.FanCols)}}}
						benchLazy(b, g, r.rule, pool, share, lazy)
					})
				}
			}
		}
	}
}

func benchLazy(b *testing.B, g *gatedBag, rule opt.Rule, pool *mat.Pool, share float64, lazy bool) {
	o := opt.New(rule, opt.Constant(1e-3), g)
	if lazy {
		o.Lazy()
	}
	open := make([]*mat.Pairs, 64)
	for t := range open {
		open[t] = g.pairs(t, often(share))
	}
	step := func(t int) {
		for _, n := range g.bag {
			if s := n.p.Sleeper; s != nil {
				s.Wake(pool, open[t%len(open)])
				s.Learnt(open[t%len(open)])
			}
		}
		o.Step(pool, 32, 0)
	}
	o.SetCount(700) // past the first updates of Adam, whose ε changes
	for t := 0; b.Loop(); t++ {
		if t%len(open) == 0 { // gradients for each block's next turn: moments that are not 0
			b.StopTimer()
			for _, n := range g.bag {
				n.p.Grad.Fill(mat.Float(t/len(open)%3) - 1.5)
			}
			b.StartTimer()
		}
		step(t)
	}
}
