package est

import "gater/nn"

// StraightThroughGumbel sends the hard outcome on and comes back through the relaxed one of the
// same noise (Jang, Gu and Poole, 2017, arXiv 1611.01144, section 2.2):
//
//	∂E[f]/∂a ≈ J(y)·∂f/∂h / τ,  h = 1[z > 0] or the arg-max,  y = σ(z/τ) or softmax(z/τ),
//
// with z = a + logistic or Gumbel noise. Biased. Calls: Learn.
type StraightThroughGumbel struct {
	Discrete
	Tau *nn.Dial // τ; nil: ½
}

// Estimate is J(y)·∂f/∂h / τ.
func (e StraightThroughGumbel) Estimate(s *Site, f F) []float64 {
	c, z, h := e.family(), s.New(), s.New()
	c.Perturb(z, s)
	c.Hard(h, z)
	loss, df := f.Learn(h)
	c.Relax(z, z, temperature(e.Tau))
	c.Pull(s.Grad, 1/temperature(e.Tau), df, z)
	return loss
}

// Check is that τ stays above 0.
func (e StraightThroughGumbel) Check() error {
	return first(e.Discrete.Check(), positive("StraightThroughGumbel: τ", e.Tau, "0.5"))
}

// Visit names τ.
func (e StraightThroughGumbel) Visit(v *nn.Visitor) { v.Into("tau", e.Tau) }

// About: biased, and shut blocks are needed in training.
func (StraightThroughGumbel) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
