package train_test

import (
	"math"
	"strings"
	"testing"
	"unsafe"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// lazyNets are networks and optimisers of which blocks sleep: few rows, few of them open.
var lazyNets = []struct {
	name, gate string
	set        func(c *catalog.Config)
}{
	{"momentum, ramped", "sbn", func(c *catalog.Config) {
		c.MaxNorm, c.Momentum, c.MomentumFrom, c.MomentumOver, c.Rate = 0, 0.9, 0.5, 2, 0.035
	}},
	{"adamw", "sbn", func(c *catalog.Config) {
		c.MaxNorm, c.Optimiser, c.WeightDecay, c.Rate, c.RateTo = 0, "adamw", 0.1, 0.02, 0.002
	}},
	{"rmsprop, limit", "sbn", func(c *catalog.Config) { c.Optimiser, c.Rate, c.MaxNorm = "rmsprop", 0.01, 1 }},
	{"nr, adam", "nr", func(c *catalog.Config) { c.MaxNorm, c.Optimiser, c.Rate = 0, "adam", 0.05 }},
	{"nothing skipped", "spsa", func(c *catalog.Config) { c.MaxNorm, c.Optimiser, c.Rate = 0, "adam", 0.02 }},
}

// lazily starts a run of one of lazyNets, its optimiser lazy or not.
func lazily(t *testing.T, i int, lazy bool, pool *mat.Pool) *run {
	t.Helper()
	return lazilyAt(t, i, lazy, pool, 1)
}

// lazilyAt does so at a multiple of the learning rate.
func lazilyAt(t *testing.T, i int, lazy bool, pool *mat.Pool, rate float64) *run {
	t.Helper()
	n := lazyNets[i]
	c := config(t, "paper", n.gate, n.set)
	c.Rate *= rate
	c.Batch, c.Active, c.Blocks, c.Width = 4, 0.1, 40, 2
	r := start(t, c, tiny, pool)
	if lazy {
		r.Opt.Lazy()
	}
	return r
}

// asleep reports whether a block of the network sleeps.
func (r *run) asleep() bool {
	for name, x := range r.State() {
		if name == "opt.logged" && (*x.Numbers)[0] > 0 {
			return true
		}
	}
	return false
}

// TestLazy: a lazy run has the losses of the run that updates everything; a run at another rate
// has not.
func TestLazy(t *testing.T) {
	tol := 5e-4
	if unsafe.Sizeof(mat.Float(0)) == 8 {
		tol = 1e-6
	}
	for i, n := range lazyNets {
		t.Run(n.name, func(t *testing.T) {
			dense, lazy, other := lazily(t, i, false, nil), lazily(t, i, true, nil), lazilyAt(t, i, false, nil, 0.99)
			lazy.steps(t, 7)
			if skips := lazy.Gates[0].Layer.Skip == nn.SkipAll; lazy.asleep() != skips {
				t.Fatalf("after 7 steps something sleeps: %v, want %v", lazy.asleep(), skips)
			}
			for _, r := range []*run{dense, lazy, other} {
				r.steps(t, 1e6)
			}
			far := func(r *run) (d float64) {
				for k, e := range r.epochs {
					w := dense.epochs[k]
					d = max(d, math.Abs(e.Loss-w.Loss), math.Abs(e.Valid.Loss-w.Valid.Loss), math.Abs(e.Deployed.Loss-w.Deployed.Loss))
				}
				return d
			}
			t.Logf("losses differ by %.2g", far(lazy))
			if d := far(lazy); !(d <= tol) {
				t.Errorf("losses differ by %.2g, want at most %g", d, tol)
			}
			d := far(other)
			t.Logf("at 0.99 of the rate losses differ by %.2g", d)
			if d < 10*tol {
				t.Errorf("control: at another rate losses differ by %.2g", d)
			}
		})
	}
}

// TestLazyResume: stopped while blocks sleep, and resumed on other threads, a lazy run ends as the
// one that never stopped, bit for bit; not without the record of what sleeps.
func TestLazyResume(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	for i, n := range lazyNets {
		whole := lazily(t, i, true, nil)
		whole.steps(t, 1e6)
		want := whole.bits()
		for _, k := range []int{3, 99, 100, 130} {
			first := lazily(t, i, true, pool)
			first.steps(t, k)
			for _, part := range []string{"none", "logged", ".seen"} {
				if part != "none" && !first.asleep() {
					continue
				}
				second := lazily(t, i, true, nil)
				second.load(first, nil)
				for name, x := range second.State() {
					if strings.HasSuffix(name, part) {
						*x.Numbers = nil
					}
				}
				second.steps(t, 1e6)
				if d := differ(want, second.bits()); (d == nil) != (part == "none") {
					t.Errorf("%s: stopped after %d steps and resumed without %s: other bits in %q", n.name, k, part, d)
				}
			}
		}
	}
}

// TestLazyFinish: the best network is put back as it was, although blocks of the latest sleep.
func TestLazyFinish(t *testing.T) {
	for i, n := range lazyNets {
		r := lazily(t, i, true, nil)
		r.steps(t, 130)
		r.Finish()
		bits := r.bits()
		for name, b := range bits {
			if of, ok := strings.CutPrefix(name, "best."); ok {
				if d := differ(map[string][]uint64{"": b}, map[string][]uint64{"": bits["net."+of]}); d != nil {
					t.Errorf("%s: %s is not the best network's", n.name, of)
				}
			}
		}
	}
}
