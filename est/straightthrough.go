package est

import "gater/nn"

// StraightThrough passes the gradient on as if the unit and its sigmoid, or
// softmax, were the identity
// (Hinton, 2012; Bengio et al., 2013, section 4, the form that did best there):
//
//	∂E[f]/∂a ≈ ∂f/∂h,  P(h = 1) = p.
//
// Biased. ∂f/∂h of a unit that is off needs the value of what it shuts. Calls: Learn.
type StraightThrough struct{ Discrete }

// Estimate is ∂f/∂h.
func (e StraightThrough) Estimate(s *Site, f F) []float64 {
	loss, df := f.Learn(Draw(s, e))
	for i, d := range df.Data {
		s.Grad.Data[i] += d
	}
	return loss
}

// About: biased, and shut blocks are needed in training.
func (StraightThrough) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
