package est

import (
	"gater/mat"
	"gater/nn"
)

// Rectifier is the paper's deterministic baseline: h = max(0, a), ∂f/∂a = ∂f/∂h · 1[a > 0].
// Exact. Calls: Learn.
type Rectifier struct{}

// Value is h = max(0, a).
func (Rectifier) Value(h, a mat.M) {
	for i, a := range a.Data {
		h.Data[i] = max(0, a)
	}
}

// Sample is h = max(0, a); it draws nothing.
func (e Rectifier) Sample(h mat.M, s *Site) { e.Value(h, s.A) }

// Mean is h, with derivative 1[a > 0].
func (e Rectifier) Mean(m, dm mat.M, s *Site) {
	e.Value(m, s.A)
	for i, a := range s.A.Data {
		dm.Data[i] = step(a > 0)
	}
}

// Score is a.
func (Rectifier) Score(score mat.M, s *Site) { copy(score.Data, s.A.Data) }

// On is max(0, a).
func (Rectifier) On(h mat.M, s *Site) {
	for i, a := range s.A.Data {
		h.Data[i] *= max(0, a)
	}
}

// Estimate is ∂f/∂h · 1[a > 0].
func (e Rectifier) Estimate(s *Site, f F) []float64 {
	return throughPositive(s, f, Draw(s, e), 1)
}

// About: exact, and nothing shut is ever needed.
func (Rectifier) About() About { return About{Unbiased: true, Derivative: true, Skips: nn.SkipAll} }

// throughPositive is c·∂f/∂h · 1[h > 0].
func throughPositive(s *Site, f F, h mat.M, c Float) []float64 {
	loss, df := f.Learn(h)
	for i, h := range h.Data {
		if h > 0 {
			s.Grad.Data[i] += c * df.Data[i]
		}
	}
	return loss
}
