package est

import (
	"gater/mat"
	"gater/nn"
)

// SigmoidNoise is the paper's noisy baseline of soft gates: Gaussian noise before the sigmoid,
// in training only:
//
//	h = σ(a + z),  ∂E[f]/∂a ≈ ∂f/∂h · h(1−h).
//
// Unbiased, since h is smooth in a; no gate is ever quite shut in training. Calls: Learn.
type SigmoidNoise struct {
	Std float64 // of z; 0 means 1
}

// Sample is h = σ(a + z).
func (e SigmoidNoise) Sample(h mat.M, s *Site) {
	std := Float(e.Std)
	if std == 0 {
		std = 1
	}
	for i, z := range s.Normal().Data {
		h.Data[i] = s.A.Data[i] + std*z
	}
	mat.Sigmoid(h, h)
}

// Mean is σ(a), h without its noise.
func (SigmoidNoise) Mean(m, dm mat.M, s *Site) { Sigmoid{}.Mean(m, dm, s) }

// Score is σ(a).
func (SigmoidNoise) Score(score mat.M, s *Site) { Sigmoid{}.Score(score, s) }

// On is σ(a).
func (SigmoidNoise) On(h mat.M, s *Site) { Sigmoid{}.On(h, s) }

// Estimate is ∂f/∂h · h(1−h).
func (e SigmoidNoise) Estimate(s *Site, f F) []float64 { return throughSigmoid(s, f, Draw(s, e)) }

// About: unbiased, and no gate is shut.
func (SigmoidNoise) About() About {
	return About{Unbiased: true, Derivative: true, Skips: nn.SkipNothing}
}
