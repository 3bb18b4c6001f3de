// Package nntest holds layers to the contract of package nn: a gradient that is the derivative of
// the value, rows that do not see each other, gradients that are added and never assigned, memory
// that is written before it is read, and passes of no rows.
package nntest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"gater/mat"
	"gater/nn"
)

// T is what a check reports to; a *testing.T is one.
type T interface {
	Helper()
	Errorf(format string, args ...any)
}

// Case is a layer at an input, with a head behind it.
type Case struct {
	Layer nn.Layer
	X     mat.M
	// Gates and Width, if Width is not 0, say which blocks of X are open: those with a gate that
	// is not 0, of Width columns each. X is set to 0 in the others.
	Gates mat.M
	Width int
	// Head is the innermost next for the rows lo to hi-1 of X; nil is the squared distance from
	// fixed targets.
	Head func(p *nn.Pass, lo, hi int) nn.Next
	// Noise starts the draws of stochastic layers afresh; nil is none.
	Noise func() nn.Streams

	pass *nn.Pass // its memory serves all runs
}

// Check holds a layer without noise to the whole contract.
func Check(t T, c Case) {
	t.Helper()
	c = c.ready()
	Gradient(t, c)
	depths(t, c)
	added(t, c)
	poisoned(t, c)
	alone(t, c)
	noRows(t, c)
}

// ready has a pass, and 0 in the shut blocks of X, as the contract of nn.Var asks.
func (c Case) ready() Case {
	if c.pass == nil {
		c.pass = new(nn.Pass)
	}
	if c.Width == 0 {
		return c
	}
	for r := range c.X.Rows {
		for k, g := range c.Gates.Row(r) {
			if g == 0 {
				clear(c.X.Row(r)[k*c.Width : (k+1)*c.Width])
			}
		}
	}
	return c
}

// outcome is what a pass returned and left behind.
type outcome struct {
	loss  []float64
	dx    []mat.Float
	grads [][]mat.Float // of the parameters, in order
}

// run takes the rows lo to hi-1 through the layer at depth d, the parameters' gradients cleared.
func (c Case) run(d nn.Depth, lo, hi int, poison bool) outcome {
	for _, p := range nn.Params(c.Layer) {
		p.Grad.Zero()
	}
	return c.again(d, lo, hi, poison)
}

func (c Case) again(d nn.Depth, lo, hi int, poison bool) (o outcome) {
	p := c.pass
	p.Poison = poison
	if c.Noise != nil {
		p.Noise = c.Noise()
	}
	head := c.Head
	if head == nil {
		head = distance
	}
	s := &source{x: c.X.Slice(lo, hi)}
	if c.Width != 0 {
		s.open = Pattern(c.Gates.Slice(lo, hi), c.Width)
	}
	o.loss = p.Run(d, nn.Seq{s, c.Layer}, mat.New(hi-lo, 0), head(p, lo, hi))
	o.dx = s.dx
	for _, p := range nn.Params(c.Layer) {
		o.grads = append(o.grads, slices.Clone(p.Grad.Data))
	}
	return o
}

// source is a layer that sends x on, whatever comes in, and keeps ∂loss/∂x.
type source struct {
	x    mat.M
	open *mat.Pairs
	dx   []mat.Float
}

func (s *source) Run(p *nn.Pass, _ *nn.Var, next nn.Next) []float64 {
	y := p.New(s.x.Rows, s.x.Cols)
	copy(y.Val.Data, s.x.Data)
	y.Open = s.open
	loss := next(y)
	s.dx = slices.Clone(y.Grad.Data)
	return loss
}

// distance is the head Σ_j (x_j − t_j)², with targets t that depend on the row's number in X.
func distance(p *nn.Pass, lo, hi int) nn.Next {
	return func(x *nn.Var) []float64 {
		t := mat.New(hi-lo, x.Val.Cols)
		for i := range t.Rows {
			draw(t.Row(i), 1, 99, uint64(lo+i))
		}
		return (&nn.MSE{Pass: p, Targets: t}).Loss(x)
	}
}

// Normal is a matrix of draws of mean 0 and the given standard deviation, the same for a seed.
func Normal(rows, cols int, std float64, seed uint64) mat.M {
	m := mat.New(rows, cols)
	draw(m.Data, std, seed, 0)
	return m
}

// draw fills x with normal draws, the same for a seed and a stream of it.
func draw[F float32 | float64](x []F, std float64, seed, stream uint64) {
	r := rand.New(rand.NewPCG(seed, stream))
	for i := range x {
		x[i] = F(std * r.NormFloat64())
	}
}

// Fill gives every parameter of a layer draws of the given standard deviation, and returns it.
func Fill[L nn.Layer](l L, std float64, seed uint64) L {
	stream := uint64(0)
	for _, p := range nn.Params(l) {
		draw(p.Val.Data, std, seed, stream)
		stream++
	}
	return l
}

// Panics checks that f panics with a message that has want in it.
func Panics(t T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if msg := recover(); msg == nil {
			t.Errorf("no panic, want %q", want)
		} else if !strings.Contains(fmt.Sprint(msg), want) {
			t.Errorf("panic %q, want %q in it", msg, want)
		}
	}()
	f()
}
