package est

import (
	"math"
	"sync"

	"gater/mat"
	"gater/nn"
)

// PSA is a linear layer between two layers of bits, x below and y above with inputs a = x·W + b,
// whose backward pass asks what turning x_i over would have done to the probabilities of y, not
// what moving it a little would (path sample-analytic, Shekhovtsov, Yanush and Flach, 2020):
//
//	∂x_i = Σ_j q_j · (σ(a_j with x_i = 1) − σ(a_j with x_i = 0)),  ∂a_j = q_j·p_j(1−p_j).
//
// The units above it estimate ∂a and those below it multiply ∂x by p(1−p), StraightThroughSigmoid
// as a rule: then this is PSA, and with nn.Linear, its limit for small weights, deep
// straight-through. Biased, since what one bit does to a product of probabilities is added up over
// j; exact where f is a sum over the bits above, or there is one. For inputs that are no bits it is
// nn.Linear. Forwards and for weights it is nn.Linear always.
//
// Cost: a division for each weight and row beside nn.Linear's, an exponential for each weight.
type PSA struct{ *nn.Linear }

// NewPSA makes a layer of zeros.
func NewPSA(in, out int) PSA { return PSA{nn.NewLinear(in, out)} }

// Run is y = x·W + b, and back.
func (l PSA) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	f := psaFrames.Get().(*psaFrame)
	f.l, f.p, f.x, f.next = l, p, x, next
	f.blind = nn.Var{Val: x.Val, Open: x.Open} // wants no gradient of nn.Linear
	loss := l.Linear.Run(p, &f.blind, f.fn)
	*f = psaFrame{fn: f.fn}
	psaFrames.Put(f)
	return loss
}

// psaFrame is the continuation, pooled so that a step allocates nothing.
type psaFrame struct {
	l     PSA
	p     *nn.Pass
	x     *nn.Var
	blind nn.Var
	next  nn.Next
	fn    nn.Next
}

var psaFrames = sync.Pool{New: func() any { f := new(psaFrame); f.fn = f.run; return f }}

func (f *psaFrame) run(y *nn.Var) []float64 {
	loss := f.next(y)
	if f.p.Depth >= nn.Slope && f.x.Grad.Data != nil {
		f.l.back(f.p, f.x, y)
	}
	return loss
}

// back is ∂x_i += Σ_j ∂a_j·ρ, with ρ = (σ(a with x_i = 1) − σ(a with x_i = 0)) / σ'(a), which is
//
//	(1 − e⁻ʷ)·(1 + t)/(1 + t·e⁻ʷ),  t = eᵃ where x_i = 1, e⁻ᵃ where x_i = 0.
func (l PSA) back(p *nn.Pass, x, y *nn.Var) {
	up, down := p.Mat(y.Val.Rows, y.Val.Cols), p.Mat(y.Val.Rows, y.Val.Cols)
	for i, a := range y.Val.Data {
		e := math.Exp(within(float64(a)))
		up.Data[i], down.Data[i] = Float(e), Float(1/e)
	}
	for i := range l.In() {
		for j, w := range l.W.Val.Row(i) {
			w := within(float64(w))
			c, d := math.Exp(-w), -math.Expm1(-w)
			for r := range x.Val.Rows {
				var ρ float64
				switch k := r*y.Val.Cols + j; x.Val.Row(r)[i] {
				case 1:
					ρ = ratio(d, c, up.Data[k])
				case 0:
					ρ = ratio(d, c, down.Data[k])
				default:
					ρ = w
				}
				x.Grad.Row(r)[i] += y.Grad.Row(r)[j] * Float(ρ)
			}
		}
	}
}

// ratio is d·(1+t)/(1+t·c).
func ratio(d, c float64, t mat.Float) float64 { return d * (1 + float64(t)) / (1 + float64(t)*c) }

// within keeps eˣ and e⁻ˣ within the range of a float32; beyond it ρ does not change.
func within(x float64) float64 { return max(-80, min(80, x)) }
