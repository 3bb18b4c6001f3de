package vae

import (
	"math"

	"gater/mat"
)

// softplus is Σ_j log(1 + e^{x_j}) = −Σ_j log σ(−x_j) of a row, and q = σ(−x).
func softplus(q, x mat.M) float64 {
	clear(q.Data)
	mat.AddScaled(q.Data, -1, x.Data)
	mat.Sigmoid(q, q)
	if sum, ok := logOf(q.Data); ok {
		return -sum
	}
	sum := 0.0
	for _, v := range x.Data {
		sum += max(float64(v), 0) + math.Log1p(math.Exp(-math.Abs(float64(v))))
	}
	return sum
}

// logOf is Σ_j log s_j of numbers no greater than 1, by the logarithm of products: of sixteen
// factors in four chains, so that they do not wait for each other, and then of those. It gives up
// if a product is so small that factors may have been rounded off.
func logOf(s []Float) (sum float64, ok bool) {
	all := 1.0
	for len(s) >= 16 {
		q := s[:16:16]
		a := float64(q[0]) * float64(q[1]) * float64(q[2]) * float64(q[3])
		b := float64(q[4]) * float64(q[5]) * float64(q[6]) * float64(q[7])
		c := float64(q[8]) * float64(q[9]) * float64(q[10]) * float64(q[11])
		d := float64(q[12]) * float64(q[13]) * float64(q[14]) * float64(q[15])
		p := (a * b) * (c * d)
		if p < tiny {
			return 0, false
		}
		if all *= p; all < tiny {
			sum += math.Log(all)
			all = 1
		}
		s = s[16:]
	}
	for _, v := range s {
		if v < 1e-30 {
			return 0, false
		}
		sum += math.Log(float64(v))
	}
	return sum + math.Log(all), true
}

// tiny is near the root of the least ordinary number.
const tiny = 1e-150

// dot is Σ_j x_j·y_j.
func dot(x, y []Float) float64 {
	var s0, s1, s2, s3 Float
	for y = y[:len(x)]; len(x) >= 4 && len(y) >= 4; x, y = x[4:], y[4:] {
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
	}
	for i, v := range x {
		s0 += v * y[i]
	}
	return float64(s0+s1) + float64(s2+s3)
}
