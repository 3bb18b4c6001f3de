package est

import "gater/mat"

// Bernoulli is the law of a stochastic binary neuron (Bengio et al., 2013, eq. 3, with its
// inequality turned round so that a unit is on with probability p):
//
//	h = 1[u < p],  p = σ(a).
type Bernoulli struct{}

// Sample is h = 1[u < σ(a)].
func (Bernoulli) Sample(h mat.M, s *Site) {
	u, p := s.Uniform().Data, s.P().Data
	for i := range h.Data {
		h.Data[i] = step(u[i] < p[i])
	}
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
