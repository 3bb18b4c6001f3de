package vae

import (
	"fmt"

	"gater/mat"
	"gater/nn"
)

// Pixels is the head: −log p(t|x) of binary pixels t with logits x, row by row,
//
//	Σ_j log(1 + e^{x_j}) − t_j·x_j.
//
// Its Loss method is the innermost next; keep the method value.
type Pixels struct {
	Pass *nn.Pass
	T    mat.M // rows×pixels, each 0 or 1

	loss []float64
	x    *nn.Var
	q    mat.M // σ(−x)
	ones []Float
}

// Loss is the formula, and back: ∂x = σ(x) − t = 1 − σ(−x) − t.
func (h *Pixels) Loss(x *nn.Var) []float64 {
	if x.Val.Rows != h.T.Rows || x.Val.Cols != h.T.Cols {
		panic(fmt.Sprintf("vae: Pixels: pictures are %s, output is %s", h.T.Shape(), x.Val.Shape()))
	}
	h.loss = make([]float64, x.Val.Rows)
	h.x, h.q = x, h.Pass.Mat(x.Val.Rows, x.Val.Cols)
	for len(h.ones) < x.Val.Cols {
		h.ones = append(h.ones, 1)
	}
	h.Pass.Pool.Run(h)
	return h.loss
}

// Part is the i-th of n parts of the rows.
func (h *Pixels) Part(i, n int) {
	for r := h.T.Rows * i / n; r < h.T.Rows*(i+1)/n; r++ {
		q, t := h.q.Slice(r, r+1), h.T.Row(r)
		h.loss[r] = softplus(q, h.x.Val.Slice(r, r+1)) - dot(t, h.x.Val.Row(r))
		if h.Pass.Depth < nn.Slope {
			continue
		}
		g := h.x.Grad.Row(r)
		mat.AddScaled(g, 1, h.ones[:len(g)])
		mat.AddScaled(g, -1, q.Data)
		mat.AddScaled(g, -1, t)
	}
}
