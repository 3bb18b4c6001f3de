package esttest

import "math"

// Law is how the units of a layer come out, with their outcomes counted: the oracle that an
// estimator is compared with. Bernoulli and OneHot are laws; so is any TwoPoint.
type Law interface {
	// Group is how many columns a unit has.
	Group() int
	// Outcomes is how many outcomes a layer of so many columns has.
	Outcomes(cols int) int
	// Outcome sets h to outcome k of a layer with inputs a, and returns its probability.
	Outcome(h, a []float64, k int) float64
	// Back adds to g what outcome k contributes to the gradient:
	//
	//	g += (∂h/∂a)ᵀ·dh + loss·∂log P(k)/∂a.
	Back(g, a, dh []float64, k int, loss float64)
	// Cuts are the uniforms at which the law's own sampling turns, a list for each column of the
	// draw that it makes.
	Cuts(a []float64) [][]float64
}

// TwoPoint is a law with two outcomes: a unit of input a has Value(a) with probability On(a), and
// is 0 otherwise. Each function also returns its derivative. A probability that is 1 everywhere
// makes a unit without noise.
type TwoPoint struct{ On, Value Curve }

// Curve is a function and its derivative.
type Curve func(a float64) (y, dy float64)

// Always is the curve 1.
func Always(float64) (y, dy float64) { return 1, 0 }

// Logit is σ(a).
func Logit(a float64) (y, dy float64) { p := Sigmoid(a); return p, p * (1 - p) }

// Bernoulli is the law of a stochastic binary neuron.
var Bernoulli = TwoPoint{Logit, Always}

// Group is 1.
func (TwoPoint) Group() int { return 1 }

// Outcomes is 2^cols.
func (TwoPoint) Outcomes(cols int) int { return 1 << cols }

// Outcome has the units on that are bits of k.
func (l TwoPoint) Outcome(h, a []float64, k int) float64 {
	w := 1.0
	for j, a := range a {
		q, _ := l.On(a)
		h[j] = 0
		if k>>j&1 == 0 {
			w *= 1 - q
			continue
		}
		h[j], _ = l.Value(a)
		w *= q
	}
	return w
}

// Back is dh·∂Value + loss·∂log On, or loss·∂log(1 − On) for a unit that is off.
func (l TwoPoint) Back(g, a, dh []float64, k int, loss float64) {
	for j, a := range a {
		q, dq := l.On(a)
		if k>>j&1 == 1 {
			_, dv := l.Value(a)
			g[j] += dh[j] * dv
			if dq != 0 {
				g[j] += loss * dq / q
			}
		} else if dq != 0 {
			g[j] -= loss * dq / (1 - q)
		}
	}
}

// Cuts is On(a).
func (l TwoPoint) Cuts(a []float64) (cuts [][]float64) {
	for _, a := range a {
		q, _ := l.On(a)
		cuts = append(cuts, []float64{q})
	}
	return cuts
}

// Softmax is e^a / Σ e^a.
func Softmax(a []float64) []float64 {
	p, top, sum := make([]float64, len(a)), math.Inf(-1), 0.0
	for _, v := range a {
		top = max(top, v)
	}
	for j, v := range a {
		p[j] = math.Exp(v - top)
		sum += p[j]
	}
	for j := range p {
		p[j] /= sum
	}
	return p
}
