package lab

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// crossEntropy is a head of Bernoulli pixels: the loss of a row is −log p(t|x) of targets t with
// logits x, log(1 + eˣ) − t·x summed over the columns.
type crossEntropy struct {
	pass    *nn.Pass
	targets mat.M
}

// Loss is Σ_j log(1 + e^{x_j}) − t_j·x_j, and back: ∂x = σ(x) − t.
func (h *crossEntropy) Loss(x *nn.Var) []float64 {
	loss := floats(x.Val.Rows)
	for i := range loss {
		t := h.targets.Row(i)
		for j, v := range x.Val.Row(i) {
			loss[i] += pixel(float64(v), float64(t[j]))
			if h.pass.Depth >= nn.Slope {
				x.Grad.Row(i)[j] += Float(sigmoid(float64(v))) - t[j]
			}
		}
	}
	return loss
}

// pixel is log(1 + eˣ) − t·x.
func pixel(x, t float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) - t*x
}
