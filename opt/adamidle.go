package opt

import (
	"math"

	"gater/internal/kern"
)

// note is the rate, α = √(1−β₂ᵗ)/(1−β₁ᵗ) and κ = √(1−β₂ᵗ).
func (r Adam) note(now Now) note {
	b1, b2 := r.betas()
	c1, c2 := float64(unbias(b1, now.Count)), float64(unbias(b2, now.Count))
	return note{Float(now.Rate), Float(c1 / math.Sqrt(c2)), Float(1 / math.Sqrt(c2))}
}

// idleSums is what k missed updates come to. Without a gradient, update i of them is
//
//	w ← (1 − lr_i·decay)·w − a_i·m/(√v + ε_i),  a_i = lr_i·α_i·(β₁/√β₂)ⁱ,  ε_i = ε·κ_i/√β₂ⁱ,
//
// with m and v as they were before the first. All the motion hangs on m and v alone, but for ε_i,
// which varies little where a_i matters: around its mean ε̄ of variance σ², to second order,
//
//	Σ a_i·m/(√v + ε_i) = A·m/(√v + ε̄)·(1 + σ²/(√v + ε̄)²),
//
// where decay after update i has been multiplied into a_i, and the next term is the third power
// of σ/(√v + ε̄).
type idleSums struct {
	keep      float64 // ∏ (1 − lr_i·decay)
	move      float64 // A = Σ a_i
	eps, dev  float64 // ε̄ and σ
	b1k, b2k  float64 // β₁ᵏ and β₂ᵏ
	uncertain bool    // the expansion means nothing
}

func (r Adam) sums(missed []Float, factor, decay float64) idleSums {
	b1, b2 := r.betas()
	rho, grow := float64(b1)/math.Sqrt(float64(b2)), 1/math.Sqrt(float64(b2))
	s := idleSums{keep: 1, b1k: 1, b2k: 1}
	ρ, ε := 1.0, float64(r.eps())
	sum1, sum2 := 0.0, 0.0
	for ; len(missed) > 0; missed = missed[notes:] {
		lr := float64(Float(float64(missed[0]) * factor))
		keep := 1 - lr*decay
		ρ *= rho
		ε *= grow
		a, e := lr*float64(missed[1])*ρ, ε*float64(missed[2])
		s.move = s.move*keep + a
		sum1 = sum1*keep + a*e
		sum2 = sum2*keep + a*e*e
		s.keep *= keep
		s.b1k *= float64(b1)
		s.b2k *= float64(b2)
		s.uncertain = s.uncertain || keep <= 0
	}
	s.eps = float64(r.eps())
	if s.move != 0 {
		s.eps = sum1 / s.move
		s.dev = math.Sqrt(max(0, sum2/s.move-s.eps*s.eps))
	}
	if s.b1k < 1e-30 {
		s.b1k = 0 // rather than subnormal numbers, which are slow
	}
	return s
}

// far is how many σ make √v + ε̄ large: the third power of 1/far is 5e-7.
const far = 128

// idle is the sums, or update after update for weights of so small a v that ε matters and has
// changed: with the usual β's there are none but in the first hundreds of updates.
func (r Adam) idle(w []Float, m Moments, missed []Float, factor float64, bias bool) {
	decay := r.decay(bias)
	s := r.sums(missed, factor, decay)
	least := 0.0 // of v, for the sums to hold
	switch {
	case s.uncertain:
		s.eps, s.dev, least = 1, 0, math.Inf(1)
	case far*s.dev > s.eps:
		least = (far*s.dev - s.eps) * (far*s.dev - s.eps)
	}
	m1, m2, from := m[0], m[1], 0
	if bound := Float(least); bound > 0 {
		for i, v := range m2 {
			if v < bound && m1[i] != 0 {
				s.apply(w[from:i], m1[from:i], m2[from:i])
				r.replay(&w[i], &m1[i], &m2[i], missed, factor, decay)
				from = i + 1
			}
		}
	}
	s.apply(w[from:], m1[from:], m2[from:])
}

func (s *idleSums) apply(w, m, v []Float) {
	kern.AdamIdle(w, m, v, Float(s.keep), Float(s.move), Float(s.eps), Float(s.dev), Float(s.b1k), Float(s.b2k))
}

// replay is the formula of idleSums for one weight, update after update.
func (r Adam) replay(w, m, v *Float, missed []Float, factor, decay float64) {
	b1, b2 := r.betas()
	x, y, z, ε := float64(*w), float64(*m), float64(*v), float64(r.eps())
	for ; len(missed) > 0; missed = missed[notes:] {
		lr := float64(Float(float64(missed[0]) * factor))
		y *= float64(b1)
		z *= float64(b2)
		x -= lr * (y*float64(missed[1])/(math.Sqrt(z)+ε*float64(missed[2])) + decay*x)
	}
	*w, *m, *v = Float(x), Float(y), Float(z)
}
