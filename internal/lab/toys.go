package lab

import (
	"fmt"
	"math"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// layer is a task of one layer of units: f of their outputs, which may share inputs.
type layer struct {
	a     []float64 // inputs
	f     esttest.Func
	share int // how many units take each input; more than one: the gradient is that of the inputs
	truth []float64
}

func (t *layer) Truth() [][]float64 { return [][]float64{t.truth} }
func (t *layer) Groups() []Group    { return nil }
func (t *layer) Units() int         { return len(t.a) * t.share }
func (t *layer) Group() int         { return 1 }

func (t *layer) Logits() (a []float64) {
	for _, v := range t.a {
		for range t.share {
			a = append(a, v)
		}
	}
	return a
}

func (t *layer) Rig(make func() est.Estimator, copies int) *Rig {
	r := oneLayer(row(t.a), t.f, make(), copies)
	if t.share > 1 {
		l := nn.NewLinear(len(t.a), t.Units())
		for k := range t.Units() {
			l.W.Val.Row(k / t.share)[k] = 1
		}
		r.Net = nn.Seq{r.Net.(nn.Seq)[0], l, r.Net.(nn.Seq)[1]}
	}
	return r
}

// Logit is log p/(1−p).
func Logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// orElse is x, or other if x is NaN.
func orElse(x, other float64) float64 {
	if math.IsNaN(x) {
		return other
	}
	return x
}

// quadratic is Σ_j (h_j − t)² / n.
func quadratic(t, n float64) esttest.Func {
	return func(h, df []float64) (f float64) {
		for j, x := range h {
			f += (x - t) * (x - t) / n
			if df != nil {
				df[j] += 2 * (x - t) / n
			}
		}
		return f
	}
}

// point is t and θ of a quadratic task.
func (s Settings) point(t, theta float64) (float64, float64, error) {
	t, theta = orElse(s.T, t), orElse(s.Theta, theta)
	if !(theta > 0 && theta < 1) {
		return 0, 0, fmt.Errorf("theta is %v: it must be a probability between 0 and 1, such as 0.5", theta)
	}
	if math.IsInf(t, 0) || math.Abs(t) > 1e6 {
		return 0, 0, fmt.Errorf("t is %v: it must be a number of ordinary size, such as 0.45", t)
	}
	return t, theta, nil
}

// newToy is D = 200 units with f = (1/D) Σ (b_j − t)², whose gradient is θ(1−θ)(1−2t)/D
// (Titsias and Shi, 2022, section 6.1, with ½ in place of the whole range of θ).
func newToy(s Settings) (Task, error) {
	const d = 200
	t, theta, err := s.point(0.499, 0.5)
	if err != nil {
		return nil, err
	}
	l := &layer{f: quadratic(t, d), share: 1}
	for range d {
		l.a = append(l.a, Logit(theta))
		l.truth = append(l.truth, theta*(1-theta)*(1-2*t)/d)
	}
	return l, nil
}

// newShared is Kool, van Hoof and Welling's (2020) version of a toy of Liu et al. (2019): three
// units of one logit, f = Σ (b_j − p_j)².
func newShared(s Settings) (Task, error) {
	_, theta, err := s.point(0, 0.5)
	if err != nil {
		return nil, err
	}
	p := []float64{0.6, 0.51, 0.48}
	f := esttest.Func(func(h, df []float64) (f float64) {
		for j, x := range h {
			f += (x - p[j]) * (x - p[j])
			if df != nil {
				df[j] += 2 * (x - p[j])
			}
		}
		return f
	})
	l := &layer{a: []float64{Logit(theta)}, f: f, share: len(p)}
	each := enumerate([]float64{theta, theta, theta}, f)
	l.truth = []float64{each[0] + each[1] + each[2]}
	return l, nil
}

// newThree is three units with the loss f = 1.5·tanh(w·b − 0.85) − 1.24, which is no sum over
// units, nor affine in one. Weights were fitted to variances in the literature of an unnamed loss.
func newThree(Settings) (Task, error) {
	theta := []float64{0.574, 0.250, 0.690}
	w := []float64{0.6, 1.6, 1}
	f := esttest.Func(func(h, df []float64) float64 {
		x := -0.85
		for j := range h {
			x += w[j] * h[j]
		}
		v := math.Tanh(x)
		for j := range df {
			df[j] += 1.5 * (1 - v*v) * w[j]
		}
		return 1.5*v - 1.24
	})
	l := &layer{f: f, share: 1, truth: enumerate(theta, f)}
	for _, p := range theta {
		l.a = append(l.a, Logit(p))
	}
	return l, nil
}

// enumerate is the exact gradient of E[f(b)] in the logits of independent units,
//
//	∂E[f]/∂a_j = Σ_b P(b)·(b_j − θ_j)·f(b),
//
// over all outcomes in the order of a Gray code, so that each differs from the last in one bit.
func enumerate(theta []float64, f esttest.Func) []float64 {
	b, g := make([]float64, len(theta)), make([]float64, len(theta))
	gray(len(theta), func(flip int) {
		if flip >= 0 {
			b[flip] = 1 - b[flip]
		}
		p := 1.0
		for j, t := range theta {
			p *= t*b[j] + (1-t)*(1-b[j])
		}
		v := f(b, nil)
		for j, t := range theta {
			g[j] += p * (b[j] - t) * v
		}
	})
	return g
}
