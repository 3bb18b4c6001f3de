package esttest

import "gater/nn"

// paths runs every outcome of pinned layers, a row each, and weighs it.
type paths struct {
	rows   int       // the outcomes of the layers pinned so far
	weight []float64 // P(path)
}

// pin is a layer of n columns of a law, whose outcomes are the next digit of the row's number.
type pin struct {
	*paths
	law  Law
	over int // the number over this is the digit
}

func (p *paths) pin(law Law, n int) nn.Layer {
	p.rows = max(p.rows, 1)
	l := pin{p, law, p.rows}
	p.rows *= law.Outcomes(n)
	return l
}

// ones makes the weights 1, for a pass over all paths.
func (p *paths) ones() int {
	p.weight = make([]float64, p.rows)
	for i := range p.weight {
		p.weight[i] = 1
	}
	return p.rows
}

// Run sends the outcomes on. What comes back has the path's weight w in it, so that
//
//	∂(w·L)/∂a = w·∂L/∂h·∂h/∂a + w·L·∂log P(h)/∂a.
func (l pin) Run(p *nn.Pass, a *nn.Var, next nn.Next) []float64 {
	y := p.New(a.Val.Rows, a.Val.Cols)
	outcome := func(r int) int { return r / l.over % l.law.Outcomes(a.Val.Cols) }
	h, g := make([]float64, a.Val.Cols), make([]float64, a.Val.Cols)
	for r := range a.Val.Rows {
		l.weight[r] *= l.law.Outcome(h, Wide(a.Val.Row(r)), outcome(r))
		for j, v := range h {
			y.Val.Row(r)[j] = nn.Float(v)
		}
	}
	loss := next(y)
	for r := range a.Val.Rows {
		clear(g)
		l.law.Back(g, Wide(a.Val.Row(r)), Wide(y.Grad.Row(r)), outcome(r), loss[r])
		for j, d := range g {
			a.Grad.Row(r)[j] += nn.Float(d)
		}
	}
	return loss
}

// head is next with losses and gradients weighed.
func (p *paths) head(next nn.Next) nn.Next {
	return func(x *nn.Var) []float64 {
		loss := next(x)
		for r, w := range p.weight {
			loss[r] *= w
			for j := range x.Grad.Row(r) {
				x.Grad.Row(r)[j] *= nn.Float(w)
			}
		}
		return loss
	}
}
