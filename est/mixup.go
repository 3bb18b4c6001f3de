package est

import (
	"fmt"
	"sync"

	"gonum.org/v1/gonum/mathext"

	"gater/nn"
)

// Mixup learns from mixtures of two examples (Zhang et al., 2018, arXiv 1710.09412, equation 1). It
// is the first layer, and the second example of a row is that of the next row, as batches come in
// random order:
//
//	x̃_i = λ_i·x_i + (1−λ_i)·x_{i+1},  λ_i ~ Beta(α, α),
//	loss_i = λ_i·ℓ(x̃_i, y_i) + (1−λ_i)·ℓ(x̃_i, y_{i+1}),  ∂x_i = λ_i·∂x̃_i + (1−λ_{i−1})·∂x̃_{i−1},
//
// where the row after the last is the first. The head weighs the losses (nn.Pass.Mix); none of the
// rest of the network is run twice. At other depths than Learn it does nothing and draws nothing.
// Alpha must not be changed after the first pass.
type Mixup struct {
	Alpha float64 // α, above 0; a small one leaves most rows close to one example; 0 mixes nothing

	once  sync.Once
	table [mixes]Float
}

// mixes is how many values λ has, of equal probability.
const mixes = 1 << 10

// Run mixes on the way in, and gives both examples their share on the way back.
func (l *Mixup) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	if p.Depth != nn.Learn || l.Alpha == 0 {
		return next(x)
	}
	if p.Mix != nil {
		panic("est: Mixup: the rows are mixed already: have one such layer")
	}
	l.once.Do(l.make)
	n := x.Val.Rows
	λ := p.Mat(n, 1)
	p.Enter().Uniform(λ)
	y := p.New(n, x.Val.Cols)
	for i, u := range λ.Data {
		λ.Data[i] = l.table[int(u*mixes)]
		mix(y.Val.Row(i), λ.Data[i], x.Val.Row(i), x.Val.Row((i+1)%n))
	}
	p.Mix = λ.Data
	loss := next(y)
	p.Mix = nil
	p.Leave()
	if x.Grad.Data != nil {
		for i, λ := range λ.Data {
			share(x.Grad.Row(i), λ, y.Grad.Row(i))
			share(x.Grad.Row((i+1)%n), 1-λ, y.Grad.Row(i))
		}
	}
	return loss
}

// mix is λ·a + (1−λ)·b.
func mix(y []Float, λ Float, a, b []Float) {
	for j, v := range a {
		y[j] = λ*v + (1-λ)*b[j]
	}
}

// share adds λ·d.
func share(g []Float, λ Float, d []Float) {
	for j, v := range d {
		g[j] += λ * v
	}
}

// make fills the table. With q_k the k/N quantile of λ, its k-th value is the mean of λ between q_k
// and q_{k+1},
//
//	N·∫ λ dF = N/2·( I(q_{k+1}; α+1, α) − I(q_k; α+1, α) ),
//
// and the upper half is one less the lower.
func (l *Mixup) make() {
	α, last := l.Alpha, 0.0
	if !(α >= MixupLeast && α <= MixupMost) {
		panic(fmt.Sprintf("est: Mixup: Alpha is %v: it must be 0 or from %v to %v", α, MixupLeast, MixupMost))
	}
	for k := range mixes / 2 {
		next := mathext.RegIncBeta(α+1, α, mathext.InvRegIncBeta(α, α, float64(k+1)/mixes))
		l.table[k] = Float(mixes / 2 * (next - last))
		l.table[mixes-1-k] = 1 - l.table[k]
		last = next
	}
}

// The limits of Mixup.Alpha.
const (
	MixupLeast = 0.01
	MixupMost  = 100
)
