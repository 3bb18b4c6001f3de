package est

import (
	"math"
	"sync"
)

// counts is the law of k units of d on, given their inputs: the chances of how many of the first j
// of independent bits are on, by the recursion
//
//	C_{j+1}(r) = (1−p_j)·C_j(r) + p_j·C_j(r−1),  p_j = σ(a_j + c),
//
// with c such that k of them are expected: a number that the law does not depend on, and with
// which no chance that matters is small.
type counts struct {
	d, k       int
	p, mu, v   []float64
	pre, first []float64 // C_j(r), and the same weighed by Σ_{i<j} v_i·h_i, at [j·(k+1)+r]
	suf, last  []float64 // of the units from j on
}

var countsPool = sync.Pool{New: func() any { return new(counts) }}

// room is x with n elements.
func room(x []float64, n int) []float64 {
	if cap(x) < n {
		return make([]float64, n)
	}
	return x[:n]
}

// set computes p and C.
func (t *counts) set(a []Float, k int) {
	t.d, t.k = len(a), k
	t.p, t.mu, t.v = room(t.p, t.d), room(t.mu, t.d), room(t.v, t.d)
	t.pre, t.first = room(t.pre, (t.d+1)*(k+1)), room(t.first, (t.d+1)*(k+1))
	t.suf, t.last = room(t.suf, k+1), room(t.last, k+1)
	t.tilt(a)
	clear(t.pre[:k+1])
	t.pre[0] = 1
	for j, p := range t.p {
		c, next := t.pre[j*(k+1):(j+1)*(k+1)], t.pre[(j+1)*(k+1):]
		next[0] = (1 - p) * c[0]
		for r := 1; r <= k; r++ {
			next[r] = (1-p)*c[r] + p*c[r-1]
		}
	}
}

// tilt sets p = σ(a + c) with Σp within ¼ of k, by Newton's method kept within bounds.
func (t *counts) tilt(a []Float) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, a := range a {
		lo, hi = min(lo, float64(-a)), max(hi, float64(-a))
	}
	lo, hi = lo-50, hi+50
	for c, i := (lo+hi)/2, 0; ; i++ {
		sum, slope := 0.0, 0.0
		for j, a := range a {
			p := 1 / (1 + math.Exp(-(float64(a) + c)))
			t.p[j] = p
			sum += p
			slope += p * (1 - p)
		}
		off := float64(t.k) - sum
		if math.Abs(off) <= 0.25 || i == 200 || math.IsNaN(sum) {
			return
		}
		if off > 0 {
			lo = c
		} else {
			hi = c
		}
		if c += off / slope; !(c > lo && c < hi) {
			c = (lo + hi) / 2
		}
	}
}

// sample turns units on from the last to the first: unit j with the chance that it is, given that
// r of those up to it are.
func (t *counts) sample(h, u []Float) {
	r, n := t.k, t.k+1
	for j := t.d - 1; j >= 0; j-- {
		h[j] = 0
		if r > 0 && float64(u[j])*t.pre[(j+1)*n+r] < t.p[j]*t.pre[j*n+r-1] {
			h[j] = 1
			r--
		}
	}
}
