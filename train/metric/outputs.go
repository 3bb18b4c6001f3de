package metric

import "math"

// Softmax turns the outputs of a network, rows of k, into probabilities, in place.
//
//	p_j = e^{x_j − max x} / Σ_l e^{x_l − max x}
func Softmax(x []float64, k int) {
	for ; len(x) >= k && k > 0; x = x[k:] {
		top, sum := x[0], 0.0
		for _, v := range x[:k] {
			top = max(top, v)
		}
		for j, v := range x[:k] {
			x[j] = math.Exp(v - top)
			sum += x[j]
		}
		for j := range x[:k] {
			x[j] /= sum
		}
	}
}

// Sigmoid turns outputs into probabilities of yes, in place.
func Sigmoid(x []float64) {
	for i, v := range x {
		x[i] = 1 / (1 + math.Exp(-v))
	}
}
