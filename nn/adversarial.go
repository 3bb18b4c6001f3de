package nn

import "gater/mat"

// Adversarial trains on every input twice: as it is, and with each value moved by Eps in the
// direction that the loss likes least (Goodfellow, Shlens and Szegedy, 2015, arXiv 1412.6572,
// section 5, there with weights ½ and ½):
//
//	loss = ℓ(x) + ℓ(x̃),  x̃ = x + ε·sign ∂ℓ(x)/∂x,  ∂x = ∂ℓ(x)/∂x + ∂ℓ(x̃)/∂x̃.
//
// The loss of a row is the sum and not the mean, and so is its gradient: a learning rate is half of
// what it would be without. x̃ is taken for a constant. It costs a second Learn of all that follows,
// and nothing else: shut blocks stay skipped. At other depths nothing is added.
type Adversarial struct {
	Eps    float64
	Lo, Hi float64 // values of x̃ stay within; both 0: no limits
}

// Run learns from x, moves it against what came back, and learns from that.
func (l Adversarial) Run(p *Pass, x *Var, next Next) []float64 {
	if p.Depth != Learn || l.Eps == 0 {
		return next(x)
	}
	loss, g := p.At(Learn, next, x.Val)
	moved := p.Mat(x.Val.Rows, x.Val.Cols)
	l.move(moved.Data, x.Val.Data, g.Data)
	more, h := p.At(Learn, next, moved)
	for i, f := range more {
		loss[i] += f
	}
	if wants(p, x) {
		mat.AddScaled(x.Grad.Data, 1, g.Data)
		mat.AddScaled(x.Grad.Data, 1, h.Data)
	}
	return loss
}

// move is x + ε·sign g, within the limits; where there is no slope nothing moves.
func (l Adversarial) move(y, x, g []Float) {
	ε, lo, hi := Float(l.Eps), Float(l.Lo), Float(l.Hi)
	for i, d := range g {
		y[i] = x[i]
		if d > 0 {
			y[i] += ε
		} else if d < 0 {
			y[i] -= ε
		}
		if lo != hi {
			y[i] = min(max(y[i], lo), hi)
		}
	}
}
