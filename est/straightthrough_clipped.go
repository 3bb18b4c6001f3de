package est

import "gater/nn"

// StraightThroughClipped passes the gradient on only where the input is small, so that a unit
// far from its turning point is not pushed further (Courbariaux et al., 2016):
//
//	∂E[f]/∂a ≈ ∂f/∂h · 1[|a| ≤ c],  P(h = 1) = p.
//
// Biased. Calls: Learn.
type StraightThroughClipped struct {
	Discrete
	Clip float64 // c; 0 means 1
}

// Estimate is ∂f/∂h · 1[|a| ≤ c].
func (e StraightThroughClipped) Estimate(s *Site, f F) []float64 {
	c := Float(e.Clip)
	if c == 0 {
		c = 1
	}
	loss, df := f.Learn(Draw(s, e))
	for i, d := range df.Data {
		if a := s.A.Data[i]; -c <= a && a <= c {
			s.Grad.Data[i] += d
		}
	}
	return loss
}

// About: biased, and shut blocks are needed in training.
func (StraightThroughClipped) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
