package opt_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/opt"
)

// gatedBag is the parameters of a gated layer of blocks, of the linear layer behind it, whose
// blocks are rows, and of a layer that is not gated.
type gatedBag struct {
	bag
	blocks int
	scale  float64 // of gradients; they draw the weights to 0 unless it is tiny
}

func newGatedBag(blocks int) *gatedBag {
	g := &gatedBag{blocks: blocks, scale: 1, bag: bag{
		{"weight", nn.NewParam(2*blocks, 9, nn.FanRows)},
		{"bias", nn.NewParam(1, 2*blocks, nn.FanNone)},
		{"out.weight", nn.NewParam(2*blocks, 5, nn.FanCols)},
		{"out.bias", nn.NewParam(1, 5, nn.FanNone)},
	}}
	for i, n := range g.bag {
		copy(n.p.Val.Data, nntest.Normal(1, len(n.p.Val.Data), 1, uint64(i)).Data)
	}
	return g
}

// A pattern says whether block k is open at step t.
type pattern func(t, k int) bool

// often opens blocks at random, and block 0 always and block 1 never.
func often(share float64) pattern {
	return func(t, k int) bool {
		h := (uint64(t)<<32 | uint64(k)) * 0x9E3779B97F4A7C15
		h = (h ^ h>>29) * 0xBF58476D1CE4E5B9
		return k == 0 || k > 1 && float64(h>>11)/(1<<53) < share
	}
}

// bursts opens every block for nine steps now and then.
func bursts(t, k int) bool { return k > 1 && (t/9+7*k)%61 == 0 }

// gates is the pattern of step t, for a batch of two rows.
func (g *gatedBag) gates(t int, open pattern) mat.M {
	m := mat.New(2, g.blocks)
	for k := range g.blocks {
		if open(t, k) {
			m.Row((t + k) % 2)[k] = 1
		}
	}
	return m
}

// pairs is the gates of step t as passes see them.
func (g *gatedBag) pairs(t int, open pattern) *mat.Pairs { return nntest.Pattern(g.gates(t, open), 2) }

// pass is what a network's passes do at step t: they read blocks and add to their gradients.
func (g *gatedBag) pass(pool *mat.Pool, t int, open pattern) {
	gates := g.gates(t, open)
	pairs := nntest.Pattern(gates, 2)
	r := rand.New(rand.NewPCG(uint64(t), 2))
	for i, n := range g.bag {
		gated := i < 3
		if s := n.p.Sleeper; s != nil && gated {
			s.Wake(pool, pairs)
		}
		size := len(n.p.Grad.Data) / g.blocks
		for j, w := range n.p.Val.Data {
			noise := r.NormFloat64()
			if !gated || gates.Data[j/size]+gates.Data[g.blocks+j/size] != 0 {
				n.p.Grad.Data[j] += mat.Float(8 * g.scale * (noise + float64(w)))
			}
		}
		if s := n.p.Sleeper; s != nil && gated {
			s.Learnt(pairs)
		}
	}
}

// train takes steps from to to-1.
func (g *gatedBag) train(o *opt.Optimiser, pool *mat.Pool, from, to int, open pattern) {
	for t := from; t < to; t++ {
		g.pass(pool, t, open)
		o.Step(pool, 8, float64(t)/500)
	}
}

// distance is ‖w − v‖/‖v‖, in the worst parameter.
func (g *gatedBag) distance(h *gatedBag) (worst float64, where string) {
	for i, n := range g.bag {
		diff, norm := 0.0, 0.0
		for j, w := range n.p.Val.Data {
			v := float64(h.bag[i].p.Val.Data[j])
			diff, norm = diff+(float64(w)-v)*(float64(w)-v), norm+v*v
		}
		if d := math.Sqrt(diff / norm); !(d <= worst) {
			worst, where = d, n.name
		}
	}
	return worst, where
}

// closely checks that the lazy weights are the others.
func (g *gatedBag) closely(t *testing.T, h *gatedBag, tol float64) {
	t.Helper()
	d, where := g.distance(h)
	t.Logf("relative difference %.2g in %s", d, where)
	if !(d <= tol) {
		t.Errorf("relative difference %.2g in %s, want at most %g", d, where, tol)
	}
}

// tolerance is the first number in double precision, else the second.
func tolerance(tight, loose float64) float64 {
	if unsafe.Sizeof(mat.Float(0)) == 8 {
		return tight
	}
	return loose
}
