package est

import "gater/nn"

// MeasureValued writes the derivative of each unit's law as a difference of two laws and draws
// from both (Pflug, 1989; Mohamed et al., 2020, section 6): for a bit they are on and off for sure,
//
//	∂E[f]/∂a_j ≈ p_j(1−p_j)·(f(b with b_j = 1) − f(c with c_j = 0)),
//
// and for a one-hot group J(p)·f of a sample for each outcome. The samples b and c are drawn
// anew for each outcome, or are one and the same when coupled, as LocalExpectations has it.
// Unbiased. It needs no derivative of the loss. A linear layer behind makes the Looks cheap. Calls:
// Learn, a Look an outcome of each unit.
type MeasureValued struct {
	Discrete
	Coupled bool // one sample for all outcomes: lower variance
}

// Estimate is J(p)·v, with v_j = f(h with unit u's outcome k), signed.
func (e MeasureValued) Estimate(s *Site, f F) []float64 {
	c, v, h := e.family(), s.New(), Draw(s, e)
	v.Zero()
	loss, _ := f.Learn(h)
	units, base, at := c.Units(s.A.Cols), h, s.New()
	for k := range c.Outcomes() {
		if k > 0 && !e.Coupled {
			base = Draw(s, e)
		}
		from, width := around(f, base), s.A.Cols/units
		for u := range units {
			copy(at.Data, base.Data)
			for i := range at.Rows {
				c.Set(at.Row(i), u, k)
			}
			j, sign := c.Slot(u, k)
			for i, l := range from.look(at, u*width, (u+1)*width) {
				v.Row(i)[j] += sign * Float(l)
			}
		}
	}
	c.Pull(s.Grad, 1, v, c.Prob(s))
	return loss
}

// About: unbiased, a run an outcome and one more, and nothing shut is ever needed.
func (e MeasureValued) About() About {
	looks := func(cols int) int { return e.family().Units(cols) * e.family().Outcomes() }
	return About{Unbiased: true, Looks: looks, Skips: nn.SkipAll}
}
