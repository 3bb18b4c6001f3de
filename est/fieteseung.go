package est

import (
	"gater/mat"
	"gater/nn"
)

// FieteSeung correlates the loss with a small perturbation of all units (Fiete and Seung, 2006;
// Bengio et al., 2013, section 1.1), h = φ(a + ξ):
//
//	∂f/∂a_j ≈ f(φ(a + ξ))·ξ_j / σ²,  ξ_j ~ N(0, σ²).
//
// It is the exact gradient of the noise-smoothed loss, so biased by σ². It needs no derivative
// of the loss. Calls: Learn.
type FieteSeung struct {
	Law Smooth  // φ; nil means Sigmoid
	Std float64 // σ; 0 means 0.1
}

func (e FieteSeung) law() Smooth { return smooth{e.Law}.law() }

// Sample, Mean, Score and On are φ's: the noise is the estimator's, not the units'.
func (e FieteSeung) Sample(h mat.M, s *Site)    { e.law().Sample(h, s) }
func (e FieteSeung) Mean(m, dm mat.M, s *Site)  { e.law().Mean(m, dm, s) }
func (e FieteSeung) Score(score mat.M, s *Site) { e.law().Score(score, s) }
func (e FieteSeung) On(h mat.M, s *Site)        { e.law().On(h, s) }

// Estimate is f(φ(a + ξ))·ξ/σ².
func (e FieteSeung) Estimate(s *Site, f F) []float64 {
	σ := Float(e.Std)
	if σ == 0 {
		σ = 0.1
	}
	z, h := s.Normal(), s.New()
	for i, z := range z.Data {
		h.Data[i] = s.A.Data[i] + σ*z
	}
	e.law().Value(h, h)
	loss, _ := f.Learn(h)
	for i, l := range loss {
		g, z := s.Grad.Row(i), z.Row(i)
		for j := range g {
			g[j] += Float(l) * z[j] / σ
		}
	}
	return loss
}

// About: biased, one run, and no gate is shut.
func (FieteSeung) About() About { return About{Skips: nn.SkipNothing} }
