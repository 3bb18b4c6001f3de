package nn

import (
	"fmt"
	"math"
	"slices"

	"gater/mat"
)

// Softmax is the head of a classifier: the loss of a row is −log softmax(x)[label], in nats.
// Its Loss method is the innermost Next; keep the method value, so that a step makes no closure:
//
//	head := &nn.Softmax{Pass: p}
//	last := head.Loss
type Softmax struct {
	Pass    *Pass
	Labels  []int32
	Weights []Float // what each row counts; nil: 1
	Pred    []int32 // the likeliest class of each row, as of the last Learn or Use
	Always  bool    // keep Pred at every depth

	x    *Var
	e    mat.M // e^(x − max x)
	loss []float64
	keep bool
}

// Loss is w·(log Σ_j e^{x_j} − x_label) for each row, and back: ∂x = w·(softmax(x) − onehot(label)).
func (h *Softmax) Loss(x *Var) []float64 {
	if len(h.Labels) != x.Val.Rows {
		panic(fmt.Sprintf("nn: Softmax: %d labels for %d rows", len(h.Labels), x.Val.Rows))
	}
	for _, label := range h.Labels {
		if int(label) >= x.Val.Cols || label < 0 {
			panic(fmt.Sprintf("nn: Softmax: label %d with %d classes", label, x.Val.Cols))
		}
	}
	loss := make([]float64, x.Val.Rows)
	h.x, h.loss, h.e = x, loss, h.Pass.Mat(x.Val.Rows, x.Val.Cols)
	h.keep = h.Always || h.Pass.Depth == Learn || h.Pass.Depth == Use
	if h.keep {
		h.Pred = slices.Grow(h.Pred[:0], x.Val.Rows)[:x.Val.Rows]
	}
	h.Pass.Pool.Share((*softmaxRows)(h), softmaxWork*len(x.Val.Data))
	h.x, h.loss, h.e = nil, nil, mat.M{}
	return loss
}

// softmaxWork is how many multiplications a class takes as long as.
const softmaxWork = 256

// softmaxRows is a Softmax as a task of the pool.
type softmaxRows Softmax

// Part is the loss of the i-th of n parts of the rows.
func (h *softmaxRows) Part(i, n int) {
	first, last := i*len(h.loss)/n, (i+1)*len(h.loss)/n
	for r := first; r < last; r++ {
		row, to := h.x.Val.Row(r), h.e.Row(r)
		best, top := 0, row[0]
		for j, v := range row {
			if v > top {
				best, top = j, v
			}
		}
		for j, v := range row {
			to[j] = v - top
		}
		h.loss[r] = float64(top)
		if h.keep {
			h.Pred[r] = int32(best)
		}
	}
	e := h.e.Slice(first, last)
	mat.Exp(e, e)
	for r := first; r < last; r++ {
		sum := 0.0
		for _, v := range h.e.Row(r) {
			sum += float64(v)
		}
		log := h.loss[r] + math.Log(sum)
		h.loss[r] = 0
		for _, of := range h.Pass.Parts(r, len(h.Labels)) {
			if of.Share == 0 {
				continue
			}
			label, w := h.Labels[of.Example], of.Share*weight(h.Weights, of.Example)
			h.loss[r] += w * (log - float64(h.x.Val.Row(r)[label]))
			if h.Pass.Depth >= Slope {
				g := h.x.Grad.Row(r)
				mat.AddScaled(g, Float(w/sum), h.e.Row(r))
				g[label] -= Float(w)
			}
		}
	}
}

// weight is what row i counts.
func weight(w []Float, i int) float64 {
	if w == nil {
		return 1
	}
	return float64(w[i])
}
