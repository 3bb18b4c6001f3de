package est

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// TimesSmooth is the stochastic-times-smooth unit of the paper's equation (Bengio et al., 2013,
// eq. 2), with the exponent of its released code:
//
//	h = b · p^(1−r),  b ~ Bernoulli(p^r),  p = σ(a);  r = ½ in the paper, so that E[h] = p.
//
// The gradient flows through the smooth factor alone, b held fixed:
//
//	∂E[f]/∂a ≈ ∂f/∂h · b·(1−r)·p^(1−r)·(1−p).
//
// Biased: for linear f exactly 1−r of the truth. Calls: Learn.
type TimesSmooth struct {
	R float64 // 0 means ½
}

// Sample is h = 1[u < p^r] · p^(1−r).
func (e TimesSmooth) Sample(h mat.M, s *Site) {
	r, u := half(e.R), s.Uniform()
	s.powers(h, r)
	mat.Above(h, h, u)
	e.On(h, s)
}

// Mean is E[h] = p, with derivative p(1−p).
func (TimesSmooth) Mean(m, dm mat.M, s *Site) { Bernoulli{}.Mean(m, dm, s) }

// Score is p^r, the probability of being on.
func (e TimesSmooth) Score(score mat.M, s *Site) {
	s.powers(score, half(e.R))
}

// On is the smooth factor p^(1−r).
func (e TimesSmooth) On(h mat.M, s *Site) {
	on := s.New()
	s.powers(on, 1-half(e.R))
	mat.Mul(h, h, on)
}

// Estimate is ∂f/∂h · (1−r)·h·(1−p).
func (e TimesSmooth) Estimate(s *Site, f F) []float64 {
	return throughSmooth(s, f, Draw(s, e), half(e.R))
}

// About: biased, and nothing shut is ever needed.
func (TimesSmooth) About() About { return About{Derivative: true, Skips: nn.SkipAll} }

// throughSmooth is ∂f/∂h · (1−r)·h·(1−p), the derivative of b·p^(1−r) with b fixed.
func throughSmooth(s *Site, f F, h mat.M, r Float) []float64 {
	p := s.P()
	loss, df := f.Learn(h)
	for i, h := range h.Data {
		if h != 0 {
			s.Grad.Data[i] += df.Data[i] * (1 - r) * h * (1 - p.Data[i])
		}
	}
	return loss
}

func half(r float64) Float {
	if r == 0 {
		return 0.5
	}
	return Float(r)
}

// powers is dst = p^r, element by element.
func (s *Site) powers(dst mat.M, r Float) {
	p := s.P().Data
	if r == 0.5 {
		s.p.Pool.Sqrt(dst.Data, p)
		return
	}
	for i, p := range p {
		dst.Data[i] = Float(math.Pow(float64(p), float64(r)))
	}
}
