package est

import (
	"gater/mat"
	"gater/nn"
)

// A Relaxation is the noise behind discrete units, for estimators that go by way of a real z:
//
//	z = a + noise,  h = 1[z > 0] or the arg-max of each group,  y = σ(z/τ) or softmax(z/τ),
//
// with logistic noise for bits and Gumbel noise for one-hot groups, so that h has the family's law
// and y goes to h as τ goes to 0. As far as z, y's derivative ∂y/∂z is J(y)/τ: see Family.Pull.
type Relaxation interface {
	// Perturb draws z.
	Perturb(z mat.M, s *Site)
	// Hard is h of z.
	Hard(h, z mat.M)
	// Relax is y of z; y may be z.
	Relax(y, z mat.M, τ Float)
	// Given draws z given h, by fresh noise v of which z is a smooth function:
	// z = z(v, a) for fixed h.
	Given(z, h mat.M, s *Site)
	// PullGiven is g += c·(∂z/∂a)ᵀ·w at fixed h and v, which takes z, h and p alone.
	PullGiven(g mat.M, c Float, w, z, h, p mat.M)
	// PushGiven is the same forwards: w = (∂z/∂a)·u.
	PushGiven(w, u, z, h, p mat.M)
}

// temperature is where a dial of τ stands, ½ for its own.
func temperature(d *nn.Dial) Float { return Float(d.Value(0.5)) }
