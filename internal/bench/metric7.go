package bench

import (
	"fmt"
	"math"

	"gater/mat"
	"gater/nn"
	"gater/opt"
)

// metric7 is an update of the blocks that were touched alone, with what the others have missed
// made good when they are touched, over a pass over all weights, both with Adam; and how far the
// weights are apart after a thousand steps.
func metric7(s *suite) error {
	n, err := FindNet("C")
	if err != nil {
		return err
	}
	l := Line{Metric: s.metric, What: "update", Net: n.Name, Active: 0.02, Target: 15, Quick: s.Quick}
	if s.Quick {
		n, l.Target = n.small(), 0
	}
	k := max(1, int(l.Active*float64(n.Blocks())+0.5))
	dense, lazy := newUpdated(n, k, s.pool), newUpdated(n, k, s.pool)
	for _, u := range []*updated{dense, lazy} { // a first update of all weights, or it is the time of fresh pages
		u.prepare()
		u.update()
	}
	lazy.opt.Lazy()
	l, _, err = s.compare(l, lazy.side("own lazy Adam", s.Now), dense.side("own Adam over all weights", s.Now), work{})
	if err != nil {
		return err
	}
	l.Note = fmt.Sprintf("%d of %d blocks touched at every step", k, n.Blocks())
	if err := s.Emit(l); err != nil {
		return err
	}
	return s.trajectory(l, n, k)
}

// trajectory compares the weights after many steps, in a net of narrower blocks.
func (s *suite) trajectory(l Line, n Net, k int) error {
	steps := 1000
	if s.Quick {
		steps = 50
	}
	n.In, n.Units = 16, n.Blocks()*4
	n.Width = 4
	dense, lazy := newUpdated(n, k, s.pool), newUpdated(n, k, s.pool)
	lazy.opt.Lazy()
	for range steps {
		dense.prepare()
		dense.update()
		lazy.prepare()
		lazy.update()
	}
	lazy.opt.Flush(s.pool)
	d := farthest(lazy.w.Val.Data, dense.w.Val.Data)
	l = Line{Metric: l.Metric, What: fmt.Sprintf("difference after %d steps", steps), Net: l.Net, Active: l.Active,
		Target: 1e-5, AtMost: true, Own: l.Own, Peer: l.Peer, Quick: l.Quick}
	return s.Emit(l.set(Stat{d, d, d}))
}

// farthest is the largest difference of two numbers over the second of them, or over the root
// mean square of these if that is larger.
func farthest(a, b []mat.Float) (worst float64) {
	sum := 0.0
	for _, v := range b {
		sum += float64(v) * float64(v)
	}
	rms := math.Sqrt(sum / float64(len(b)))
	for i, v := range b {
		worst = max(worst, math.Abs(float64(a[i]-v))/max(math.Abs(float64(v)), rms))
	}
	return worst
}

// updated is a matrix of weights in blocks, and gradients for some of the blocks that change from
// step to step. It stands in for a layer.
type updated struct {
	w     *nn.Param
	opt   *opt.Optimiser
	pool  *mat.Pool
	open  []*mat.Pairs
	size  int // numbers of a block
	k     int
	grads []mat.Float
}

func newUpdated(n Net, k int, pool *mat.Pool) *updated {
	u := &updated{w: nn.NewParam(n.Units, n.In, nn.FanRows), pool: pool, size: n.Width * n.In}
	uniform(u.w.Val, 1)
	for i := range 97 {
		u.open = append(u.open, pairs(subset(1, n.Blocks(), k, uint64(i)), n.Width))
	}
	g := matrix(1, 2*u.size, 2)
	for _, v := range g.Data {
		u.grads = append(u.grads, v-0.5)
	}
	u.opt = opt.New(opt.Adam{}, opt.Constant(1e-3), u)
	return u
}

// Run is no layer's.
func (u *updated) Run(*nn.Pass, *nn.Var, nn.Next) []float64 { panic("bench: updated has no pass") }

// Visit names the weights.
func (u *updated) Visit(v *nn.Visitor) { v.Param("weight", u.w) }

// prepare leaves gradients as a pass would.
func (u *updated) prepare() {
	u.k++
	for _, block := range u.open[u.k%len(u.open)].Block {
		from := (u.k*13 + int(block)) % u.size
		copy(u.w.Grad.Data[int(block)*u.size:][:u.size], u.grads[from:])
	}
}

// update is what the optimiser does for a step: waking what a pass would read, and the step.
func (u *updated) update() {
	open := u.open[u.k%len(u.open)]
	if u.w.Sleeper != nil {
		u.w.Sleeper.Wake(u.pool, open)
		u.w.Sleeper.Learnt(open)
	}
	u.opt.Step(u.pool, 1, 0)
}

// side times updates without their preparation.
func (u *updated) side(name string, now Clock) Side {
	return Side{Name: name, Run: func(n int) ([]float64, error) {
		t := make([]float64, n)
		for i := -1; i < n; i++ {
			u.prepare()
			began := now()
			u.update()
			if i >= 0 {
				t[i] = now().Sub(began).Seconds()
			}
		}
		return t, nil
	}}
}
