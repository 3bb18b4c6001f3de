package est

import (
	"fmt"

	"gater/mat"
)

// Categorical is the law of one-hot groups: columns come K to a group, of which one is on,
//
//	h_j = 1 with probability p_j = e^{a_j} / Σ_i e^{a_i}, the sum over the group.
//
// As gates, each group opens exactly one block. The number of columns is a multiple of K.
type Categorical struct {
	K int // at least 2
}

// Check is that K is 2 or more.
func (c Categorical) Check() error {
	if c.K < 2 {
		return fmt.Errorf("est: Categorical: K is %d: a group needs 2 columns or more, or be Bernoulli", c.K)
	}
	return nil
}

// Prob is the softmax of each group.
func (c Categorical) Prob(s *Site) mat.M {
	c.Units(s.A.Cols)
	return s.softmax(c.K)
}

// Sample takes, of each group, the first column at which the running sum of p is above u.
func (c Categorical) Sample(h mat.M, s *Site) {
	p, u := c.Prob(s), s.uniforms(c.Units(s.A.Cols))
	h.Zero()
	for g, u := range u.Data {
		lo := g * c.K
		h.Data[lo+pick(p.Data[lo:lo+c.K], u)] = 1
	}
}

// Mean is p; of its derivative J(p), dm is the diagonal.
func (c Categorical) Mean(m, dm mat.M, s *Site) {
	for i, p := range c.Prob(s).Data {
		m.Data[i], dm.Data[i] = p, p*(1-p)
	}
}

// Pull is g += c·p·(v − p·v), group by group.
func (c Categorical) Pull(g mat.M, w Float, v, p mat.M) {
	c.Units(p.Cols)
	for lo := 0; lo < len(p.Data); lo += c.K {
		g, v, p := g.Data[lo:lo+c.K], v.Data[lo:lo+c.K], p.Data[lo:lo+c.K]
		mean := Float(0)
		for j, p := range p {
			mean += p * v[j]
		}
		for j, p := range p {
			g[j] += w * p * (v[j] - mean)
		}
	}
}

// Score is p.
func (c Categorical) Score(score mat.M, s *Site) { copy(score.Data, c.Prob(s).Data) }

// Choose puts the likeliest of each group on, whatever θ; of equals the first.
func (c Categorical) Choose(h mat.M, _ float64) {
	c.Units(h.Cols)
	for lo := 0; lo < len(h.Data); lo += c.K {
		one(h.Data[lo : lo+c.K])
	}
}

// On is 1.
func (Categorical) On(mat.M, *Site) {}
