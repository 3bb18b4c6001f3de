package est

import (
	"fmt"

	"gater/nn"
)

// MaxEnumerate is the most bits of outcomes that Enumerate takes: 2²⁰ runs of the rest of the
// network.
const MaxEnumerate = 20

// Enumerate is the oracle: the exact gradient by summing over all outputs, 2ᴺ of N bits or Kᴺ of
// N one-hot groups,
//
//	∂E[f]/∂a_j = Σ_h P(h)·(h_j − p_j)·f(h).
//
// Exact if f is; where later units draw, each term is one draw of them. Calls: Learn on a
// sample, and a Look an output.
type Enumerate struct{ Discrete }

// Estimate is Σ_h P(h)(h − p)f(h).
func (e Enumerate) Estimate(s *Site, f F) []float64 {
	if n := e.family().Units(s.A.Cols); e.states(s.A.Cols) > 1<<MaxEnumerate {
		panic(fmt.Sprintf("est: Enumerate: %d units have %d^%d outputs, more than 2^%d: take fewer units, or LocalExpectations",
			n, e.family().Outcomes(), n, MaxEnumerate))
	}
	loss, _ := f.Learn(Draw(s, e))
	h, p := s.New(), e.family().Prob(s)
	for state := range e.states(h.Cols) {
		for r := range h.Rows {
			e.set(h.Row(r), state)
		}
		for r, l := range f.Look(h) {
			w := e.prob(p.Row(r), state) * l
			g, h, p := s.Grad.Row(r), h.Row(r), p.Row(r)
			for j := range g {
				g[j] += Float(w) * (h[j] - p[j])
			}
		}
	}
	return loss
}

// states is the number of outputs, which is not counted beyond 2⁶⁰.
func (e Enumerate) states(cols int) int {
	return power(e.family().Outcomes(), e.family().Units(cols))
}

// power is kⁿ, which is not counted beyond 2⁶⁰.
func power(k, n int) int {
	all := 1
	for range n {
		if all > 1<<60/k {
			return 1 << 60
		}
		all *= k
	}
	return all
}

// set makes h the output of a number: its digits are the units' outcomes.
func (e Enumerate) set(h []Float, state int) {
	c := e.family()
	for u := range c.Units(len(h)) {
		c.Set(h, u, state%c.Outcomes())
		state /= c.Outcomes()
	}
}

// prob is P(h), the product over the units.
func (e Enumerate) prob(p []Float, state int) float64 {
	c, w := e.family(), 1.0
	for u := range c.Units(len(p)) {
		w *= c.At(p, u, state%c.Outcomes())
		state /= c.Outcomes()
	}
	return w
}

// About: exact, a run an output and one more, and nothing shut is ever needed.
func (e Enumerate) About() About {
	return About{Unbiased: true, Looks: e.states, Skips: nn.SkipAll}
}
