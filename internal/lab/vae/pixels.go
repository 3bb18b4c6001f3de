package vae

import (
	"fmt"
	"math"

	"gater/mat"
	"gater/nn"
)

// Pixels is the head: −log p(t|x) of binary pixels t with logits x, row by row,
//
//	−Σ_j log σ(±x_j),  + where t_j = 1.
//
// Its Loss method is the innermost next; keep the method value.
type Pixels struct {
	Pass *nn.Pass
	T    mat.M // rows×pixels, each 0 or 1

	loss []float64
	x    *nn.Var
	s    mat.M // σ(±x)
}

// Loss is −Σ log σ(±x), and back: ∂x = σ(x) − t.
func (h *Pixels) Loss(x *nn.Var) []float64 {
	if x.Val.Rows != h.T.Rows || x.Val.Cols != h.T.Cols {
		panic(fmt.Sprintf("vae: Pixels: pictures are %s, output is %s", h.T.Shape(), x.Val.Shape()))
	}
	h.loss = make([]float64, x.Val.Rows)
	h.x, h.s = x, h.Pass.Mat(x.Val.Rows, x.Val.Cols)
	h.Pass.Pool.Run(h)
	return h.loss
}

// Part is the i-th of n parts of the rows.
func (h *Pixels) Part(i, n int) {
	from, to := h.T.Rows*i/n, h.T.Rows*(i+1)/n
	x, s, t := h.x.Val.Slice(from, to).Data, h.s.Slice(from, to).Data, h.T.Slice(from, to).Data
	s, t = s[:len(x)], t[:len(x)]
	for k, v := range x {
		s[k] = v * (2*t[k] - 1)
	}
	m := mat.M{Rows: to - from, Cols: h.T.Cols, Data: s}
	mat.Sigmoid(m, m)
	for r := from; r < to; r++ {
		l, ok := logOf(h.s.Row(r))
		if !ok {
			l = logSigmoids(h.x.Val.Row(r), h.T.Row(r))
		}
		h.loss[r] = -l
	}
	if h.Pass.Depth >= nn.Slope {
		g := h.x.Grad.Slice(from, to).Data[:len(x)]
		for k, p := range s {
			g[k] += (1 - p) * (1 - 2*t[k])
		}
	}
}

// logOf is Σ_j log s_j, by the logarithm of products: of sixteen factors in four chains, so that
// they do not wait for each other, and then of those. It gives up if factors are so small that
// they may have been rounded off.
func logOf(s []Float) (sum float64, ok bool) {
	all := 1.0
	for len(s) >= 16 {
		q := s[:16:16]
		a := float64(q[0]) * float64(q[1]) * float64(q[2]) * float64(q[3])
		b := float64(q[4]) * float64(q[5]) * float64(q[6]) * float64(q[7])
		c := float64(q[8]) * float64(q[9]) * float64(q[10]) * float64(q[11])
		d := float64(q[12]) * float64(q[13]) * float64(q[14]) * float64(q[15])
		p := (a * b) * (c * d)
		if p < tiny {
			return 0, false
		}
		if all *= p; all < 1e-200 {
			sum += math.Log(all)
			all = 1
		}
		s = s[16:]
	}
	for _, v := range s {
		if v < tiny {
			return 0, false
		}
		sum += math.Log(float64(v))
	}
	return sum + math.Log(all), true
}

// tiny is a product that is not made of factors of ordinary size.
const tiny = 1e-30

// logSigmoids is Σ_j log σ(±x_j), + where t_j = 1, without the means that rounding would spoil.
func logSigmoids(x, t []Float) (sum float64) {
	for j, v := range x {
		y := float64(v)
		if t[j] == 0 {
			y = -y
		}
		sum += min(y, 0) - math.Log1p(math.Exp(-math.Abs(y)))
	}
	return sum
}
