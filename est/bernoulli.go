package est

import "gater/mat"

// Bernoulli is the law of a stochastic binary neuron (Bengio et al., 2013, eq. 3, with its
// inequality turned round so that a unit is on with probability p):
//
//	h = 1[u < p],  p = σ(a).
type Bernoulli struct{}

// Sample is h = 1[u < σ(a)].
func (Bernoulli) Sample(h mat.M, s *Site) {
	u := s.Uniform()
	mat.Above(h, s.P(), u)
}

// Mean is E[h] = p, with derivative p(1−p).
func (Bernoulli) Mean(m, dm mat.M, s *Site) {
	for i, p := range s.P().Data {
		m.Data[i], dm.Data[i] = p, p*(1-p)
	}
}

// Score is p.
func (Bernoulli) Score(score mat.M, s *Site) { copy(score.Data, s.P().Data) }

// On is 1.
func (Bernoulli) On(mat.M, *Site) {}

// Choose is h = 1[h > θ].
func (Bernoulli) Choose(h mat.M, θ float64) { above(h, h, θ) }

// Prob is σ(a).
func (Bernoulli) Prob(s *Site) mat.M { return s.P() }

// Pull is g += c·p(1−p)·v.
func (Bernoulli) Pull(g mat.M, c Float, v, p mat.M) {
	for i, p := range p.Data {
		g.Data[i] += c * p * (1 - p) * v.Data[i]
	}
}

// Units is a unit a column; Outcomes is off and on.
func (Bernoulli) Units(cols int) int { return cols }
func (Bernoulli) Outcomes() int      { return 2 }

// Set is h_u = k.
func (Bernoulli) Set(h []Float, u, k int) { h[u] = Float(k) }

// Drawn is h_u.
func (Bernoulli) Drawn(h []Float, u int) int { return int(h[u]) }

// At is p_u for k = 1, 1 − p_u for k = 0.
func (Bernoulli) At(p []Float, u, k int) float64 {
	if k == 1 {
		return float64(p[u])
	}
	return 1 - float64(p[u])
}

// Slot is +1 in column u for k = 1, −1 for k = 0.
func (Bernoulli) Slot(u, k int) (col int, sign Float) { return u, Float(2*k - 1) }

// Check is nil.
func (Bernoulli) Check() error { return nil }

// step is 1[on], by way of an integer: a branch on a coin would be wrong half the time.
func step(on bool) Float {
	n := 0
	if on {
		n = 1
	}
	return Float(n)
}
