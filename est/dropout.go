package est

import (
	"gater/mat"
	"gater/nn"
)

// DropoutRectifier multiplies noise in after the non-linearity, as dropout does (Hinton et al.,
// 2012; named in Bengio et al., 2013, section 2, as the other place for noise):
//
//	h = max(0, a)·m/q,  m ~ Bernoulli(q),  ∂E[f]/∂a ≈ ∂f/∂h · (m/q)·1[a > 0].
//
// Unbiased, since m does not depend on a. Calls: Learn.
type DropoutRectifier struct {
	Keep float64 // q; 0 means ½
}

func (e DropoutRectifier) keep() Float { return half(e.Keep) }

// Sample is h = max(0, a)·1[u < q]/q.
func (e DropoutRectifier) Sample(h mat.M, s *Site) {
	q := e.keep()
	for i, u := range s.Uniform().Data {
		h.Data[i] = max(0, s.A.Data[i]) * step(u < q) / q
	}
}

// Mean is E[h] = max(0, a), with derivative 1[a > 0].
func (DropoutRectifier) Mean(m, dm mat.M, s *Site) { Rectifier{}.Mean(m, dm, s) }

// Score is a.
func (DropoutRectifier) Score(score mat.M, s *Site) { Rectifier{}.Score(score, s) }

// On is max(0, a).
func (DropoutRectifier) On(h mat.M, s *Site) { Rectifier{}.On(h, s) }

// Estimate is ∂f/∂h · 1[h > 0]/q.
func (e DropoutRectifier) Estimate(s *Site, f F) []float64 {
	return throughPositive(s, f, Draw(s, e), 1/e.keep())
}

// About: unbiased, and nothing shut is ever needed.
func (DropoutRectifier) About() About {
	return About{Unbiased: true, Derivative: true, Skips: nn.SkipAll}
}
