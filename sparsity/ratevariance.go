package sparsity

import (
	"gater/mat"
	"gater/nn"
)

// RateVariance asks every unit to tell rows apart, as being on at the target rate for all of them
// alike would satisfy the other penalties (E. Bengio, Bacon, Pineau and Precup, 2015,
// arXiv 1511.06297, L_v). It stands before the units:
//
//	penalty = −λ·Σ_j var_i σ(a_ij),  var_i x_i = mean_i (x_i − mean x)².
type RateVariance struct {
	Lambda float64 // λ
}

// Run adds the penalty.
func (l RateVariance) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 { return run(l, p, x, next) }

// rate is B·∂penalty/∂p_ij = −2λ·(p_ij − mean_i p_ij).
func (l RateVariance) rate(p *nn.Pass, loss []float64, prob, d mat.M) {
	mean, sum := unitMeans(p, prob), 0.0
	for i := range prob.Rows {
		d, prob := d.Row(i), prob.Row(i)
		for j, m := range mean.Data {
			e := float64(prob[j] - m)
			sum += e * e
			d[j] = Float(-2 * l.Lambda * e)
		}
	}
	addAll(loss, -l.Lambda*sum/float64(prob.Rows))
}
