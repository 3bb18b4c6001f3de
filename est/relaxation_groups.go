package est

import (
	"math"

	"gater/mat"
)

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

// PushGiven: w_j = (1 − t_j)·u_j + t_j·p·u.
func (c Categorical) PushGiven(w, u, z, h, p mat.M) {
	for lo := 0; lo < len(z.Data); lo += c.K {
		w, u, z, p := w.Data[lo:lo+c.K], u.Data[lo:lo+c.K], z.Data[lo:lo+c.K], p.Data[lo:lo+c.K]
		top, mean := z[on(h.Data[lo:lo+c.K])], Float(0)
		for j, p := range p {
			mean += p * u[j]
		}
		for j := range z {
			t := Float(math.Exp(float64(z[j] - top)))
			w[j] = (1-t)*u[j] + t*mean
		}
	}
}
