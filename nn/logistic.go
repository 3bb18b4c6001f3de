package nn

import (
	"fmt"
	"math"

	"gater/mat"
)

// Logistic is the head of several questions of yes or no: the loss of a row is the cross-entropy of
// the columns, w·Σ_j log(1 + e^{x_j}) − y_j·x_j, in nats.
type Logistic struct {
	Pass    *Pass
	Targets mat.M   // rows×cols, of 1 for yes and 0 for no
	Weights []Float // what each row counts; nil: 1
}

// Loss is w·Σ_j (max(x_j, 0) + log(1 + e^{−|x_j|}) − y_j·x_j) for each row, and back:
// ∂x = w·(σ(x) − y).
func (h *Logistic) Loss(x *Var) []float64 {
	if h.Targets.Rows != x.Val.Rows || h.Targets.Cols != x.Val.Cols {
		panic(fmt.Sprintf("nn: Logistic: targets are %s, output is %s", h.Targets.Shape(), x.Val.Shape()))
	}
	loss := make([]float64, x.Val.Rows)
	for i := range loss {
		for _, of := range h.Pass.Parts(i, h.Targets.Rows) {
			if of.Share == 0 {
				continue
			}
			y, w := h.Targets.Row(of.Example), of.Share*weight(h.Weights, of.Example)
			for j, v := range x.Val.Row(i) {
				a := float64(v)
				e := math.Exp(-math.Abs(a))
				loss[i] += w * (max(a, 0) + math.Log1p(e) - float64(y[j])*a)
				if h.Pass.Depth >= Slope {
					p := 1 / (1 + e) // σ(|a|)
					if a < 0 {
						p = e / (1 + e)
					}
					x.Grad.Row(i)[j] += Float(w * (p - float64(y[j])))
				}
			}
		}
	}
	return loss
}
