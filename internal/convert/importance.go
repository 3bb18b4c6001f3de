package convert

import (
	"math"

	"gater/mat"
)

// importance sets imp, rows×blocks, to what each block adds to the layer that follows,
//
//	imp_rk = ‖h_rk·W_k‖₂ = √(h_rk·(W_k·W_kᵀ)·h_rkᵀ),
//
// with h rows×units, all of them computed, and grams the W_k·W_kᵀ.
func importance(pool *mat.Pool, imp, h mat.M, grams []mat.M) {
	width := h.Cols / len(grams)
	part, prod := mat.New(h.Rows, width), mat.New(h.Rows, width)
	for k, g := range grams {
		for r := range h.Rows {
			copy(part.Row(r), h.Row(r)[k*width:])
		}
		prod.Zero()
		mat.MulNN(pool, prod, part, g)
		for r := range h.Rows {
			sum := 0.0
			for i, v := range part.Row(r) {
				sum += float64(v) * float64(prod.Row(r)[i])
			}
			imp.Row(r)[k] = mat.Float(math.Sqrt(max(0, sum)))
		}
	}
}
