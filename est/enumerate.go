package est

import (
	"fmt"

	"gater/nn"
)

// MaxEnumerate is the most units that Enumerate takes: 2²⁰ runs of the rest of the network.
const MaxEnumerate = 20

// Enumerate is the oracle: the exact gradient by summing over all 2ᴺ outputs,
//
//	∂E[f]/∂a_j = Σ_h P(h)·(h_j − p_j)·f(h).
//
// Exact if f is; where later units draw, each term is one draw of them. Calls: Learn on a
// sample, and 2ᴺ Looks.
type Enumerate struct{ Bernoulli }

// Estimate is Σ_h P(h)(h − p)f(h).
func (e Enumerate) Estimate(s *Site, f F) []float64 {
	n := s.A.Cols
	if n > MaxEnumerate {
		panic(fmt.Sprintf("est: Enumerate: %d units have 2^%d outputs; at most %d units", n, n, MaxEnumerate))
	}
	loss, _ := f.Learn(Draw(s, e))
	h, p := s.New(), s.P()
	for state := range 1 << n {
		for i := range h.Data {
			h.Data[i] = Float(state >> (i % n) & 1)
		}
		for i, l := range f.Look(h) {
			w := prob(h.Row(i), p.Row(i)) * l
			g, h, p := s.Grad.Row(i), h.Row(i), p.Row(i)
			for j := range g {
				g[j] += Float(w) * (h[j] - p[j])
			}
		}
	}
	return loss
}

// prob is P(h) = Π_j p_j^h_j·(1−p_j)^(1−h_j).
func prob(h, p []Float) float64 {
	w := 1.0
	for j, p := range p {
		if h[j] != 0 {
			w *= float64(p)
		} else {
			w *= 1 - float64(p)
		}
	}
	return w
}

// About: exact, 2ᴺ+1 runs, and nothing shut is ever needed.
func (Enumerate) About() About {
	return About{Unbiased: true, Looks: func(n int) int { return 1 << n }, Skips: nn.SkipAll}
}
