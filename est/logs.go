package est

import "math"

// logit is log u − log(1−u).
func logit(u Float) float64 { return math.Log(float64(u)) - math.Log1p(-float64(u)) }

// softplus is log(1 + eˣ), for any x.
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

// logAdd is log(eˣ + eʸ); both may be −∞.
func logAdd(x, y float64) float64 {
	top := max(x, y)
	if math.IsInf(top, -1) {
		return top
	}
	return top + math.Log1p(math.Exp(-math.Abs(x-y)))
}

// logSumExp is log Σ eᵃ.
func logSumExp(a []Float) float64 {
	sum := math.Inf(-1)
	for _, v := range a {
		sum = logAdd(sum, float64(v))
	}
	return sum
}

// on is the column that is 1.
func on(h []Float) (d int) {
	for j, v := range h {
		if v != 0 {
			return j
		}
	}
	return 0
}
