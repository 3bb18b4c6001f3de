package convert

import (
	"slices"

	"gater/mat"
	"gater/nn"
	"gater/train"
)

// shift stands before the units of a gater, which in training are on above 0, and moves their inputs
// so that a share of them is, over the batch:
//
//	y = x − q,  q the 1−share quantile of all of x,  ∂x = ∂y.
//
// So gates that learn to open find that others shut. In use it is nothing: units have thresholds. It
// is the one place where rows of a batch see each other, in training alone.
type shift struct{ share float64 }

func (l *shift) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	if p.Depth == nn.Use {
		return next(x)
	}
	y := p.New(x.Val.Rows, x.Val.Cols)
	copy(y.Val.Data, x.Val.Data)
	var q mat.Float
	if l.share < 1 {
		q = train.Quantile(y.Val.Data, 1-l.share)
	} else {
		q = slices.Min(x.Val.Data) - 1
	}
	for i, v := range x.Val.Data {
		y.Val.Data[i] = v - q
	}
	loss := next(y)
	if p.Depth >= nn.Slope {
		mat.AddScaled(x.Grad.Data, 1, y.Grad.Data)
	}
	return loss
}

// shifted puts a shift before the units of every gater; undo takes them out.
func (n *Net) shifted() (shifts []*shift, undo func()) {
	var old []nn.Layer
	for _, g := range n.Gates {
		s, gate := new(shift), g.Layer.Gate.(nn.Seq)
		old, shifts = append(old, gate), append(shifts, s)
		last := len(gate) - 1
		g.Layer.Gate = append(append(nn.Seq{}, gate[:last]...), s, gate[last])
	}
	return shifts, func() {
		for i, g := range n.Gates {
			g.Layer.Gate = old[i]
		}
	}
}
