package sparsity

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// UnitRate asks every unit to be on in a share τ of the rows (E. Bengio, Bacon, Pineau and
// Precup, 2015, arXiv 1511.06297, L_b). It stands before the units:
//
//	penalty = λ·Σ_j ‖mean_i σ(a_ij) − τ‖₂,
//
// the norm being that of one number.
type UnitRate struct {
	Target float64 // τ
	Lambda float64 // λ
}

// Run adds the penalty.
func (l UnitRate) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 { return run(l, p, x, next) }

// rate is B·∂penalty/∂p_ij = λ·sign(mean_i p_ij − τ).
func (l UnitRate) rate(p *nn.Pass, loss []float64, prob, d mat.M) {
	slope, sum := unitMeans(p, prob), 0.0
	for j, m := range slope.Data {
		e := float64(m) - l.Target
		sum += math.Abs(e)
		slope.Data[j] = Float(l.Lambda * sign(e))
	}
	addAll(loss, l.Lambda*sum)
	fillRows(d, slope.Data)
}
