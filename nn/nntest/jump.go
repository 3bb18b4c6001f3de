package nntest

import (
	"gater/mat"
	"gater/nn"
)

// Jump is y = x·1[x > Theta]: a gate that shuts, with a derivative almost everywhere. Theta −Inf
// opens all, +Inf none.
type Jump struct{ Theta float64 }

// Run is y = x·1[x > θ], and back: ∂x = 1[x > θ]·∂y.
func (l Jump) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = 0
		if float64(v) > l.Theta {
			y.Val.Data[i] = v
		}
	}
	loss := next(y)
	if p.Depth >= nn.Slope && x.Grad.Data != nil {
		for i, v := range x.Val.Data {
			if float64(v) > l.Theta {
				x.Grad.Data[i] += y.Grad.Data[i]
			}
		}
	}
	return loss
}

// Skips: the gradient of a shut gate is 0 whatever it shuts.
func (Jump) Skips() nn.Skip { return nn.SkipAll }

// Pattern lists the pairs of rows and blocks whose gate is not 0.
func Pattern(gates mat.M, width int) *mat.Pairs {
	o := &mat.Pairs{Rows: gates.Rows, Blocks: gates.Cols, Width: width, Off: []int32{0}, ROff: []int32{0}}
	for k := range gates.Cols {
		for r := range gates.Rows {
			if gates.Row(r)[k] != 0 {
				o.Row = append(o.Row, int32(r))
			}
		}
		o.Off = append(o.Off, int32(len(o.Row)))
	}
	for r := range gates.Rows {
		for k, g := range gates.Row(r) {
			if g != 0 {
				o.Block = append(o.Block, int32(k))
			}
		}
		o.ROff = append(o.ROff, int32(len(o.Block)))
	}
	return o
}
