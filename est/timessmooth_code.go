package est

import (
	"gater/mat"
	"gater/nn"
)

// TimesSmoothCode is the stochastic-times-smooth unit as the paper's released code draws it,
// which is not the one of its equation:
//
//	h = b · p^(1−r),  b ~ Bernoulli(p),  p = σ(a);  r = ½ in the reported runs,
//
// so that E[h] = p^(2−r) and P(h > 0) = p. Backwards as TimesSmooth: for linear f it gives
// (1−r)/(2−r) of the truth, ⅓ at r = ½. Calls: Learn.
type TimesSmoothCode struct {
	R float64 // 0 means ½
}

// Sample is h = 1[u < p] · p^(1−r).
func (e TimesSmoothCode) Sample(h mat.M, s *Site) {
	u := s.Uniform()
	mat.Above(h, s.P(), u)
	e.On(h, s)
}

// Mean is E[h] = p^(2−r), with derivative (2−r)·p^(2−r)·(1−p).
func (e TimesSmoothCode) Mean(m, dm mat.M, s *Site) {
	r := half(e.R)
	s.powers(m, 1-r)
	for i, p := range s.P().Data {
		h := p * m.Data[i]
		m.Data[i], dm.Data[i] = h, (2-r)*h*(1-p)
	}
}

// Score is p^r, as for TimesSmooth: the code thresholds √p at r = ½.
func (e TimesSmoothCode) Score(score mat.M, s *Site) { TimesSmooth(e).Score(score, s) }

// On is the smooth factor p^(1−r).
func (e TimesSmoothCode) On(h mat.M, s *Site) { TimesSmooth(e).On(h, s) }

// Estimate is ∂f/∂h · (1−r)·h·(1−p).
func (e TimesSmoothCode) Estimate(s *Site, f F) []float64 {
	return throughSmooth(s, f, Draw(s, e), half(e.R))
}

// About: biased, and nothing shut is ever needed.
func (TimesSmoothCode) About() About { return About{Derivative: true, Skips: nn.SkipAll} }
