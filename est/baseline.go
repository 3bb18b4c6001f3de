package est

import "gater/mat"

// A Baseline is a running number a unit that Reinforce subtracts from the loss. Values are those
// from before the batch at hand, so that they do not depend on its draws.
type Baseline interface {
	Values(units int) []float64
	// Update takes the batch's draws h, their probabilities p and the losses of its rows.
	Update(h, p mat.M, loss []float64)
}

var zeros = make([]float64, 1<<16)

func values(b Baseline, units int) []float64 {
	if b != nil {
		return b.Values(units)
	}
	if units > len(zeros) {
		return make([]float64, units)
	}
	return zeros[:units]
}

func sized(s []float64, n int) []float64 {
	if len(s) != n {
		return make([]float64, n)
	}
	return s
}

func decay(ρ float64) float64 {
	if ρ == 0 {
		return 0.9
	}
	return ρ
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v
	}
	return m / float64(len(x))
}
