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
	soft mat.M // softmax in groups of of columns
	of   int
	twin *Site // memory for times
	mem  *scratch
}

// New is a matrix of A's shape with an undefined value, to use until Estimate returns.
func (s *Site) New() mat.M { return s.p.Mat(s.A.Rows, s.A.Cols) }

// P is p = σ(a), computed once a pass. It is read-only.
func (s *Site) P() mat.M {
	if s.prob.Data == nil {
		s.prob = s.New()
		s.p.Pool.Sigmoid(s.prob.Data, s.A.Data)
	}
	return s.prob
}

// softmax is e^a / Σ e^a in each group of k columns, computed once a pass. It is read-only.
func (s *Site) softmax(k int) mat.M {
	if s.soft.Data == nil || s.of != k {
		s.soft, s.of = s.New(), k
		softmax(s.soft, s.A, k, 1)
	}
	return s.soft
}

// times is the site with input c·a: the same noise and gradient, and probabilities of its own.
func (s *Site) times(c Float) *Site {
	if c == 1 {
		return s
	}
	t := s.twin
	if t == nil {
		t = new(Site)
	}
	*t = Site{A: s.New(), Grad: s.Grad, Noise: s.Noise, p: s.p, mem: s.mem}
	for i, a := range s.A.Data {
		t.A.Data[i] = c * a
	}
	return t
}

// uniforms is fresh draws, so many columns of them.
func (s *Site) uniforms(cols int) mat.M {
	u := s.p.Mat(s.A.Rows, cols)
	s.Noise.Uniform(u)
	return u
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
