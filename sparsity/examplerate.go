package sparsity

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// ExampleRate asks every row to have a share τ of the units on (E. Bengio, Bacon, Pineau and
// Precup, 2015, arXiv 1511.06297, L_e). It stands before the units:
//
//	penalty = λ·mean_i ‖mean_j σ(a_ij) − τ‖₂,
//
// the norm being that of one number.
type ExampleRate struct {
	Target float64 // τ
	Lambda float64 // λ
}

// Run adds the penalty.
func (l ExampleRate) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 { return run(l, p, x, next) }

// rate is B·∂penalty/∂p_ij = λ·sign(mean_j p_ij − τ)/n.
func (l ExampleRate) rate(_ *nn.Pass, loss []float64, prob, d mat.M) {
	n := float64(prob.Cols)
	for i := range loss {
		sum := 0.0
		for _, q := range prob.Row(i) {
			sum += float64(q)
		}
		e := sum/n - l.Target
		loss[i] += l.Lambda * math.Abs(e)
		d.Slice(i, i+1).Fill(Float(l.Lambda * sign(e) / n))
	}
}
