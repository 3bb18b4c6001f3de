package est

import (
	"gater/mat"
	"gater/nn"
)

// StraightThroughSigmoid passes the gradient through the sampling but keeps the derivative of
// the sigmoid, or of the softmax (Bengio et al., 2013, section 4, the second form), whose slope m
// may be raised during training (Chung et al., 2017):
//
//	∂E[f]/∂a ≈ m·J(p)·∂f/∂h,  p = σ(m·a) or softmax(m·a),  P(h = 1) = p,
//
// with J(p) = diag(p(1−p)), or diag(p) − p·pᵀ in each group. Exact when f is affine in each unit
// alone; biased otherwise. Calls: Learn.
type StraightThroughSigmoid struct {
	Discrete
	Slope *nn.Dial // m; nil: 1
}

func (e StraightThroughSigmoid) slope() Float { return Float(e.Slope.Value(1)) }

// Sample draws at m·a.
func (e StraightThroughSigmoid) Sample(h mat.M, s *Site) { e.family().Sample(h, s.times(e.slope())) }

// Mean is p, with derivative m·J(p).
func (e StraightThroughSigmoid) Mean(m, dm mat.M, s *Site) {
	e.family().Mean(m, dm, s.times(e.slope()))
	for i := range dm.Data {
		dm.Data[i] *= e.slope()
	}
}

// Back is g += m·J(p)·v.
func (e StraightThroughSigmoid) Back(g, v, p mat.M, _ *Site) { e.family().Pull(g, e.slope(), v, p) }

// Score is p.
func (e StraightThroughSigmoid) Score(score mat.M, s *Site) {
	e.family().Score(score, s.times(e.slope()))
}

// Estimate is m·J(p)·∂f/∂h.
func (e StraightThroughSigmoid) Estimate(s *Site, f F) []float64 {
	t := s.times(e.slope())
	p := e.family().Prob(t)
	loss, df := f.Learn(Draw(t, e.family()))
	e.Back(s.Grad, df, p, s)
	return loss
}

// Check is that the slope stays above 0.
func (e StraightThroughSigmoid) Check() error {
	return first(e.Discrete.Check(), positive("StraightThroughSigmoid: the slope", e.Slope, "1"))
}

// Visit names the slope.
func (e StraightThroughSigmoid) Visit(v *nn.Visitor) { v.Into("slope", e.Slope) }

// About: biased, and shut blocks are needed in training.
func (StraightThroughSigmoid) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
