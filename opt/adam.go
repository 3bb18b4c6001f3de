package opt

import (
	"math"

	"gater/internal/kern"
)

// Adam is Kingma and Ba (2015, arXiv 1412.6980, algorithm 1), and with Decay it is AdamW
// (Loshchilov and Hutter, 2019, arXiv 1711.05101). At update t,
//
//	m ← β₁·m + (1−β₁)·g,  v ← β₂·v + (1−β₂)·g²,
//	w ← w − lr·( m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε) + decay·w ).
type Adam struct {
	B1    float64 // β₁; 0 means 0.9
	B2    float64 // β₂; 0 means 0.999
	Eps   float64 // ε; 0 means 1e-8
	Decay float64 // of the weights, at the learning rate; biases are exempt
}

// Moments is m and v.
func (Adam) Moments() []string { return adamMoments }

var adamMoments = []string{"mean", "square"}

// Update is the formula. β₁ᵗ and β₂ᵗ are powers of what the moments are really multiplied by,
// so that the first step is lr·sign(g) in float32 too.
func (r Adam) Update(w, g []Float, m Moments, now Now) {
	b1, b2 := r.betas()
	kern.Adam(w, m[0], m[1], g, Float(now.Rate), b1, b2, r.eps(), Float(r.decay(now.Bias)),
		unbias(b1, now.Count), unbias(b2, now.Count), Float(now.Scale))
}

func (r Adam) betas() (b1, b2 Float) { return Float(or(r.B1, 0.9)), Float(or(r.B2, 0.999)) }
func (r Adam) eps() Float            { return Float(or(r.Eps, 1e-8)) }

func (r Adam) decay(bias bool) float64 {
	if bias {
		return 0
	}
	return float64(Float(r.Decay))
}

// unbias is 1/(1−βᵗ).
func unbias(b Float, t int) Float { return Float(1 / (1 - math.Pow(float64(b), float64(t)))) }
