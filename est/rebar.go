package est

import (
	"gater/mat"
	"gater/nn"
)

// REBAR takes the relaxed loss as a control variate of the score function, and puts its gradient
// back by reparametrisation (Tucker et al., 2017, arXiv 1703.07370, eq. 7):
//
//	∂E[f]/∂a ≈ (f(h) − η·c(z̃))·(h−p) + η·∂c(z)/∂a − η·∂c(z̃)/∂a,  c(z) = f(σ(z/τ)),
//
// with h of z as in Relaxation, z̃ a draw of z given h, and ∂z̃/∂a at fixed noise of that draw.
// Unbiased for any η and τ. The noise of z̃ is chosen such that z̃ = z, which the expectation does
// not mind and the variance likes, and c is run but once; Independent draws it afresh.
// Calls: Learn, and 1 Slope, or 2.
type REBAR struct {
	Discrete
	Tau         *nn.Dial // τ; nil: ½
	Eta         *Eta     // η, learnt unit by unit; nil: 1
	Independent bool     // z̃ has noise of its own
}

// draws are what a pass drew: z, its outcome h with probabilities p, and z̃ given h.
type draws struct{ z, h, p, zz mat.M }

func (e REBAR) draw(s *Site) draws {
	c, z, h := e.family(), s.New(), s.New()
	c.Perturb(z, s)
	c.Hard(h, z)
	zz := z
	if e.Independent {
		zz = s.New()
		c.Given(zz, h, s)
	}
	return draws{z, h, c.Prob(s), zz}
}

// Estimate is f·(h−p) less η times the control variate.
func (e REBAR) Estimate(s *Site, f F) []float64 {
	d, score := e.draw(s), s.zeros()
	loss, _ := f.Learn(d.h)
	addScore(score, loss, values(nil, score.Cols), d.h, d.p)
	e.Eta.less(s.Grad, score, e.variate(s, f, d))
	return loss
}

// variate is c(z̃)·(h−p) − ∂c(z)/∂a + ∂c(z̃)/∂a.
func (e REBAR) variate(s *Site, f F, d draws) mat.M {
	v := s.zeros()
	cz, dz := e.control(s, f, d.z)
	for i, d := range dz.Data {
		v.Data[i] -= d
	}
	if e.Independent {
		cz, dz = e.control(s, f, d.zz)
	}
	addScore(v, cz, values(nil, v.Cols), d.h, d.p)
	e.family().PullGiven(v, 1, dz, d.zz, d.h, d.p)
	return v
}

// control is c(z) and ∂c/∂z.
func (e REBAR) control(s *Site, f F, z mat.M) ([]float64, mat.M) {
	y, dz, τ := s.New(), s.zeros(), temperature(e.Tau)
	e.family().Relax(y, z, τ)
	l, dy := f.Slope(y)
	e.family().Pull(dz, 1/τ, dy, y)
	return l, dz
}

// Check is that τ stays above 0.
func (e REBAR) Check() error {
	return first(e.Discrete.Check(), positive("REBAR: τ", e.Tau, "0.5"))
}

// Visit names τ and η.
func (e REBAR) Visit(v *nn.Visitor) {
	v.Into("tau", e.Tau)
	v.Into("eta", e.Eta)
}

// About: unbiased. In the control variate no gate is quite shut, but what trains is the outcome.
func (e REBAR) About() About {
	slopes := oneRun
	if e.Independent {
		slopes = func(int) int { return 2 }
	}
	return About{Unbiased: true, Derivative: true, Slopes: slopes, Skips: nn.SkipAll}
}
