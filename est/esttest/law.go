package esttest

import (
	"gater/nn"
)

// TwoPoint is a law with two outcomes: a unit of input a has Value(a) with probability On(a), and
// is 0 otherwise. Each function also returns its derivative. A probability that is 1 everywhere
// makes a unit without noise.
type TwoPoint struct{ On, Value Curve }

// Curve is a function and its derivative.
type Curve func(a float64) (y, dy float64)

// Always is the curve 1.
func Always(float64) (y, dy float64) { return 1, 0 }

// Logit is σ(a).
func Logit(a float64) (y, dy float64) { p := Sigmoid(a); return p, p * (1 - p) }

// Bernoulli is the law of a stochastic binary neuron.
var Bernoulli = TwoPoint{Logit, Always}

// paths runs every outcome of pinned units, a row each, and weighs it.
type paths struct {
	bits   int       // of the units pinned so far
	weight []float64 // P(path)
}

// pin is a layer of n units of a law, whose outcomes are the next bits of the row's number.
type pin struct {
	*paths
	law   TwoPoint
	first int
}

func (p *paths) pin(law TwoPoint, n int) nn.Layer {
	p.bits += n
	return pin{p, law, p.bits - n}
}

// Run sends the outcomes on. What comes back has the path's weight w in it, so that
//
//	∂(w·L)/∂a = w·∂L/∂h·∂h/∂a + w·L·∂log P(h)/∂a.
func (l pin) Run(p *nn.Pass, a *nn.Var, next nn.Next) []float64 {
	h := p.New(a.Val.Rows, a.Val.Cols)
	on := func(r, j int) bool { return r>>(l.first+j)&1 == 1 }
	each := func(f func(r, j int, a float64)) {
		for r := range a.Val.Rows {
			for j, v := range a.Val.Row(r) {
				f(r, j, float64(v))
			}
		}
	}
	each(func(r, j int, a float64) {
		q, _ := l.law.On(a)
		v, _ := l.law.Value(a)
		if on(r, j) {
			h.Val.Row(r)[j] = nn.Float(v)
			l.weight[r] *= q
		} else {
			h.Val.Row(r)[j] = 0
			l.weight[r] *= 1 - q
		}
	})
	loss := next(h)
	each(func(r, j int, x float64) {
		q, dq := l.law.On(x)
		_, dv := l.law.Value(x)
		d := 0.0
		if on(r, j) {
			d = float64(h.Grad.Row(r)[j])*dv + loss[r]*dq/q
		} else if dq != 0 {
			d = -loss[r] * dq / (1 - q)
		}
		a.Grad.Row(r)[j] += nn.Float(d)
	})
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
