package vae

import (
	"gater/est"
	"gater/mat"
	"gater/nn"
)

// Latents is a layer of Bernoulli units q(h|a) in front of a decoder p(x|h), with a prior p(h) of
// logits π. What follows the units, as their estimator sees it, is minus a sample of the bound,
//
//	f(h) = −log p(x|h) − log p(h) + log q(h|a),
//	log q(h|a) = Σ_j h_j·a_j − log(1 + e^{a_j}),  log p(h) = Σ_j h_j·π_j − log(1 + e^{π_j}).
//
// The derivative of log q in a at a fixed h has mean 0 and is left out, as in the protocol. With
// Exact the divergence is taken in closed form instead, outside the estimator:
//
//	f(h) = −log p(x|h),  loss = f + Σ_j q_j·(a_j − π_j) − log(1 + e^{a_j}) + log(1 + e^{π_j}).
type Latents struct {
	Units *est.Units
	Prior *nn.Param // 1×units, π
	Exact bool

	p     *nn.Pass // of the run at hand
	a     mat.M
	slope mat.M     // ∂f/∂h of the divergence, a − π
	base  []float64 // what of it does not depend on h, row by row
	off   mat.M     // σ(−a)
	prior float64   // Σ log(1 + e^π)
	next  nn.Next
	fn    nn.Next
	blind bool   // the estimator reads no derivative of f, so that none need come back
	dark  nn.Var // what goes on then
}

func newLatents(u *est.Units, n int, exact bool) *Latents {
	l := &Latents{Units: u, Prior: nn.NewParam(1, n, nn.FanNone), Exact: exact}
	l.fn, l.blind = l.run, !u.Estimator.About().Derivative
	return l
}

// Run puts the divergence between the units and what follows them. A Latents takes part in one run
// at a time.
func (l *Latents) Run(p *nn.Pass, a *nn.Var, next nn.Next) []float64 {
	l.p, l.a, l.next = p, a.Val, next
	l.prepare(p, a.Val)
	loss := l.Units.Run(p, a, l.fn)
	if l.Exact {
		l.exact(p, a, loss)
	}
	return loss
}

// prepare is a − π, and Σ_j log(1 + e^{π_j}) − log(1 + e^{a_j}) of every row.
func (l *Latents) prepare(p *nn.Pass, a mat.M) {
	l.slope, l.off = p.Mat(a.Rows, a.Cols), p.Mat(a.Rows, a.Cols)
	if cap(l.base) < a.Rows {
		l.base = make([]float64, a.Rows)
	}
	l.base = l.base[:a.Rows]
	l.prior = softplus(p.Mat(1, a.Cols), l.Prior.Val)
	p.Pool.Run(l)
}

// Part prepares the i-th of n parts of the rows.
func (l *Latents) Part(i, n int) {
	for r := l.a.Rows * i / n; r < l.a.Rows*(i+1)/n; r++ {
		s := l.slope.Row(r)
		copy(s, l.a.Row(r))
		mat.AddScaled(s, -1, l.Prior.Val.Data)
		l.base[r] = l.prior - softplus(l.off.Slice(r, r+1), l.a.Slice(r, r+1))
	}
}

// run is what the units are followed by: the decoder, and log q − log p.
func (l *Latents) run(h *nn.Var) []float64 {
	on := h
	if l.blind {
		l.dark = nn.Var{Val: h.Val, Open: h.Open}
		on = &l.dark
	}
	loss := l.next(on)
	if l.Exact {
		return loss
	}
	for i := range loss {
		loss[i] += dot(h.Val.Row(i), l.slope.Row(i)) + l.base[i]
	}
	if l.p.Depth >= nn.Slope && !l.blind {
		mat.AddScaled(h.Grad.Data, 1, l.slope.Data)
	}
	if l.p.Depth == nn.Learn {
		l.learnPrior(h.Val)
	}
	return loss
}

// learnPrior is ∂π += Σ σ(π) − h over the rows.
func (l *Latents) learnPrior(h mat.M) {
	p, on := l.p.Mat(1, h.Cols), l.p.Mat(1, h.Cols)
	mat.Sigmoid(p, l.Prior.Val)
	on.Zero()
	mat.SumRows(on.Data, h)
	mat.AddScaled(l.Prior.Grad.Data, Float(h.Rows), p.Data)
	mat.AddScaled(l.Prior.Grad.Data, -1, on.Data)
}

// exact adds the divergence in closed form: its derivative is q(1−q)·(a − π) in a.
func (l *Latents) exact(p *nn.Pass, a *nn.Var, loss []float64) {
	q := p.Mat(a.Val.Rows, a.Val.Cols)
	mat.Sigmoid(q, a.Val)
	for i := range loss {
		loss[i] += dot(q.Row(i), l.slope.Row(i)) + l.base[i]
	}
	if p.Depth >= nn.Slope && a.Grad.Data != nil {
		for i, v := range q.Data {
			a.Grad.Data[i] += v * (1 - v) * l.slope.Data[i]
		}
	}
	if p.Depth == nn.Learn {
		l.learnPrior(q)
	}
}

// Visit names the prior and the estimator's state.
func (l *Latents) Visit(v *nn.Visitor) {
	v.Param("prior", l.Prior)
	v.Layer("units", l.Units)
}
