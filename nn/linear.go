package nn

import (
	"fmt"

	"gater/mat"
)

// Linear is y = x·W + b, of shapes rows×in, in×out and 1×out. Blocks of x that are shut are not
// read, and no gradient is computed for them or for their rows of W.
type Linear struct {
	W, B *Param
}

// NewLinear makes a layer of zeros; package nn's Init functions fill it.
func NewLinear(in, out int) *Linear {
	w := mat.NewWeights(in, out)
	return &Linear{&Param{Val: w, Grad: mat.Like(w), Fan: FanCols}, NewParam(1, out, FanNone)}
}

// In and Out are the layer's widths.
func (l *Linear) In() int  { return l.W.Val.Rows }
func (l *Linear) Out() int { return l.W.Val.Cols }

func (l *Linear) String() string { return fmt.Sprintf("Linear %d→%d", l.In(), l.Out()) }

// Run is y = x·W + b, and back: ∂b = Σ ∂y, ∂W = xᵀ·∂y, ∂x = ∂y·Wᵀ.
func (l *Linear) Run(p *Pass, x *Var, next Next) []float64 {
	if x.Val.Cols != l.In() {
		checkCols(l.String(), x, l.In())
	}
	l.W.read(p, x.Open)
	y := p.New(x.Val.Rows, l.Out())
	if l.near(p, y.Val, x) {
		return next(y)
	}
	macs := mulParam(p, y.Val, l.B.Val.Data, x, l.W)
	loss := next(y)
	if p.Depth == Learn {
		p.Pool.SumRows(l.B.Grad.Data, y.Grad.Data)
		switch {
		case x.Open != nil && x.Live.Data != nil && l.W.Later != nil:
			l.W.Later.Learn(mat.Outer{Off: x.Open.Off, Row: x.Open.Row, A: x.Live.Data, LdA: x.Open.Width, Live: true,
				B: y.Grad.Data, LdB: y.Grad.Cols, Height: x.Open.Width, N: y.Grad.Cols, LdC: l.W.Val.Ld()})
		case x.Open != nil && x.Live.Data != nil:
			l.W.wrote()
			mat.LiveTN(p.Pool, l.W.Grad, x.Live, y.Grad, x.Open)
		case x.Open != nil:
			l.W.wrote()
			mat.BlocksTN(p.Pool, l.W.Grad, x.Val, y.Grad, x.Open, nil)
		default:
			l.W.wrote()
			mat.MulTN(p.Pool, l.W.Grad, x.Val, y.Grad)
		}
		l.W.learnt(x.Open)
		p.Work.Macs += macs
	}
	if wants(p, x) {
		if x.Open != nil {
			mat.BlocksNT(p.Pool, x.Grad, y.Grad, l.W.Val, x.Open, nil)
		} else {
			mat.MulNT(p.Pool, x.Grad, y.Grad, l.W.Val)
		}
		p.Work.Macs += macs
	}
	return loss
}

// mulOpen is y = bias + x·w over the open blocks of x; it returns the multiply-adds that took.
func mulOpen(p *Pass, y mat.M, bias []Float, x *Var, w mat.M) int64 {
	macs := int64(x.Val.Rows) * int64(w.Rows) * int64(w.Cols)
	switch {
	case x.Open == nil:
		mat.BiasNN(p.Pool, y, bias, x.Val, w)
	case x.Live.Data != nil:
		mat.LiveNN(p.Pool, y, bias, x.Live, x.Val, w, x.Open)
	default:
		for i := range y.Rows {
			copy(y.Row(i), bias)
		}
		mat.BlocksNN(p.Pool, y, x.Val, w, x.Open, nil)
	}
	if x.Open != nil {
		macs = int64(x.Open.Len()) * int64(x.Open.Width) * int64(w.Cols)
	}
	p.Work.Macs += macs
	return macs
}

// Visit names W and B.
func (l *Linear) Visit(v *Visitor) {
	v.Param("weight", l.W)
	v.Param("bias", l.B)
}

// Cost is in·out.
func (l *Linear) Cost() Cost {
	n := int64(l.In()) * int64(l.Out())
	return Cost{n, n}
}
