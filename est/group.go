package est

import (
	"math"

	"gater/mat"
)

// softmax is y = e^{a/τ} / Σ e^{a/τ} in each group of k columns; y may be a.
func softmax(y, a mat.M, k int, τ float64) {
	for lo := 0; lo < len(a.Data); lo += k {
		y, a := y.Data[lo:lo+k], a.Data[lo:lo+k]
		top, sum := float64(a[0]), 0.0
		for _, v := range a {
			top = max(top, float64(v))
		}
		for j, v := range a {
			e := math.Exp((float64(v) - top) / τ)
			y[j] = Float(e)
			sum += e
		}
		for j := range y {
			y[j] = Float(float64(y[j]) / sum)
		}
	}
}

// pick is the first outcome whose running sum of p is above u; rounding leaves the last of p > 0.
func pick(p []Float, u Float) (k int) {
	sum := Float(0)
	for j, q := range p {
		if q > 0 {
			k = j
		}
		if sum += q; u < sum {
			return j
		}
	}
	return k
}

// one turns scores into 1 for the highest and 0 for the others.
func one(h []Float) {
	best := 0
	for j, v := range h {
		if v > h[best] {
			best = j
		}
	}
	clear(h)
	h[best] = 1
}
