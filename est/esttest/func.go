// Package esttest holds gradient estimators to what they promise: exact expectations over their
// noise where outcomes can be counted, quadrature where they cannot, and two layers of units
// against all of their outcomes in depth.
//
// Everything runs through est.Units and nn.Pass, in memory poisoned with NaN; nothing is mocked
// but the noise. Prove and the example say how to hold an estimator of one's own to its promises.
package esttest

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// Func is the rest of a network as a function of the units' outputs h in one row: it returns the
// loss and, unless df is nil, adds ∂loss/∂h to df.
type Func func(h, df []float64) float64

// Head is the innermost next that applies f to every row.
func (f Func) Head(p *nn.Pass) nn.Next {
	return func(x *nn.Var) []float64 {
		loss, h := make([]float64, x.Val.Rows), make([]float64, x.Val.Cols)
		df := make([]float64, x.Val.Cols)
		for i := range loss {
			for j, v := range x.Val.Row(i) {
				h[j] = float64(v)
			}
			if p.Depth < nn.Slope {
				loss[i] = f(h, nil)
				continue
			}
			clear(df)
			loss[i] = f(h, df)
			for j, d := range df {
				x.Grad.Row(i)[j] += mat.Float(d)
			}
		}
		return loss
	}
}

// Blind is f without a derivative: NaN, so that an estimator which asks for it is found out.
func Blind(f Func) Func {
	return func(h, df []float64) float64 {
		for j := range df {
			df[j] = math.NaN()
		}
		return f(h, nil)
	}
}

// Table is the function with a value for each setting of the bits h, h_j being bit j of the
// index; in between it is affine in each h_j alone,
//
//	f(h) = Σ_s t_s · Π_j (h_j if bit j of s, else 1−h_j).
func Table(t []float64) Func {
	return func(h, df []float64) float64 {
		if s, ok := bits(h); ok {
			for j := range df {
				df[j] += t[s|1<<j] - t[s&^(1<<j)]
			}
			return t[s]
		}
		f := 0.0
		for s, v := range t {
			f += v * weight(s, h, -1)
			for j := range df {
				df[j] += v * weight(s, h, j) * float64(2*(s>>j&1)-1)
			}
		}
		return f
	}
}

// bits is the number with bits h, if they are bits.
func bits(h []float64) (s int, ok bool) {
	for j, x := range h {
		if x != 0 && x != 1 {
			return 0, false
		}
		s |= int(x) << j
	}
	return s, true
}

// weight is Π_j (h_j if bit j of s, else 1−h_j), without factor skip.
func weight(s int, h []float64, skip int) float64 {
	w := 1.0
	for j, x := range h {
		switch {
		case j == skip:
		case s>>j&1 == 1:
			w *= x
		default:
			w *= 1 - x
		}
	}
	return w
}

// Sigmoid is σ(a) = 1/(1 + e⁻ᵃ).
func Sigmoid(a float64) float64 { return 1 / (1 + math.Exp(-a)) }
