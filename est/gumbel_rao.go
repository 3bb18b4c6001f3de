package est

import "gater/nn"

// GumbelRao averages the way back of StraightThroughGumbel over K draws of the noise given the
// outcome (Paulus, Maddison and Krause, 2021, arXiv 2010.04838, eq. 13):
//
//	∂E[f]/∂a ≈ 1/K · Σ_k J(y_k)·∂f/∂h / τ,  y_k = σ(z_k/τ) or softmax(z_k/τ),  z_k | h,
//
// the noise z_k − a held constant. The mean is StraightThroughGumbel's, the variance never more, as
// it is part of that averaged out; only the draws cost more, the rest of the network runs once.
// Biased. Calls: Learn.
type GumbelRao struct {
	Discrete
	Tau *nn.Dial // τ; nil: ½
	K   int      // draws; 0 means 10
}

// Estimate is Σ J(y_k)·∂f/∂h / Kτ.
func (e GumbelRao) Estimate(s *Site, f F) []float64 {
	c, τ, k := e.family(), temperature(e.Tau), ownInt(e.K, 10)
	h, z := Draw(s, e), s.New()
	loss, df := f.Learn(h)
	for range k {
		c.Given(z, h, s)
		c.Relax(z, z, τ)
		c.Pull(s.Grad, 1/(τ*Float(k)), df, z)
	}
	return loss
}

// Check is that τ stays above 0, and that there is a draw.
func (e GumbelRao) Check() error {
	return first(e.Discrete.Check(), positive("GumbelRao: τ", e.Tau, "0.5"),
		atLeast(1, "GumbelRao: K", ownInt(e.K, 10), ", or 0 for 10"))
}

// Visit names τ.
func (e GumbelRao) Visit(v *nn.Visitor) { v.Into("tau", e.Tau) }

// About: biased, and shut blocks are needed in training.
func (GumbelRao) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
