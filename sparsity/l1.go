package sparsity

import (
	"math"

	"gater/nn"
)

// L1 shrinks the outputs of units, with a weight λ that looks after their share on (Bengio,
// Léonard and Courville, 2013, appendix). It stands after the units, on their output h:
//
//	penalty = λ·mean_i Σ_j |h_ij|,
//	λ ← λ·(1+step) if e > s+band,  λ·(1−step) if e < s−band,  e = share of h_ij ≠ 0,
//
// after each Learn, within Min and Max; s is Target, or what Share has as training goes on. (The released code adds the rows up: its λ is this one
// over B.)
type L1 struct {
	Target float64  // s
	Share  *nn.Dial // s as training goes on; nil: Target throughout
	Band   float64  // 0 means 0.01
	Step   float64  // 0 means 0.1
	Start  float64  // the first λ; 0 means 1e-5
	Min    float64  // 0 means 1e-13
	Max    float64  // 0 means 1

	lambda []float64
}

// Lambda is λ as it stands.
func (l *L1) Lambda() float64 {
	if len(l.lambda) == 0 {
		return or(l.Start, 1e-5)
	}
	return l.lambda[0]
}

// Run adds the penalty, and at Learn its gradient λ·sign(h), and then moves λ.
func (l *L1) Run(p *nn.Pass, h *nn.Var, next nn.Next) []float64 {
	loss := next(h)
	if !counts(p) || len(loss) == 0 {
		return loss
	}
	λ, on := l.Lambda(), 0
	for i := range loss {
		sum := 0.0
		for _, v := range h.Val.Row(i) {
			sum += math.Abs(float64(v))
			if v != 0 {
				on++
			}
		}
		loss[i] += λ * sum
	}
	if p.Depth == nn.Learn {
		if h.Grad.Data != nil {
			for i, v := range h.Val.Data {
				h.Grad.Data[i] += Float(λ * sign(float64(v)))
			}
		}
		l.adapt(float64(on) / float64(len(h.Val.Data)))
	}
	return loss
}

// adapt moves λ for the share e of units that are on.
func (l *L1) adapt(e float64) {
	λ, band, step := l.Lambda(), or(l.Band, 0.01), or(l.Step, 0.1)
	s := l.Share.Value(l.Target)
	if e > s+band {
		λ *= 1 + step
	}
	if e < s-band {
		λ *= 1 - step
	}
	if len(l.lambda) == 0 {
		l.lambda = make([]float64, 1)
	}
	l.lambda[0] = min(max(λ, or(l.Min, 1e-13)), or(l.Max, 1))
}

// Visit names λ, and the dial.
func (l *L1) Visit(v *nn.Visitor) {
	v.State("lambda", &l.lambda)
	v.Into("share", l.Share)
}
