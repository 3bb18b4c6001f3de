// Package metric judges predictions: of classes, of several labels, and of numbers. Probabilities are
// row-major, a row an example; labels are class numbers.
package metric

import "math"

// Metric is one figure about predictions.
type Metric struct {
	Key    string // in JSON
	Name   string // for people
	Value  float64
	Higher bool // higher is better
}

// Classes is what is said of classes: p holds len(y) rows of k probabilities. A figure that does not
// exist, such as an AUC where the examples are of one class, is left out.
func Classes(p []float64, k int, y []int32) []Metric {
	return defined(
		Metric{"accuracy", "accuracy", Accuracy(p, k, y), true},
		Metric{"log_loss", "log-loss", LogLoss(p, k, y), false},
		Metric{"auc", "AUC", AUC(p, k, y), true},
		Metric{"f1", "F1, macro", F1(Confusion(p, k, y)), true},
		Metric{"ece", "calibration error", ECE(Confidence(p, k, y)), false})
}

// Labels is what is said of k labels an example, each yes (1) or no (0) with probability p.
func Labels(p []float64, k int, y []float64) []Metric {
	var auc, f1, loss, right float64
	n := 0
	for j := range k {
		q, t := column(p, k, j), make([]int32, len(y)/k)
		for i := range t {
			t[i] = int32(y[i*k+j])
		}
		two := pairs(q)
		if a := AUC(two, 2, t); !math.IsNaN(a) {
			auc, n = auc+a, n+1
		}
		m := Confusion(two, 2, t)
		f1 += f(m[1][1], m[0][1], m[1][0])
		loss += LogLoss(two, 2, t)
		right += Accuracy(two, 2, t)
	}
	return defined(
		Metric{"accuracy", "accuracy a label", right / float64(k), true},
		Metric{"log_loss", "log-loss a label", loss / float64(k), false},
		Metric{"auc", "AUC, mean", auc / float64(n), true},
		Metric{"f1", "F1 of yes, macro", f1 / float64(k), true},
		Metric{"ece", "calibration error", ECE(LabelConfidence(p, y)), false})
}

// Numbers is what is said of numbers x predicted for y.
func Numbers(x, y []float64) []Metric {
	return defined(
		Metric{"rmse", "RMSE", RMSE(x, y), false},
		Metric{"mae", "MAE", MAE(x, y), false},
		Metric{"r2", "R²", R2(x, y), true})
}

// defined leaves out what is no number.
func defined(all ...Metric) (out []Metric) {
	for _, m := range all {
		if !math.IsNaN(m.Value) && !math.IsInf(m.Value, 0) {
			out = append(out, m)
		}
	}
	return out
}

func column(p []float64, k, j int) []float64 {
	q := make([]float64, len(p)/k)
	for i := range q {
		q[i] = p[i*k+j]
	}
	return q
}

// pairs is probabilities of yes as rows of no and yes.
func pairs(q []float64) []float64 {
	p := make([]float64, 0, 2*len(q))
	for _, v := range q {
		p = append(p, 1-v, v)
	}
	return p
}
