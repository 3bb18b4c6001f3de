package opt_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gater/mat"
	"gater/opt"
)

// lazyOn is a lazy optimiser of g.
func lazyOn(g *gatedBag, rule opt.Rule) *opt.Optimiser {
	o := opt.New(rule, opt.Constant(0.01), g)
	o.Lazy()
	return o
}

func TestLazyThreads(t *testing.T) {
	for _, r := range lazyRules {
		run := func(threads, steps int) *gatedBag {
			pool := mat.NewPool(threads)
			defer pool.Close()
			g := newGatedBag(2000) // enough to be shared out
			o := lazyOn(g, r.rule)
			g.train(o, pool, 0, steps, often(0.2))
			o.Flush(pool)
			return g
		}
		want := run(1, 12)
		run(2, 12).sameBits(t, want.bag, true)
		run(3, 12).sameBits(t, want.bag, true)
		run(1, 13).sameBits(t, want.bag, false)
	}
}

// TestLazyResume: a run stopped while blocks sleep goes on bit for bit, without waking them. If
// any part of the state is left out it does not.
func TestLazyResume(t *testing.T) {
	const stop, end = 30, 60
	for _, r := range lazyRules[1:] {
		whole, first := newGatedBag(40), newGatedBag(40)
		w, f := lazyOn(whole, r.rule), lazyOn(first, r.rule)
		whole.train(w, nil, 0, end, often(0.1))
		first.train(f, nil, 0, stop, often(0.1))
		w.Flush(nil)
		resume := func(skip string) *gatedBag {
			g := newGatedBag(40)
			o := lazyOn(g, r.rule)
			for i, n := range first.bag {
				copy(g.bag[i].p.Val.Data, n.p.Val.Data)
			}
			copySlots(o, f)
			saved := map[string][]float64{}
			for name, s := range f.Asleep() {
				saved[name] = *s
			}
			for name, s := range o.Asleep() {
				if *s = slices.Clone(saved[name]); strings.HasSuffix(name, skip) {
					*s = nil
				}
			}
			o.SetCount(f.Count())
			g.train(o, nil, stop, end, often(0.1))
			o.Flush(nil)
			return g
		}
		resume("nothing").sameBits(t, whole.bag, true)
		resume("logged").sameBits(t, whole.bag, false)
		resume(".seen").sameBits(t, whole.bag, false)
	}
}

// TestLazyBeyondTheLog: a block that is never opened wakes when the log is full, and after.
func TestLazyBeyondTheLog(t *testing.T) {
	g, dense := newGatedBag(8), newGatedBag(8)
	rule := opt.Adam{Decay: 0.1}
	o, d := lazyOn(g, rule), opt.New(rule, opt.Constant(0.01), dense)
	start := g.bag[0].p.Val.Row(2)[0]
	steps := opt.MaxLog - 2
	g.train(o, nil, 0, steps, often(0.3))
	if got := g.bag[0].p.Val.Row(2)[0]; got != start {
		t.Errorf("control: a block that sleeps goes from %v to %v", start, got)
	}
	g.train(o, nil, steps, steps+2, often(0.3))
	if g.bag[0].p.Val.Row(2)[0] == start {
		t.Errorf("a block sleeps for more than %d updates", steps)
	}
	g.train(o, nil, steps+2, 2*steps, often(0.3))
	o.Flush(nil)
	dense.train(d, nil, 0, 2*steps, often(0.3))
	g.closely(t, dense, tolerance(1e-9, 1e-5))
}

// TestLazyAllocatesNothing: neither the step, nor the waking, nor the end of an epoch.
func TestLazyAllocatesNothing(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	for _, r := range lazyRules {
		g := newGatedBag(2000)
		o := lazyOn(g, r.rule)
		var pairs []*mat.Pairs
		for s := range 20 {
			pairs = append(pairs, g.pairs(s, often(0.1)))
		}
		steps := func() {
			for _, open := range pairs {
				for _, n := range g.bag[:3] {
					n.p.Sleeper.Wake(pool, open)
					n.p.Sleeper.Learnt(open)
				}
				o.Step(pool, 8, 0)
			}
			o.Flush(pool)
		}
		steps()
		if n := testing.AllocsPerRun(3, steps); n != 0 {
			t.Errorf("%s: %v allocations in 20 steps", r.name, n)
		}
	}
}

// TestLazySurvivesDamage: state that cannot be is not followed out of bounds.
func TestLazySurvivesDamage(t *testing.T) {
	for _, bad := range [][]float64{nil, {-1}, {1e300}, {math.Inf(1)}, make([]float64, 7), slices.Repeat([]float64{1e9}, 40)} {
		g := newGatedBag(40)
		o := lazyOn(g, opt.Adam{})
		g.train(o, nil, 0, 10, often(0.1))
		for _, s := range o.Asleep() {
			*s = slices.Clone(bad)
		}
		g.train(o, nil, 10, 20, often(0.1))
		o.Flush(nil)
	}
}

// TestLazyHandsOver: an optimiser that lost its parameters to another goes on with all of them.
func TestLazyHandsOver(t *testing.T) {
	g, dense := newGatedBag(40), newGatedBag(40)
	rule := opt.SGD{Momentum: opt.Constant(0.9)}
	first, d := lazyOn(g, rule), opt.New(rule, opt.Constant(0.01), dense)
	g.train(first, nil, 0, 20, often(0.1))
	lazyOn(g, rule)
	g.train(first, nil, 20, 40, often(0.1))
	dense.train(d, nil, 0, 40, often(0.1))
	g.closely(t, dense, tolerance(1e-12, 1e-6))
}
