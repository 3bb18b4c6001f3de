package sparsity

import (
	"fmt"
	"math"
	"sync"

	"gonum.org/v1/gonum/mathext"

	"gater/nn"
)

// BetaNoise adds skewed noise to the input of units, so that a unit that is to be on in a share
// s of the rows is pushed up rarely and far, and made up its mind (Bengio, Léonard and Courville,
// 2013, appendix). It stands before the units, after any penalty on their input:
//
//	y = a + c·(z − ½),  z ~ Beta(α, β),  α = (s(β−2) + 1)/(1−s),
//
// so that the mode of z is s. The paper has c put the mode of the noise where σ is s; the
// released code has c = |logit(s^{1/r})|:
//
//	c = logit(s)/(s−½).
//
// It draws at Look and Learn. At Use, as in the paper, and at Slope it adds its mean,
// c·(α/(α+β) − ½). The fields must not be changed after the first pass.
type BetaNoise struct {
	Target   float64 // s, above 0 and below 1
	Beta     float64 // β, above 1; 0 means 40.1
	Exponent float64 // r of the units, for Code; 0 means ½
	Code     bool    // the released code's c, instead of the paper's

	once  sync.Once
	mean  Float
	table [cells]Float
}

// cells is how many values the noise has, of equal probability.
const cells = 1 << 12

// Run adds noise, or its mean, and passes ∂x = ∂y back.
func (l *BetaNoise) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	l.once.Do(l.make)
	noise := p.Enter()
	y := p.New(x.Val.Rows, x.Val.Cols)
	if counts(p) {
		noise.Uniform(y.Val)
		for i, u := range y.Val.Data {
			y.Val.Data[i] = x.Val.Data[i] + l.table[int(u*cells)]
		}
	} else {
		for i, v := range x.Val.Data {
			y.Val.Data[i] = v + l.mean
		}
	}
	loss := next(y)
	p.Leave()
	if p.Depth >= nn.Slope && x.Grad.Data != nil {
		for i, d := range y.Grad.Data {
			x.Grad.Data[i] += d
		}
	}
	return loss
}

// make fills the table. With x_k the k/N quantile of z, its k-th value is the mean of the noise
// between x_k and x_{k+1}, which makes the mean of the table the mean of the noise:
//
//	N·∫ z dF = N·(α/(α+β))·( I(x_{k+1}; α+1, β) − I(x_k; α+1, β) ).
func (l *BetaNoise) make() {
	α, β, c := l.shape()
	μ, last := α/(α+β), 0.0
	for k := range cells {
		next := 1.0
		if k < cells-1 {
			next = mathext.RegIncBeta(α+1, β, mathext.InvRegIncBeta(α, β, float64(k+1)/cells))
		}
		l.table[k] = Float(c * (cells*μ*(next-last) - 0.5))
		last = next
	}
	l.mean = Float(c * (μ - 0.5))
}

// shape is α, β and c.
func (l *BetaNoise) shape() (α, β, c float64) {
	s := l.Target
	β = or(l.Beta, 40.1)
	if !(s > 0 && s < 1 && β > 1) {
		panic(fmt.Sprintf("sparsity: BetaNoise: Target %v, Beta %v, want a target between 0 and 1 and a Beta above 1", s, β))
	}
	α = (s*(β-2) + 1) / (1 - s)
	switch {
	case l.Code:
		c = math.Abs(logit(math.Pow(s, 1/or(l.Exponent, 0.5))))
	case math.Abs(s-0.5) < 1e-6:
		c = 4 // the limit
	default:
		c = logit(s) / (s - 0.5)
	}
	return α, β, c
}

// logit is the inverse of σ.
func logit(p float64) float64 { return math.Log(p / (1 - p)) }
