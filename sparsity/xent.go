package sparsity

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// Xent asks every unit to be on in a share s of the rows (Bengio, Léonard and Courville, 2013,
// appendix, eq. 14, with its log 1−p read as log(1−p); the 10⁻⁶ is from the released code). It
// stands before the units, on their input a:
//
//	penalty = −λ·Σ_j [ s·log(p̄_j + 10⁻⁶) + (1−s)·log(1 − p̄_j + 10⁻⁶) ],  p̄_j = mean_i σ(a_ij)ʳ.
//
// It is least, λ·n·H(s), at p̄_j = s. Power ½ is for stochastic-times-smooth units, which are on
// with probability √p.
type Xent struct {
	Target float64 // s
	Lambda float64 // λ
	Power  float64 // r; 0 means 1
}

// Run adds the penalty.
func (l Xent) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 { return run(l, p, x, next) }

// rate is B·∂penalty/∂p_ij = −λ·( s/p̄_j − (1−s)/(1−p̄_j) )·r·p_ijʳ⁻¹.
func (l Xent) rate(p *nn.Pass, loss []float64, prob, d mat.M) {
	const ε = 1e-6
	q, r := prob, or(l.Power, 1)
	if r != 1 {
		q = p.Mat(prob.Rows, prob.Cols)
		power(q, prob, r)
	}
	slope := unitMeans(p, q)
	s, sum := l.Target, 0.0
	for j, m := range slope.Data {
		on, off := float64(m)+ε, 1-float64(m)+ε
		sum += s*math.Log(on) + (1-s)*math.Log(off)
		slope.Data[j] = Float(-l.Lambda * r * (s/on - (1-s)/off))
	}
	addAll(loss, -l.Lambda*sum)
	fillRows(d, slope.Data)
	if r != 1 {
		for i, v := range prob.Data { // pʳ/p, whose product with p is 0 at 0
			d.Data[i] *= q.Data[i] / max(v, tiny)
		}
	}
}

// tiny keeps 0/0 from being NaN.
const tiny = 1e-37

// power is q = pʳ.
func power(q, p mat.M, r float64) {
	for i, v := range p.Data {
		if r == 0.5 {
			q.Data[i] = Float(math.Sqrt(float64(v)))
		} else {
			q.Data[i] = Float(math.Pow(float64(v), r))
		}
	}
}
