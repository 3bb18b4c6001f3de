package metric

import "math"

// likeliest is the first class of the highest probability.
func likeliest(p []float64) int {
	best := 0
	for j, v := range p {
		if v > p[best] {
			best = j
		}
	}
	return best
}

// Accuracy is the share of examples whose likeliest class is their label.
//
//	1/n Σ_i [argmax_j p_ij = y_i]
func Accuracy(p []float64, k int, y []int32) float64 {
	right := 0
	for i, label := range y {
		if likeliest(p[i*k:(i+1)*k]) == int(label) {
			right++
		}
	}
	return float64(right) / float64(len(y))
}

// least is what a probability counts at least in a log-loss, so that one certain mistake does not
// make it infinite.
const least = 1e-15

// LogLoss is the mean of −log p of the label, in nats.
//
//	−1/n Σ_i log max(p_i,y_i, 10⁻¹⁵)
func LogLoss(p []float64, k int, y []int32) float64 {
	sum := 0.0
	for i, label := range y {
		sum -= math.Log(max(p[i*k+int(label)], least))
	}
	return sum / float64(len(y))
}

// Confusion counts [label][likeliest class].
func Confusion(p []float64, k int, y []int32) [][]int {
	m := make([][]int, k)
	for c := range m {
		m[c] = make([]int, k)
	}
	for i, label := range y {
		m[label][likeliest(p[i*k:(i+1)*k])]++
	}
	return m
}

// F1 is the mean over classes that occur, as a label or a prediction, of their harmonic mean of
// precision and recall.
//
//	F1_c = 2·TP / (2·TP + FP + FN)
func F1(confusion [][]int) float64 {
	sum, n := 0.0, 0
	for c := range confusion {
		fp, fn := 0, 0
		for o := range confusion {
			if o != c {
				fp += confusion[o][c]
				fn += confusion[c][o]
			}
		}
		if tp := confusion[c][c]; tp+fp+fn > 0 {
			sum, n = sum+f(tp, fp, fn), n+1
		}
	}
	return sum / float64(n)
}

// f is 2·TP / (2·TP + FP + FN); 0 where nothing was there to be found and nothing was.
func f(tp, fp, fn int) float64 {
	if tp == 0 {
		return 0
	}
	return 2 * float64(tp) / float64(2*tp+fp+fn)
}
