package metric

import "math"

// RMSE is √(1/n Σ (x − y)²), in the units of y.
func RMSE(x, y []float64) float64 { return math.Sqrt(squares(x, y) / float64(len(y))) }

// MAE is 1/n Σ |x − y|, in the units of y.
func MAE(x, y []float64) float64 {
	sum := 0.0
	for i := range y {
		sum += math.Abs(x[i] - y[i])
	}
	return sum / float64(len(y))
}

// R2 is the share of the variance of y that x explains, below 0 where the mean of y is nearer to it.
//
//	R² = 1 − Σ (x − y)² / Σ (y − ȳ)²
func R2(x, y []float64) float64 {
	mean, all := 0.0, 0.0
	for _, v := range y {
		mean += v / float64(len(y))
	}
	for _, v := range y {
		all += (v - mean) * (v - mean)
	}
	return 1 - squares(x, y)/all
}

func squares(x, y []float64) (sum float64) {
	for i := range y {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return sum
}
