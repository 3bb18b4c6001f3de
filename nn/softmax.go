package nn

import (
	"fmt"
	"math"

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
}

// Loss is w·(log Σ_j e^{x_j} − x_label) for each row, and back: ∂x = w·(softmax(x) − onehot(label)).
func (h *Softmax) Loss(x *Var) []float64 {
	if len(h.Labels) != x.Val.Rows {
		panic(fmt.Sprintf("nn: Softmax: %d labels for %d rows", len(h.Labels), x.Val.Rows))
	}
	loss := make([]float64, x.Val.Rows)
	e := h.Pass.Mat(x.Val.Rows, x.Val.Cols) // e^(x − max x)
	keep := h.Always || h.Pass.Depth == Learn || h.Pass.Depth == Use
	if keep {
		h.Pred = h.Pred[:0]
	}
	for i, label := range h.Labels {
		row, to := x.Val.Row(i), e.Row(i)
		if int(label) >= len(row) || label < 0 {
			panic(fmt.Sprintf("nn: Softmax: label %d with %d classes", label, len(row)))
		}
		best, top := 0, row[0]
		for j, v := range row {
			if v > top {
				best, top = j, v
			}
		}
		for j, v := range row {
			to[j] = v - top
		}
		loss[i] = float64(top)
		if keep {
			h.Pred = append(h.Pred, int32(best))
		}
	}
	mat.Exp(e, e)
	for i := range h.Labels {
		sum := 0.0
		for _, v := range e.Row(i) {
			sum += float64(v)
		}
		log := loss[i] + math.Log(sum)
		loss[i] = 0
		for _, of := range h.Pass.Parts(i, len(h.Labels)) {
			if of.Share == 0 {
				continue
			}
			label, w := h.Labels[of.Example], of.Share*weight(h.Weights, of.Example)
			loss[i] += w * (log - float64(x.Val.Row(i)[label]))
			if h.Pass.Depth >= Slope {
				g := x.Grad.Row(i)
				mat.AddScaled(g, Float(w/sum), e.Row(i))
				g[label] -= Float(w)
			}
		}
	}
	return loss
}

// weight is what row i counts.
func weight(w []Float, i int) float64 {
	if w == nil {
		return 1
	}
	return float64(w[i])
}
