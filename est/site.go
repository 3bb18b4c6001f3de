package est

import (
	"gater/mat"
	"gater/nn"
)

// Site is a layer of units during one pass.
type Site struct {
	A     mat.M // the input, rows×units
	Grad  mat.M // the estimate of ∂E[f]/∂a goes here: add, never assign
	Noise nn.Noise

	p    *nn.Pass
	prob mat.M
}

// New is a matrix of A's shape with an undefined value, to use until Estimate returns.
func (s *Site) New() mat.M { return s.p.Mat(s.A.Rows, s.A.Cols) }

// P is p = σ(a), computed once a pass. It is read-only.
func (s *Site) P() mat.M {
	if s.prob.Data == nil {
		s.prob = s.New()
		mat.Sigmoid(s.prob, s.A)
	}
	return s.prob
}

// Uniform is fresh draws from the open interval (0, 1).
func (s *Site) Uniform() mat.M {
	u := s.New()
	s.Noise.Uniform(u)
	return u
}

// Normal is fresh draws of mean 0 and variance 1.
func (s *Site) Normal() mat.M {
	z := s.New()
	s.Noise.Normal(z)
	return z
}

// Draw is a sample of a law at a site. It is generic so that a law with fields is not boxed at
// every step.
func Draw[L Law](s *Site, law L) mat.M {
	h := s.New()
	law.Sample(h, s)
	return h
}

// step is 1[on].
func step(on bool) Float {
	if on {
		return 1
	}
	return 0
}
