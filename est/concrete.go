package est

import (
	"gater/mat"
	"gater/nn"
)

// Concrete relaxes units to real numbers in training, and differentiates those (Maddison, Mnih and
// Teh, 2017, arXiv 1611.00712; for groups, Gumbel-softmax: Jang, Gu and Poole, 2017,
// arXiv 1611.01144):
//
//	y = σ(z/τ) or softmax(z/τ),  ∂E[f]/∂a ≈ J(y)·∂f/∂y / τ,
//
// with z = a + logistic or Gumbel noise. Exact for the y that training sends on, biased for the h
// that it stands for: the bias goes to 0, and the variance as 1/τ, as τ goes to 0. No gate is ever
// quite shut in training, so that nothing is skipped there; deployed at a threshold gates are as
// hard as any. Calls: Learn.
type Concrete struct {
	Discrete
	Tau *nn.Dial // τ; nil: ½
}

// Sample is y.
func (e Concrete) Sample(y mat.M, s *Site) {
	e.family().Perturb(y, s)
	e.family().Relax(y, y, temperature(e.Tau))
}

// Estimate is J(y)·∂f/∂y / τ.
func (e Concrete) Estimate(s *Site, f F) []float64 {
	y := Draw(s, e)
	loss, df := f.Learn(y)
	e.family().Pull(s.Grad, 1/temperature(e.Tau), df, y)
	return loss
}

// Check is that τ stays above 0.
func (e Concrete) Check() error {
	return first(e.Discrete.Check(), positive("Concrete: τ", e.Tau, "0.5"))
}

// Visit names τ.
func (e Concrete) Visit(v *nn.Visitor) { v.Into("tau", e.Tau) }

// About: biased, and no gate is shut.
func (Concrete) About() About { return About{Derivative: true, Skips: nn.SkipNothing} }
