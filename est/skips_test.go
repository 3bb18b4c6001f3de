package est_test

import (
	"math"
	"slices"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

const (
	blocks = 12
	width  = 3
)

// conditional is a network with a gated layer, in parts that a test can reach into.
type conditional struct {
	pass  *nn.Pass
	layer *nn.Gated
	after *nn.Linear
	net   nn.Seq
	ever  []bool // the blocks that were open in some run
	last  []bool // those that were in the last
	learn []bool // those that were in the Learn run
}

// newConditional gates twelve blocks by units of e that are on less than half of the time.
func newConditional(e est.Estimator, skip nn.Skip, seed uint64) *conditional {
	gater := nn.NewLinear(4, blocks)
	c := &conditional{pass: &nn.Pass{Poison: true, Noise: esttest.Noise(seed)}, after: nn.NewLinear(blocks*width, 3)}
	c.layer = nn.NewGated(nn.Seq{gater, est.New(e)}, 4, blocks, width)
	c.net = nntest.Fill(nn.Seq{nn.NewLinear(4, 4), c.layer, c.after}, 0.6, 5)
	nntest.Fill(gater, 2, 6)
	gater.B.Val.Fill(-0.5)
	c.layer.Skip = skip
	c.ever = make([]bool, blocks)
	c.pass.Watch = func(l nn.Layer, v mat.M) {
		if l != nn.Layer(c.layer) {
			return
		}
		c.last = make([]bool, blocks)
		if c.pass.Depth == nn.Learn {
			c.learn = c.last
		}
		for i, g := range v.Data {
			if g != 0 {
				c.ever[i%blocks], c.last[i%blocks] = true, true
			}
		}
	}
	return c
}

// run is the losses at depth d and the gradients that Learn leaves, parameter by parameter.
func (c *conditional) run(d nn.Depth, rows int) (loss []float64, grads map[string][]mat.Float) {
	for _, p := range nn.Params(c.net) {
		p.Grad.Zero()
	}
	head := &nn.MSE{Pass: c.pass, Targets: nntest.Normal(rows, 3, 1, 8)}
	loss = c.pass.Run(d, c.net, nntest.Normal(rows, 4, 1, 7), head.Loss)
	grads = map[string][]mat.Float{}
	for name, p := range nn.Params(c.net) {
		grads[name] = slices.Clone(p.Grad.Data)
	}
	return loss, grads
}

// poison fills all that belongs to the blocks that are not open with NaN: their weights and
// biases, and the rows of the next layer that read them.
func (c *conditional) poison(open []bool) {
	for j := range blocks * width {
		if !open[j/width] {
			nan := mat.Float(math.NaN())
			c.layer.B.Val.Data[j] = nan
			for i := range c.layer.In() {
				*c.weight(c.layer.W.Val, i, j) = nan
			}
			for i := range c.after.W.Val.Row(j) {
				c.after.W.Val.Row(j)[i] = nan
			}
		}
	}
}

func finite(loss []float64, grads map[string][]mat.Float) bool {
	for _, g := range grads {
		loss = append(loss, esttest.Wide(g)...)
	}
	return !slices.ContainsFunc(loss, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
}

// TestPoison: for an estimator that lets everything be skipped, a Learn pass of one row does not
// touch a block that its runs do not open: NaN there changes no bit, and the gradients there are
// exactly 0. Straight-through is the control: skipping by force, it reads none but is another
// estimator; as it should be, it reads all.
func TestPoison(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		skips := p.make().About().Skips
		if skips != nn.SkipAll || p.opens {
			t.Skipf("skips %v; opens every gate: %v", skips, p.opens)
		}
		clean, dirty := newConditional(p.make(), nn.SkipAll, 3), newConditional(p.make(), nn.SkipAll, 3)
		loss, grads := clean.run(nn.Learn, 1)
		if !slices.Contains(clean.ever, true) || !slices.Contains(clean.ever, false) {
			t.Fatalf("blocks %v were open: nothing to test", clean.ever)
		}
		dirty.poison(clean.ever)
		l, g := dirty.run(nn.Learn, 1)
		if !finite(l, g) || !slices.Equal(l, loss) {
			t.Fatal("a shut block was read")
		}
		for name := range grads {
			if !slices.Equal(g[name], grads[name]) {
				t.Errorf("the gradient of %s depends on shut blocks", name)
			}
		}
		for j := range blocks * width {
			zero := func(g []mat.Float) bool { return !slices.ContainsFunc(g, func(x mat.Float) bool { return x != 0 }) }
			shut := !clean.ever[j/width]
			if shut && !(zero(dirty.incoming(dirty.layer.W.Grad, j)) && dirty.layer.B.Grad.Data[j] == 0 && zero(dirty.after.W.Grad.Row(j))) {
				t.Errorf("unit %d is shut and has a gradient", j)
			}
			if dirty.learn[j/width] && zero(dirty.incoming(dirty.layer.W.Grad, j)) {
				t.Errorf("unit %d is open and has no gradient", j)
			}
		}
	})
}

// TestStraightThroughReadsShutBlocks is the control of TestPoison: straight-through must read
// them in training, and must not when the network is used.
func TestStraightThroughReadsShutBlocks(t *testing.T) {
	for _, e := range []est.Estimator{est.StraightThrough{}, est.StraightThroughSigmoid{}, est.StraightThroughClipped{Clip: 9}} {
		for _, mode := range []est.Mode{est.Sampled{}, est.Threshold{Theta: 0.2}} {
			for d := nn.Use; d <= nn.Learn; d++ {
				if d == nn.Slope {
					continue // at the means every gate is open
				}
				clean, dirty := newConditional(e, e.About().Skips, 3), newConditional(e, e.About().Skips, 3)
				for _, c := range []*conditional{clean, dirty} {
					for _, l := range nn.Layers(c.net) {
						if u, ok := l.(*est.Units); ok {
							u.Deploy = mode
						}
					}
				}
				loss, _ := clean.run(d, 1)
				dirty.poison(clean.last)
				if !slices.Contains(clean.last, true) || !slices.Contains(clean.last, false) {
					t.Fatalf("%T, %v: blocks %v were open: nothing to test", e, d, clean.last)
				}
				l, g := dirty.run(d, 1)
				if want := d != nn.Learn; finite(l, g) != want || want && !slices.Equal(l, loss) {
					t.Errorf("%T, %v, %v: finite is %v, want %v", e, mode, d, !want, want)
				}
			}
		}
	}
}

// TestSkips: skipping what an estimator lets be skipped gives the gradients of skipping nothing;
// skipping more does not, or there is nothing that is ever shut.
func TestSkips(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		const rows = 12
		claim := p.make().About().Skips
		if got := nn.SkipOf(newConditional(p.make(), claim, 3).layer.Gate); got != claim {
			t.Errorf("the gater says %v, its units %v", got, claim)
		}
		full := newConditional(p.make(), nn.SkipNothing, 3)
		loss, want := full.run(nn.Learn, rows)
		same := func(skip nn.Skip) bool {
			c := newConditional(p.make(), skip, 3)
			l, g := c.run(nn.Learn, rows)
			same := !differ(l, loss, nntest.Tol(1e-12, 1e-4))
			for name := range want {
				same = same && !differ(esttest.Wide(g[name]), esttest.Wide(want[name]), nntest.Tol(1e-11, 1e-3))
			}
			return same
		}
		if !same(claim) {
			t.Errorf("skipping %v changes the gradient", claim)
		}
		sampled := newConditional(p.make(), nn.SkipAll, 3)
		sampled.run(nn.Learn, rows)
		shuts := sampled.pass.Work.Open < sampled.pass.Work.All
		switch {
		case claim == nn.SkipNothing && shuts:
			t.Errorf("gates shut: %+v", sampled.pass.Work)
		case claim == nn.SkipForward && same(nn.SkipAll):
			t.Error("skipping everything changes nothing, so why is only the way forwards allowed?")
		}
	})
}
