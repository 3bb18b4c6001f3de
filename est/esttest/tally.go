package esttest

import "math"

// Tally gathers independent samples of some numbers.
type Tally struct {
	n       float64
	sum, sq []float64
}

// Add counts one sample of every number.
func (t *Tally) Add(x ...float64) {
	if t.n == 0 {
		t.sum, t.sq = make([]float64, len(x)), make([]float64, len(x))
	}
	t.n++
	for i, v := range x {
		t.sum[i] += v
		t.sq[i] += v * v
	}
}

// Count is the number of samples.
func (t *Tally) Count() float64 { return t.n }

// Mean is the mean of number i.
func (t *Tally) Mean(i int) float64 { return t.sum[i] / t.n }

// Var is the variance of number i.
func (t *Tally) Var(i int) float64 {
	m := t.Mean(i)
	return max(0, t.sq[i]/t.n-m*m) * t.n / (t.n - 1)
}

// Z is how far the mean of number i is from want, in standard errors. A rounding error of the
// arithmetic counts as a standard error, so that numbers without noise can be asked about too.
func (t *Tally) Z(i int, want float64) float64 {
	rounding := tol(1e-12, 1e-5) * (1 + math.Abs(want))
	return (t.Mean(i) - want) / math.Hypot(math.Sqrt(t.Var(i)/t.n), rounding)
}

// Far is the largest |Z| over all numbers, and which one.
func (t *Tally) Far(want []float64) (z float64, at int) {
	for i, w := range want {
		if d := math.Abs(t.Z(i, w)); !(d <= z) {
			z, at = d, i
		}
	}
	return z, at
}
