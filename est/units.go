package est

import (
	"fmt"

	"gater/mat"
	"gater/nn"
)

// Units is a layer of stochastic units.
type Units struct {
	Estimator Estimator
	Deploy    Mode // how they act when the network is used; nil: Sampled
}

// New is a layer of units trained by e, whose settings must pass Check.
func New(e Estimator) *Units {
	if err := Check(e); err != nil {
		panic(err.Error())
	}
	return &Units{Estimator: e}
}

// Run draws h and goes on; at Slope it passes the mean on and comes back through it; at Learn it
// leaves everything to the estimator.
func (u *Units) Run(p *nn.Pass, a *nn.Var, next nn.Next) []float64 {
	c := callPool.Get().(*call)
	c.rest.p, c.rest.next = p, next
	c.site = Site{A: a.Val, Grad: a.Grad, Noise: p.Enter(), p: p, twin: &c.twin, mem: &c.mem}
	loss := u.run(p, c)
	lost(loss, a.Val, c.rest.lost)
	p.Leave()
	c.rest.near.Around(mat.M{})
	*c = call{mem: scratch{buf: c.mem.buf}, rest: rest{near: c.rest.near, lost: c.rest.lost[:0]}}
	callPool.Put(c)
	return loss
}

func (u *Units) run(p *nn.Pass, c *call) []float64 {
	s, f := &c.site, &c.rest
	u.watch(p, s)
	if p.Depth >= nn.Slope && s.Grad.Data == nil {
		s.Grad = s.New() // the input wants no gradient: it goes nowhere
	}
	switch p.Depth {
	case nn.Use:
		h := s.New()
		if θ, ok := p.Thresholds[u]; ok {
			Threshold{θ}.Use(h, u.Estimator, s)
		} else {
			u.mode().Use(h, u.Estimator, s)
		}
		return f.Look(h)
	case nn.Look:
		h := s.New()
		u.Estimator.Sample(h, s)
		return f.Look(h)
	case nn.Slope:
		m, dm := s.New(), s.New()
		u.Estimator.Mean(m, dm, s)
		loss, df := f.Slope(m)
		if law, ok := u.Estimator.(Coupled); ok {
			law.Back(s.Grad, df, m, s)
			return loss
		}
		for i, d := range df.Data {
			s.Grad.Data[i] += d * dm.Data[i]
		}
		return loss
	}
	loss := u.Estimator.Estimate(s, f)
	if f.learnt != 1 {
		panic(fmt.Sprintf("est: %T called Learn %d times, want 1", u.Estimator, f.learnt))
	}
	p.Credit = f.credit // not that of a later Look
	return loss
}

func (u *Units) mode() Mode {
	if u.Deploy == nil {
		return Sampled{}
	}
	return u.Deploy
}

// watch shows the scores of the units to whoever watches the pass.
func (u *Units) watch(p *nn.Pass, s *Site) {
	if p.Watch != nil {
		score := s.New()
		u.Estimator.Score(score, s)
		p.Watch(u, score)
	}
}

// Skips is what the estimator lets a gated layer leave out in training.
func (u *Units) Skips() nn.Skip { return u.Estimator.About().Skips }

// Visit names the estimator's state.
func (u *Units) Visit(v *nn.Visitor) { v.Into("units", u.Estimator) }
