package est

import "gater/nn"

// StraightThroughOpen is straight-through where the unit fired, and nothing elsewhere:
//
//	∂E[f]/∂a ≈ h · ∂f/∂h,  P(h = 1) = p.
//
// It never asks what a shut unit would have been worth, so a gated layer can skip shut blocks
// backwards too. Biased: a different estimator from StraightThrough. Calls: Learn.
type StraightThroughOpen struct{ Discrete }

// Estimate is h · ∂f/∂h.
func (e StraightThroughOpen) Estimate(s *Site, f F) []float64 {
	h := Draw(s, e)
	loss, df := f.Learn(h)
	for i, d := range df.Data {
		if h.Data[i] != 0 { // not h·d: d of a shut unit is undefined
			s.Grad.Data[i] += d
		}
	}
	return loss
}

// About: biased, and nothing shut is ever needed.
func (StraightThroughOpen) About() About { return About{Derivative: true, Skips: nn.SkipAll} }
