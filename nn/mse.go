package nn

import (
	"fmt"

	"gater/mat"
)

// MSE is a regression head: the loss of a row is w·Σ_j (x_j − target_j)².
type MSE struct {
	Pass    *Pass
	Targets mat.M   // rows×cols
	Weights []Float // what each row counts; nil: 1
	K       int     // so many rows in turn share a target, as Repeat makes them; 0 means 1
}

// Loss is w·Σ_j (x_j − t_j)² for each row, and back: ∂x = 2w(x − t).
func (h *MSE) Loss(x *Var) []float64 {
	k := max(1, h.K)
	if h.Targets.Rows*k != x.Val.Rows || h.Targets.Cols != x.Val.Cols {
		panic(fmt.Sprintf("nn: MSE: targets are %s, output is %s", h.Targets.Shape(), x.Val.Shape()))
	}
	loss := make([]float64, x.Val.Rows)
	for i := range loss {
		for _, of := range h.Pass.Parts(i/k, h.Targets.Rows) {
			if of.Share == 0 {
				continue
			}
			t, w := h.Targets.Row(of.Example), of.Share*weight(h.Weights, of.Example)
			for j, v := range x.Val.Row(i) {
				d := v - t[j]
				loss[i] += w * float64(d) * float64(d)
				if h.Pass.Depth >= Slope {
					x.Grad.Row(i)[j] += 2 * Float(w) * d
				}
			}
		}
	}
	return loss
}
