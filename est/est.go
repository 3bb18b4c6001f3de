// Package est trains stochastic and hard units: an estimator a file, with its formula above the
// code and its source named.
//
// A layer of units draws an output h from an input a. Such a layer has no useful derivative, so
// it is handed the rest of the network as a function f and asked for an estimate of
// ∂E[f(h)]/∂a. Every Estimator runs f.Learn exactly once, which trains what comes after on an
// ordinary single sample, and may run f.Look and f.Slope as often as its formula says.
//
// Notation in formulas: a is a unit's input, σ the logistic function, p = σ(a), u a uniform
// draw, z other noise, h the output, L or f(h) the loss of a row, 1[·] an indicator.
package est

import (
	"fmt"
	"sync"

	"gater/mat"
	"gater/nn"
)

// Float is mat.Float.
type Float = mat.Float

// A Law is how units make their output h from their input s.A. All matrices have s.A's shape.
type Law interface {
	// Sample draws h.
	Sample(h mat.M, s *Site)
	// Mean sets m to E[h] and dm to ∂E[h]/∂a; where E[h] has no closed form, to h without noise.
	Mean(m, dm mat.M, s *Site)
	// Hard sets score to what decides that a unit is on, and v to the value of a unit that is.
	Hard(v, score mat.M, s *Site)
}

// An Estimator runs the rest of the network, f, on a sample of the units and estimates the
// gradient of E[f(h)].
type Estimator interface {
	Law
	// Estimate learns from one sample (f.Learn, exactly once), adds its estimate of ∂E[f(h)]/∂a
	// to s.Grad, and returns f of that sample.
	Estimate(s *Site, f F) []float64
	// About is what the estimator promises; tests hold it to that.
	About() About
}

// About is what an estimator promises.
type About struct {
	Unbiased bool
	// Looks and Slopes are how often it runs the rest of the network for a layer of so many
	// units, beside the one Learn; nil is never.
	Looks, Slopes func(units int) int
	// Skips is what a gated layer behind it may leave out in training.
	Skips nn.Skip
}

// Runs is how often the rest of the network is run for a layer of so many units, Learn included.
func (a About) Runs(units int) int {
	n := 1
	for _, f := range []func(int) int{a.Looks, a.Slopes} {
		if f != nil {
			n += f(units)
		}
	}
	return n
}

// F is the rest of the network as one layer of units sees it: the loss of each row, a function
// of their output h.
type F interface {
	// Look is f(h), later units drawn afresh. Nothing is learnt.
	Look(h mat.M) []float64
	// Slope is f with later units at their means, and ∂f/∂h: smooth, and any real h will do.
	// Nothing is learnt.
	Slope(h mat.M) (f []float64, df mat.M)
	// Learn is f(h), later units drawn afresh, and an estimate of ∂f/∂h; every parameter
	// downstream gets its gradient.
	Learn(h mat.M) (f []float64, df mat.M)
}

// Units is a layer of stochastic units.
type Units struct {
	Estimator Estimator
	Deploy    Mode // how they act when the network is used; nil: Sampled
}

// New is a layer of units trained by e.
func New(e Estimator) *Units { return &Units{Estimator: e} }

// Run draws h and goes on; at Slope it passes the mean on and comes back through it; at Learn it
// leaves everything to the estimator.
func (u *Units) Run(p *nn.Pass, a *nn.Var, next nn.Next) []float64 {
	c := callPool.Get().(*call)
	c.rest = rest{p: p, next: next}
	c.site = Site{A: a.Val, Grad: a.Grad, Noise: p.Enter(), p: p}
	loss := u.run(p, c)
	p.Leave()
	*c = call{}
	callPool.Put(c)
	return loss
}

func (u *Units) run(p *nn.Pass, c *call) []float64 {
	s, f := &c.site, &c.rest
	u.watch(p, s)
	switch p.Depth {
	case nn.Use:
		h := s.New()
		u.mode().Use(h, u.Estimator, s)
		return f.Look(h)
	case nn.Look:
		h := s.New()
		u.Estimator.Sample(h, s)
		return f.Look(h)
	case nn.Slope:
		m, dm := s.New(), s.New()
		u.Estimator.Mean(m, dm, s)
		loss, df := f.Slope(m)
		for i, d := range df.Data {
			s.Grad.Data[i] += d * dm.Data[i]
		}
		return loss
	}
	if s.Grad.Data == nil { // the input wants no gradient; the estimator may still add one
		s.Grad = s.New()
	}
	loss := u.Estimator.Estimate(s, f)
	if f.learnt != 1 {
		panic(fmt.Sprintf("est: %T called Learn %d times, want 1", u.Estimator, f.learnt))
	}
	return loss
}

func (u *Units) mode() Mode {
	if u.Deploy == nil {
		return Sampled{}
	}
	return u.Deploy
}

// watch shows the scores of the units to whoever watches the pass.
func (u *Units) watch(p *nn.Pass, s *Site) {
	if p.Watch != nil {
		v, score := s.New(), s.New()
		u.Estimator.Hard(v, score, s)
		p.Watch(u, score)
	}
}

// Skips is what the estimator lets a gated layer leave out in training.
func (u *Units) Skips() nn.Skip { return u.Estimator.About().Skips }

// Visit names the estimator's state.
func (u *Units) Visit(v *nn.Visitor) { v.Into("units", u.Estimator) }

// call is what one run of a layer of units needs; pooled, so that a step allocates nothing.
type call struct {
	site Site
	rest rest
}

var callPool = sync.Pool{New: func() any { return new(call) }}

// rest is the rest of the network as an F.
type rest struct {
	p      *nn.Pass
	next   nn.Next
	learnt int
}

func (f *rest) Look(h mat.M) []float64 {
	l, _ := f.p.At(nn.Look, f.next, h)
	return l
}

func (f *rest) Slope(h mat.M) ([]float64, mat.M) { return f.p.At(nn.Slope, f.next, h) }

func (f *rest) Learn(h mat.M) ([]float64, mat.M) {
	f.learnt++
	return f.p.At(nn.Learn, f.next, h)
}
