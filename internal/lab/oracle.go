package lab

import (
	"math"

	"gater/internal/rng"
)

// oracle is one example's loss as a function of units' outputs h, of which it sees an affine map:
//
//	f(h) = loss(y),  y = base + Σ_c h_c·w_c.
//
// A unit that comes out otherwise changes y by a row of w or two, so that neither counting all
// outcomes nor trying each unit's own takes a pass through the network.
type oracle struct {
	base  []float64
	w     [][]float64 // a row a column of units
	group int         // columns of a unit: 1 for bits, which are off or on
	loss  func(y []float64) float64
}

// outcomes is the number of outcomes of a unit.
func (o *oracle) outcomes() int { return max(2, o.group) }

// units is the number of units.
func (o *oracle) units() int { return len(o.w) / o.group }

// add is y += sign·w of a unit that comes out as its k-th outcome.
func (o *oracle) add(y []float64, unit, k int, sign float64) {
	column := unit*o.group + k
	if o.group == 1 {
		if k == 0 {
			return // off
		}
		column = unit
	}
	for i, v := range o.w[column] {
		y[i] += sign * v
	}
}

// law is the probability of every outcome of every unit with inputs a.
func (o *oracle) law(a []float64) [][]float64 {
	p := make([][]float64, o.units())
	for u := range p {
		if o.group == 1 {
			p[u] = []float64{sigmoid(-a[u]), sigmoid(a[u])}
			continue
		}
		p[u] = softmax(a[u*o.group : (u+1)*o.group])
	}
	return p
}

// gradient is what mass[u][k] on outcome k of unit u comes to in its inputs: Σ over outcomes of
// P(h)·f(h)·∂log P/∂a.
func (o *oracle) gradient(mass, p [][]float64) []float64 {
	g := floats(len(o.w))
	for u := range mass {
		all := 0.0
		for _, m := range mass[u] {
			all += m
		}
		if o.group == 1 {
			g[u] = mass[u][1] - p[u][1]*all
			continue
		}
		for k, m := range mass[u] {
			g[u*o.group+k] = m - p[u][k]*all
		}
	}
	return g
}

// exact is the gradient of E[f] in the inputs a, over all outcomes in the order of a Gray code.
func (o *oracle) exact(a []float64) []float64 {
	p := o.law(a)
	y := append([]float64(nil), o.base...)
	at := make([]int, o.units())
	mass := rectangle(p)
	for u := range at {
		o.add(y, u, 0, 1)
	}
	digits(o.units(), o.outcomes(), func(unit, to int) {
		if unit >= 0 {
			o.add(y, unit, at[unit], -1)
			o.add(y, unit, to, 1)
			at[unit] = to
		}
		f := o.loss(y)
		for u, k := range at {
			f *= p[u][k]
		}
		for u, k := range at {
			mass[u][k] += f
		}
	})
	return o.gradient(mass, p)
}

// local is the gradient by local expectations (Titsias and Lázaro-Gredilla, 2015) averaged over so
// many draws of the units, and its standard error, coordinate by coordinate. Every draw tries all
// outcomes of every unit with the others as drawn.
func (o *oracle) local(a []float64, draws int, key rng.Key) (mean, se []float64) {
	p := o.law(a)
	mean, se = floats(len(a)), floats(len(a))
	u := floats(o.units())
	at := make([]int, o.units())
	y := floats(len(o.base))
	try := floats(len(o.base))
	mass := rectangle(p)
	for d := range draws {
		key.Step = uint32(d)
		rng.Uniform(u, key)
		copy(y, o.base)
		for i := range at {
			at[i] = draw(p[i], u[i])
			o.add(y, i, at[i], 1)
		}
		for i := range at {
			for k := range mass[i] {
				copy(try, y)
				o.add(try, i, at[i], -1)
				o.add(try, i, k, 1)
				mass[i][k] = p[i][k] * o.loss(try)
			}
		}
		for j, g := range o.gradient(mass, p) {
			mean[j] += g / float64(draws)
			se[j] += g * g / float64(draws)
		}
	}
	for j := range se {
		se[j] = math.Sqrt(max(0, se[j]-mean[j]*mean[j]) / float64(draws-1))
	}
	return mean, se
}

// draw is the first outcome at which the running sum of p is above u.
func draw(p []float64, u float64) int {
	sum := 0.0
	for k, q := range p[:len(p)-1] {
		if sum += q; u < sum {
			return k
		}
	}
	return len(p) - 1
}

// softmax is eᵃ / Σ eᵃ.
func softmax(a []float64) []float64 {
	p, top, sum := floats(len(a)), math.Inf(-1), 0.0
	for _, v := range a {
		top = max(top, v)
	}
	for k, v := range a {
		p[k] = math.Exp(v - top)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// digits visits all settings of n digits from 0 to base−1 in the order of the reflected Gray code,
// from all 0: each visit is told which digit has changed and to what, the first −1 and 0.
func digits(n, base int, visit func(digit, to int)) {
	at, step := make([]int, n), make([]int, n)
	for i := range step {
		step[i] = 1
	}
	visit(-1, 0)
	for {
		i := 0
		for ; i < n; i++ {
			if to := at[i] + step[i]; to >= 0 && to < base {
				at[i] = to
				visit(i, to)
				break
			}
			step[i] = -step[i]
		}
		if i == n {
			return
		}
	}
}
