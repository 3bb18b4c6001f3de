package opt_test

import (
	"fmt"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/opt"
)

func TestThreadsGiveTheSameBits(t *testing.T) {
	for _, r := range rules {
		for _, c := range []float64{0, 5} {
			t.Run(fmt.Sprint(r.name, c), func(t *testing.T) {
				var want bag
				for threads := 1; threads <= 3; threads++ {
					pool := mat.NewPool(threads)
					b := newBag(1)
					o := opt.New(r.rule, opt.Constant(0.1), b)
					o.MaxNorm = c
					b.train(o, pool, 0, 3)
					pool.Close()
					if want == nil {
						want = b
					}
					want.sameBits(t, b, true)
				}
				other := newBag(1) // negative control: one more step
				other.train(opt.New(r.rule, opt.Constant(0.1), other), nil, 0, 4)
				want.sameBits(t, other, false)
			})
		}
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	for _, r := range rules {
		for _, p := range []*mat.Pool{nil, pool} {
			b := newBag(1)
			o := opt.New(r.rule, opt.Warmup{Epochs: 1, Then: ramp}, b)
			o.MaxNorm = 2
			if n := testing.AllocsPerRun(5, func() { o.Step(p, 4, 0.5) }); n != 0 {
				t.Errorf("%s, %d threads: %v allocations a step", r.name, p.Threads(), n)
			}
		}
	}
}

// TestResume goes on from weights, slots and count; without the slots, or the count, it must not
// be the same, where a rule has them.
func TestResume(t *testing.T) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			fresh := func(b bag) *opt.Optimiser { return opt.New(r.rule, opt.Constant(0.1), b) }
			whole := newBag(1)
			o := fresh(whole)
			whole.train(o, nil, 0, 3)

			resume := func(slots, count bool) bag {
				b := newBag(2)
				p := fresh(b)
				for i, n := range whole {
					copy(b[i].p.Val.Data, n.p.Val.Data)
				}
				if count {
					p.SetCount(o.Count())
				}
				if slots {
					copySlots(p, o)
				}
				b.train(p, nil, 3, 6)
				return b
			}
			full, bare, early := resume(true, true), resume(false, true), resume(true, false)
			whole.train(o, nil, 3, 6)
			whole.sameBits(t, full, true)
			if o.Count() != 6 {
				t.Errorf("count is %d, want 6", o.Count())
			}
			whole.sameBits(t, bare, len(r.rule.Moments()) == 0)
			whole.sameBits(t, early, len(r.rule.Moments()) < 2)
		})
	}
}

func copySlots(to, from *opt.Optimiser) {
	saved := map[string]mat.M{}
	for name, m := range from.Slots() {
		saved[name] = m.Clone()
	}
	for name, m := range to.Slots() {
		copy(m.Data, saved[name].Data)
	}
}

func TestSlotNames(t *testing.T) {
	net := nn.Seq{nn.Tanh{}, nn.NewLinear(2, 3)}
	for _, c := range []struct {
		rule opt.Rule
		want string
	}{
		{opt.SGD{}, ""},
		{opt.SGD{Momentum: ramp}, "1.weight.momentum 2×3, 1.bias.momentum 1×3, "},
		{opt.RMSprop{}, "1.weight.square 2×3, 1.bias.square 1×3, "},
		{opt.Adam{}, "1.weight.mean 2×3, 1.weight.square 2×3, 1.bias.mean 1×3, 1.bias.square 1×3, "},
	} {
		got := ""
		for name, m := range opt.New(c.rule, opt.Constant(1), net).Slots() {
			got += name + " " + m.Shape() + ", "
		}
		if got != c.want {
			t.Errorf("%T: slots %q, want %q", c.rule, got, c.want)
		}
		for range opt.New(c.rule, opt.Constant(1), net).Slots() {
			break // a loop may be left
		}
	}
}

// BenchmarkStep updates the sizes of the paper's conditional net.
func BenchmarkStep(b *testing.B) {
	net := nn.Seq{nn.NewLinear(784, 400), nn.NewLinear(400, 2000),
		nn.NewGated(nn.Seq{}, 784, 2000, 1), nn.NewLinear(2000, 10)}
	for _, r := range rules[1:4] {
		for _, c := range []float64{0, 2} {
			for _, threads := range []int{1, 2} {
				b.Run(fmt.Sprintf("%s/limit=%v/threads=%d", r.name, c, threads), func(b *testing.B) {
					pool := mat.NewPool(threads)
					defer pool.Close()
					o := opt.New(r.rule, opt.Constant(0.1), net)
					o.MaxNorm = c
					for b.Loop() {
						o.Step(pool, 32, 0)
					}
				})
			}
		}
	}
}
