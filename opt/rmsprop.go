package opt

import "gater/internal/kern"

// RMSprop divides a gradient by a moving average of its size (Tieleman and Hinton, Neural
// Networks for Machine Learning, lecture 6.5, 2012):
//
//	s ← ρ·s + (1−ρ)·g²,  w ← w − lr·g/(√s + ε).
type RMSprop struct {
	Rho float64 // ρ, the weight on the past; 0 means 0.9
	Eps float64 // ε; 0 means 1e-8
}

// Moments is s.
func (RMSprop) Moments() []string { return rmspropMoments }

var rmspropMoments = []string{"square"}

// Update is the formula.
func (r RMSprop) Update(w, g []Float, m Moments, now Now) {
	kern.RMSprop(w, m[0], g,
		Float(now.Rate), r.rho(), Float(or(r.Eps, 1e-8)), Float(now.Scale))
}

func (r RMSprop) rho() Float { return Float(or(r.Rho, 0.9)) }

// or is x, or instead if x is 0.
func or(x, instead float64) float64 {
	if x == 0 {
		return instead
	}
	return x
}
