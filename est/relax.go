package est

import (
	"errors"

	"gater/mat"
	"gater/nn"
)

// RELAX adds a network to REBAR's control variate and trains it to lower the variance of the
// estimate (Grathwohl et al., 2018, arXiv 1711.00123, eq. 10 and algorithm 2):
//
//	∂E[f]/∂a ≈ REBAR − [ C(z̃)·(h−p) − ∂C(z)/∂a + ∂C(z̃)/∂a ],  weights of C down ∂|estimate|²,
//
// one step a pass, after the estimate. Unbiased, since C is that of past passes. With BlackBox the
// relaxed loss is left out and C is all there is of a control variate (LAX): it needs no derivative
// of the loss. Calls: Learn, and REBAR's Slopes unless BlackBox.
type RELAX struct {
	REBAR
	Critic   *Critic
	BlackBox bool
}

// Estimate is REBAR's less C(z̃)·(h−p) − ∂C(z)/∂a + ∂C(z̃)/∂a.
func (e RELAX) Estimate(s *Site, f F) []float64 {
	d := e.draw(s)
	loss, _ := f.Learn(d.h)
	g, score := s.zeros(), s.zeros()
	addScore(score, loss, values(nil, g.Cols), d.h, d.p)
	if e.BlackBox {
		copy(g.Data, score.Data)
	} else {
		e.Eta.less(g, score, e.variate(s, f, d))
	}
	e.less(s, g, d)
	for i, x := range g.Data {
		s.Grad.Data[i] += x
	}
	e.train(s, g, d)
	return loss
}

// less takes C's control variate from g.
func (e RELAX) less(s *Site, g mat.M, d draws) {
	w := s.zeros()
	for i := range g.Rows {
		e.Critic.at(d.z.Row(i))
		e.Critic.slope(g.Row(i), 1) // + ∂C(z)/∂a, as ∂z/∂a = 1
		c := Float(e.Critic.at(d.zz.Row(i)))
		e.Critic.slope(w.Row(i), 1)
		h, p, g := d.h.Row(i), d.p.Row(i), g.Row(i)
		for j := range g {
			g[j] -= c * (h[j] - p[j])
		}
	}
	e.family().PullGiven(g, -1, w, d.zz, d.h, d.p)
}

// Check is that there is a critic, and REBAR's.
func (e RELAX) Check() error {
	if e.Critic == nil {
		return errors.New("est: RELAX: there is no critic: give it &Critic{}, or take REBAR")
	}
	return e.REBAR.Check()
}

// Visit names the critic's state, and REBAR's.
func (e RELAX) Visit(v *nn.Visitor) {
	e.REBAR.Visit(v)
	v.Into("critic", e.Critic)
}

// About: REBAR's, or unbiased from losses alone.
func (e RELAX) About() About {
	if e.BlackBox {
		return About{Unbiased: true, Skips: nn.SkipAll}
	}
	return e.REBAR.About()
}
