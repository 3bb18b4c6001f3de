package convert

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// distil is a head that learns from labels and from a teacher whose outputs are at hand, by the loss of
// nn.Distil:
//
//	L = (1−λ)·(−log q_1(x)[label]) + λ·T²·KL(q_T(t) ‖ q_T(x)),
//	∂L/∂x = (1−λ)·(q_1(x) − onehot(label)) + λ·T·(q_T(x) − q_T(t)).
type distil struct {
	pass    *nn.Pass
	weight  float64 // λ
	temper  float64 // T
	labels  []int32
	teacher mat.M // outputs, rows×classes
	all     mat.M // those of all training rows
	wrong   int   // rows whose likeliest class is not the label, since it was last set to 0

	p []float64
}

// turn takes the teacher's outputs; labels are set where they are gathered.
func (h *distil) turn(rows []int32) {
	for r, i := range rows {
		copy(h.teacher.Row(r), h.all.Row(int(i)))
	}
}

func (h *distil) count(wrong int) { h.wrong = wrong }

func (h *distil) missed() (int, bool) { return h.wrong, true }

func (h *distil) loss(x *nn.Var) []float64 {
	out := make([]float64, x.Val.Rows)
	for i, label := range h.labels {
		row, t := x.Val.Row(i), h.teacher.Row(i)
		h.p = soft(h.p, row)
		if best(row) != int(label) {
			h.wrong++
		}
		out[i] = -(1 - h.weight) * math.Log(max(h.p[label], 1e-300))
		if h.pass.Depth >= nn.Slope {
			for j, p := range h.p {
				x.Grad.Row(i)[j] += mat.Float((1 - h.weight) * p)
			}
			x.Grad.Row(i)[label] -= mat.Float(1 - h.weight)
		}
		var g []mat.Float
		if h.pass.Depth >= nn.Slope {
			g = x.Grad.Row(i)
		}
		out[i] += h.weight * nn.Divergence(g, row, t, h.temper, h.weight)
	}
	return out
}

// soft is softmax(x), in p's memory.
func soft(p []float64, x []mat.Float) []float64 {
	p = p[:0]
	top, sum := float64(x[best(x)]), 0.0
	for _, v := range x {
		e := math.Exp(float64(v) - top)
		p, sum = append(p, e), sum+e
	}
	for j := range p {
		p[j] /= sum
	}
	return p
}

func best(x []mat.Float) (at int) {
	for j, v := range x {
		if v > x[at] {
			at = j
		}
	}
	return at
}
