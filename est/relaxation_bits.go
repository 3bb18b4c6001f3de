package est

import (
	"math"

	"gater/mat"
)

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

// PushGiven is PullGiven of one column each.
func (c Bernoulli) PushGiven(w, u, z, h, p mat.M) {
	w.Zero()
	c.PullGiven(w, 1, u, z, h, p)
}
