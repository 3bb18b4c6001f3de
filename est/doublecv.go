package est

import "gater/nn"

// DoubleCV takes from leave-one-out what the first-order expansion of f knows, twice over: from
// each loss, and from the baseline that the other losses make (Titsias and Shi, 2022, equation 10):
//
//	∂E[f]/∂a ≈ 1/K · Σ_k (x_k − x̄_{−k})·(b_k − p) + η·J(p)·Ḡ,  x_k = f(b_k) − η·G_{−k}·(b_k − p),
//
// with G_k = ∂f/∂h at b_k, Ḡ their mean, and G_{−k} and x̄_{−k} means over the others. Unbiased for
// every η, which may differ from unit to unit; η = 0 is RLOO. Calls: Learn, K−1 Looks and Slopes.
type DoubleCV struct {
	Discrete
	K   int  // 2 or more; 0 means 2
	Eta *Eta // η, learnt unit by unit for the least mean square; nil: 1
}

func (e DoubleCV) k() int { return ownInt(e.K, 2) }

// Estimate is leave-one-out, less η times what has mean 0.
func (e DoubleCV) Estimate(s *Site, f F) []float64 {
	c, p := e.family(), e.family().Prob(s)
	d := drawMany(s, f, c, e.k())
	x, v := s.zeros(), s.zeros()
	for r := range d.loss {
		// The weights of b_k − p in leave-one-out of f and of its expansion.
		i := r % d.rows
		addRow(x.Row(i), d.above(d.loss, r), d.h.Row(r), p.Row(i))
		addRow(v.Row(i), d.above(d.line, r), d.h.Row(r), p.Row(i))
	}
	for k := range d.k {
		c.Pull(v, -1/Float(d.k), d.slope.Slice(k*d.rows, (k+1)*d.rows), p)
	}
	e.Eta.less(s.Grad, x, v)
	return d.learnt
}

// Check is that there are others to take the mean of.
func (e DoubleCV) Check() error {
	return first(e.Discrete.Check(), atLeast(2, "DoubleCV: K", e.k(), ", or take Reinforce"))
}

// Visit names η.
func (e DoubleCV) Visit(v *nn.Visitor) { v.Into("eta", e.Eta) }

// About: unbiased, and shut blocks are needed in training.
func (e DoubleCV) About() About {
	n := looks(e.k() - 1)
	return About{Unbiased: true, Derivative: true, Looks: n, Slopes: n, Skips: nn.SkipForward}
}
