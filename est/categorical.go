package est

import (
	"fmt"
	"math"

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

// Units is the number of groups, Outcomes K.
func (c Categorical) Units(cols int) int {
	if err := c.Check(); err != nil {
		panic(err.Error())
	}
	if n := cols / c.K; n*c.K != cols {
		panic(fmt.Sprintf("est: Categorical: %d columns are no multiple of K = %d: make the layer before %d or %d wide",
			cols, c.K, n*c.K, (n+1)*c.K))
	}
	return cols / c.K
}
func (c Categorical) Outcomes() int { return c.K }

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

// pick is the first outcome whose running sum of p is above u; rounding leaves the last of p > 0.
func pick(p []Float, u Float) (k int) {
	sum := Float(0)
	for j, q := range p {
		if q > 0 {
			k = j
		}
		if sum += q; u < sum {
			return j
		}
	}
	return k
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

// one turns scores into 1 for the highest and 0 for the others.
func one(h []Float) {
	best := 0
	for j, v := range h {
		if v > h[best] {
			best = j
		}
	}
	clear(h)
	h[best] = 1
}

// On is 1.
func (Categorical) On(mat.M, *Site) {}

// Set is the k-th column of group u on, the others off.
func (c Categorical) Set(h []Float, u, k int) {
	clear(h[u*c.K : (u+1)*c.K])
	h[u*c.K+k] = 1
}

// Drawn is the column that is on in group u.
func (c Categorical) Drawn(h []Float, u int) int { return on(h[u*c.K : (u+1)*c.K]) }

// At is p in the k-th column of group u.
func (c Categorical) At(p []Float, u, k int) float64 { return float64(p[u*c.K+k]) }

// Slot is that column.
func (c Categorical) Slot(u, k int) (col int, sign Float) { return u*c.K + k, 1 }

// softmax is y = e^{a/τ} / Σ e^{a/τ} in each group of k columns; y may be a.
func softmax(y, a mat.M, k int, τ float64) {
	for lo := 0; lo < len(a.Data); lo += k {
		y, a := y.Data[lo:lo+k], a.Data[lo:lo+k]
		top, sum := float64(a[0]), 0.0
		for _, v := range a {
			top = max(top, float64(v))
		}
		for j, v := range a {
			e := math.Exp((float64(v) - top) / τ)
			y[j] = Float(e)
			sum += e
		}
		for j := range y {
			y[j] = Float(float64(y[j]) / sum)
		}
	}
}
