package est

import "gater/nn"

// LocalExpectations sums over the outcomes of each unit in turn, the others as they were drawn:
// local expectation gradients (Titsias and Lázaro-Gredilla, 2015), RAM (Tokui and Sato, 2017),
// IndeCateR (De Smet, Sansone and Zuidberg Dos Martires, 2023):
//
//	∂E[f]/∂a_u ≈ Σ_k f(h with u at k)·∂p_u(k)/∂a_u,
//
// for a bit p(1−p)·(f(1) − f(0)). Unbiased, of the least variance a draw that is known without
// derivatives. It needs no derivative of the loss. A linear layer behind the units makes a flip
// cost one row of its weights, so that the cost grows as the number of units times what follows.
// Calls: Learn, and a Look for each other outcome of each unit.
type LocalExpectations struct{ Discrete }

// Estimate is J(p)·v with v_k = f(k) − f(drawn).
func (e LocalExpectations) Estimate(s *Site, f F) []float64 {
	c, h, flip, v := e.family(), Draw(s, e), s.New(), s.zeros()
	loss, _ := f.Learn(h)
	copy(flip.Data, h.Data)
	from, n := around(f, h), c.Units(h.Cols)
	for u := range n {
		lo, hi := h.Cols/n*u, h.Cols/n*(u+1)
		for t := 1; t < c.Outcomes(); t++ {
			for r := range h.Rows {
				c.Set(flip.Row(r), u, (c.Drawn(h.Row(r), u)+t)%c.Outcomes())
			}
			for r, l := range from.look(flip, lo, hi) {
				col, sign := c.Slot(u, c.Drawn(flip.Row(r), u))
				v.Row(r)[col] += sign * Float(l-loss[r])
			}
		}
		for r := range h.Rows {
			copy(flip.Row(r)[lo:hi], h.Row(r)[lo:hi])
		}
	}
	c.Pull(s.Grad, 1, v, c.Prob(s))
	return loss
}

// About: unbiased, a run for each other outcome, and nothing shut is ever needed.
func (e LocalExpectations) About() About {
	c := e.family()
	looks := func(cols int) int { return c.Units(cols) * (c.Outcomes() - 1) }
	return About{Unbiased: true, Looks: looks, Skips: nn.SkipAll}
}
