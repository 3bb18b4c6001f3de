package est

import (
	"gater/mat"
	"gater/nn"
)

// Sigmoid is the paper's deterministic baseline of soft gates: h = σ(a), ∂f/∂a = ∂f/∂h · h(1−h).
// Exact; no gate is ever quite shut in training. Calls: Learn.
type Sigmoid struct{}

// Value is h = σ(a).
func (Sigmoid) Value(h, a mat.M) { mat.Sigmoid(h, a) }

// Sample is h = σ(a); it draws nothing.
func (Sigmoid) Sample(h mat.M, s *Site) { copy(h.Data, s.P().Data) }

// Mean is h, with derivative h(1−h).
func (Sigmoid) Mean(m, dm mat.M, s *Site) { Bernoulli{}.Mean(m, dm, s) }

// Score is σ(a).
func (Sigmoid) Score(score mat.M, s *Site) { copy(score.Data, s.P().Data) }

// On is σ(a).
func (Sigmoid) On(h mat.M, s *Site) {
	for i, p := range s.P().Data {
		h.Data[i] *= p
	}
}

// Estimate is ∂f/∂h · h(1−h).
func (e Sigmoid) Estimate(s *Site, f F) []float64 { return throughSigmoid(s, f, Draw(s, e)) }

// About: exact, and no gate is shut.
func (Sigmoid) About() About { return About{Unbiased: true, Derivative: true, Skips: nn.SkipNothing} }

// throughSigmoid is ∂f/∂h · h(1−h).
func throughSigmoid(s *Site, f F, h mat.M) []float64 {
	loss, df := f.Learn(h)
	for i, h := range h.Data {
		s.Grad.Data[i] += df.Data[i] * h * (1 - h)
	}
	return loss
}
