package est

import "gater/nn"

// AR is ARM with one sample of the two: augmentation and REINFORCE, without merging (Yin and
// Zhou, 2019, equation 5):
//
//	∂E[f]/∂a ≈ f(1[u < p])·(1 − 2u).
//
// Unbiased, of high variance: a step on the way to ARM, worth having for comparison alone. It
// needs no derivative of the loss. Calls: Learn.
type AR struct{ Bernoulli }

// Estimate is f(b)(1 − 2u).
func (AR) Estimate(s *Site, f F) []float64 {
	u, b, _ := antithetic(s)
	loss, _ := f.Learn(b)
	for i, l := range loss {
		g, u := s.Grad.Row(i), u.Row(i)
		for j := range g {
			g[j] += Float(l) * (1 - 2*u[j])
		}
	}
	return loss
}

// About: unbiased, and nothing shut is ever needed.
func (AR) About() About { return About{Unbiased: true, Skips: nn.SkipAll} }
