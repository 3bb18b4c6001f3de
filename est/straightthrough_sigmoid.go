package est

import (
	"gater/mat"
	"gater/nn"
)

// StraightThroughSigmoid passes the gradient through the sampling but keeps the derivative of
// the sigmoid (Bengio et al., 2013, section 4, the second form), whose slope m may be raised
// during training (Chung et al., 2017):
//
//	∂E[f]/∂a ≈ ∂f/∂h · m·p(1−p),  p = σ(m·a),  h ~ Bernoulli(p).
//
// Exact when f is affine in each h_j alone; biased otherwise. Calls: Learn.
type StraightThroughSigmoid struct {
	Slope float64 // m; 0 means 1
}

func (e StraightThroughSigmoid) slope() Float {
	if e.Slope == 0 {
		return 1
	}
	return Float(e.Slope)
}

func (e StraightThroughSigmoid) prob(s *Site) mat.M {
	if e.slope() == 1 {
		return s.P()
	}
	p := s.New()
	for i, a := range s.A.Data {
		p.Data[i] = e.slope() * a
	}
	mat.Sigmoid(p, p)
	return p
}

// Sample is h = 1[u < σ(m·a)].
func (e StraightThroughSigmoid) Sample(h mat.M, s *Site) {
	p, u := e.prob(s).Data, s.Uniform().Data
	for i := range h.Data {
		h.Data[i] = step(u[i] < p[i])
	}
}

// Mean is p, with derivative m·p(1−p).
func (e StraightThroughSigmoid) Mean(m, dm mat.M, s *Site) {
	for i, p := range e.prob(s).Data {
		m.Data[i], dm.Data[i] = p, e.slope()*p*(1-p)
	}
}

// Score is p.
func (e StraightThroughSigmoid) Score(score mat.M, s *Site) { copy(score.Data, e.prob(s).Data) }

// On is 1.
func (StraightThroughSigmoid) On(mat.M, *Site) {}

// Estimate is ∂f/∂h · m·p(1−p).
func (e StraightThroughSigmoid) Estimate(s *Site, f F) []float64 {
	p := e.prob(s)
	loss, df := f.Learn(Draw(s, e))
	for i, d := range df.Data {
		s.Grad.Data[i] += d * e.slope() * p.Data[i] * (1 - p.Data[i])
	}
	return loss
}

// About: biased, and shut blocks are needed in training.
func (StraightThroughSigmoid) About() About { return About{Skips: nn.SkipForward} }
