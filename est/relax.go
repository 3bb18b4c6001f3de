package est

import (
	"math"

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
}

// temperature is where a dial of τ stands, ½ for its own.
func temperature(d *nn.Dial) Float { return Float(d.Value(0.5)) }

// Perturb is z = a + log u − log(1−u).
func (Bernoulli) Perturb(z mat.M, s *Site) {
	for i, u := range s.Uniform().Data {
		z.Data[i] = s.A.Data[i] + Float(logit(u))
	}
}

// Hard is 1[z > 0].
func (Bernoulli) Hard(h, z mat.M) { above(h, z, 0) }

// Relax is σ(z/τ).
func (Bernoulli) Relax(y, z mat.M, τ Float) {
	for i, z := range z.Data {
		y.Data[i] = z / τ
	}
	mat.Sigmoid(y, y)
}

// Given is, with t = log v − log(1−v), the inverse of z's distribution function on either side:
//
//	z = log(1 + e^t·(1 + eᵃ)) if h = 1,  −log(1 + e^t·(1 + e⁻ᵃ)) if h = 0.
func (Bernoulli) Given(z, h mat.M, s *Site) {
	for i, v := range s.Uniform().Data {
		a, sign := float64(s.A.Data[i]), 1.0
		if h.Data[i] == 0 {
			a, sign = -a, -1
		}
		z.Data[i] = Float(sign * softplus(logit(v)+softplus(a)))
	}
}

// PullGiven: ∂z/∂a is p·(1 − e^−|z|) if h = 1, (1−p)·(1 − e^−|z|) if h = 0.
func (Bernoulli) PullGiven(g mat.M, c Float, w, z, h, p mat.M) {
	for i, p := range p.Data {
		if h.Data[i] == 0 {
			p = 1 - p
		}
		g.Data[i] -= c * w.Data[i] * p * Float(math.Expm1(-math.Abs(float64(z.Data[i]))))
	}
}

// Perturb is z = a − log(−log u).
func (c Categorical) Perturb(z mat.M, s *Site) {
	c.Units(s.A.Cols)
	for i, u := range s.Uniform().Data {
		z.Data[i] = s.A.Data[i] - Float(math.Log(-math.Log(float64(u))))
	}
}

// Hard is the arg-max of each group.
func (c Categorical) Hard(h, z mat.M) {
	copy(h.Data, z.Data)
	c.Choose(h, 0)
}

// Relax is softmax(z/τ).
func (c Categorical) Relax(y, z mat.M, τ Float) { softmax(y, z, c.K, float64(τ)) }

// Given is, with E_j = −log v_j and Z = Σ e^a over the group (Paulus et al., 2021, section 3),
//
//	z_d = log Z − log E_d for the d that is on,  z_j = −log(E_j·e^{−a_j} + E_d/Z) for the others.
func (c Categorical) Given(z, h mat.M, s *Site) {
	v := s.Uniform().Data
	for lo := 0; lo < len(v); lo += c.K {
		z, h, a := z.Data[lo:lo+c.K], h.Data[lo:lo+c.K], s.A.Data[lo:lo+c.K]
		d, logZ := on(h), logSumExp(a)
		top := math.Log(-math.Log(float64(v[lo+d]))) - logZ // −z_d
		for j := range z {
			m := top
			if j != d {
				m = logAdd(top, math.Log(-math.Log(float64(v[lo+j])))-float64(a[j]))
			}
			z[j] = Float(-m)
		}
	}
}

// PullGiven: with t_j = e^{z_j − z_d}, 1 for the d that is on, ∂z_j/∂a_i = 1[i=j]·(1−t_j) + p_i·t_j.
func (c Categorical) PullGiven(g mat.M, k Float, w, z, h, p mat.M) {
	for lo := 0; lo < len(z.Data); lo += c.K {
		g, w, z, p := g.Data[lo:lo+c.K], w.Data[lo:lo+c.K], z.Data[lo:lo+c.K], p.Data[lo:lo+c.K]
		top, sum := z[on(h.Data[lo:lo+c.K])], Float(0)
		for j := range z {
			t := Float(math.Exp(float64(z[j] - top)))
			sum += t * w[j]
			g[j] += k * w[j] * (1 - t)
		}
		for j := range z {
			g[j] += k * p[j] * sum
		}
	}
}
