package convert

import (
	"gater/mat"
	"gater/nn"
)

// shift is y = x − by in training, and back: ∂x = ∂y; in use it is nothing. It stands before the
// units of a gater, which are on above 0 in training and above a threshold in use, so that training
// has the gates of any threshold.
type shift struct{ by mat.Float }

func (l *shift) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	if p.Depth == nn.Use {
		return next(x)
	}
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = v - l.by
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
