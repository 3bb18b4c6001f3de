package esttest

import (
	"gater/est"
	"gater/mat"
	"gater/nn"
)

// Source is a layer that sends A on, whatever comes in, and keeps ∂loss/∂A.
type Source struct{ A, Grad mat.M }

// Run sends A on.
func (s *Source) Run(p *nn.Pass, _ *nn.Var, next nn.Next) []float64 {
	y := p.New(s.A.Rows, s.A.Cols)
	copy(y.Val.Data, s.A.Data)
	loss := next(y)
	s.Grad = y.Grad.Clone()
	return loss
}

// Calls is how often an estimator ran the rest of the network.
type Calls struct{ Learn, Look, Slope int }

// Head is next, counted.
func (c *Calls) Head(p *nn.Pass, next nn.Next) nn.Next {
	return func(x *nn.Var) []float64 {
		switch p.Depth {
		case nn.Learn:
			c.Learn++
		case nn.Slope:
			c.Slope++
		default:
			c.Look++
		}
		return next(x)
	}
}

// Result is what one pass through a layer of units gave.
type Result struct {
	Loss  []float64
	Grad  mat.M // the estimate of ∂E[f]/∂a, a row an example
	Calls Calls
}

// Learn runs one layer of units on the inputs a, a row an example, with f behind it.
func Learn(e est.Estimator, a mat.M, f Func, noise nn.Streams) Result {
	return Run(nn.Learn, est.New(e), a, f, noise)
}

// Run is Learn at any depth.
func Run(d nn.Depth, u *est.Units, a mat.M, f Func, noise nn.Streams) (r Result) {
	p := &nn.Pass{Noise: noise, Poison: true}
	s := &Source{A: a}
	r.Loss = p.Run(d, nn.Seq{s, u}, mat.New(a.Rows, 0), r.Calls.Head(p, f.Head(p)))
	r.Grad = s.Grad
	return r
}

// Rows is n rows of a.
func Rows(a []float64, n int) mat.M {
	m := mat.New(n, len(a))
	for i := range n {
		for j, v := range a {
			m.Row(i)[j] = mat.Float(v)
		}
	}
	return m
}
