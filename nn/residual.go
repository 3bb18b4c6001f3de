package nn

import "sync"

// Residual is y = x + f(x), with f the layers of Of, which make as many columns as they get (He et
// al., 2016, arXiv 1512.03385). Shut blocks of x and of f(x) are computed behind it.
type Residual struct{ Of Seq }

// Run runs f, and inside it the sum and what follows it.
func (l *Residual) Run(p *Pass, x *Var, next Next) []float64 {
	f := newResidualFrame()
	f.p, f.x, f.next = p, x, next
	loss := l.Of.Run(p, x, f.fn)
	*f = residualFrame{fn: f.fn}
	residualFrames.Put(f)
	return loss
}

// residualFrame is the continuation of f; see seqFrame.
type residualFrame struct {
	p    *Pass
	x    *Var
	next Next
	fn   Next
}

var residualFrames sync.Pool

func newResidualFrame() *residualFrame {
	if f, ok := residualFrames.Get().(*residualFrame); ok {
		return f
	}
	f := new(residualFrame)
	f.fn = f.run
	return f
}

// run is y = x + fx, and back: ∂x += ∂y, ∂fx += ∂y.
func (f *residualFrame) run(fx *Var) []float64 {
	p, x := f.p, f.x
	checkCols("Residual: f(x)", fx, x.Val.Cols)
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = v + fx.Val.Data[i]
	}
	loss := f.next(y)
	for _, to := range [...]*Var{x, fx} {
		if wants(p, to) {
			for i, d := range y.Grad.Data {
				to.Grad.Data[i] += d
			}
		}
	}
	return loss
}

// Visit visits f, its layers named 0, 1, ….
func (l *Residual) Visit(v *Visitor) { l.Of.Visit(v) }

// Cost is f's.
func (l *Residual) Cost() Cost { return l.Of.Cost() }
