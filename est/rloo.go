package est

import "gater/nn"

// RLOO takes for the baseline of each of K samples the mean loss of the others (Mnih and Rezende,
// 2016, arXiv 1602.06725; Kool, van Hoof and Welling, 2019):
//
//	∂E[f]/∂a ≈ 1/(K−1) · Σ_k (f_k − f̄)·h_k,  h_1 … h_K independent,
//
// in which the score's other part, −p, cancels. Unbiased. One unit, K = 2: the variance is
// (Δ²/4)·2v(1−2v), with v = p(1−p) and Δ = f(1) − f(0).
// Calls: Learn, and K−1 Looks.
type RLOO struct {
	Discrete
	K int // 2 or more; 0 means 2
}

func (e RLOO) k() int { return ownInt(e.K, 2) }

// Estimate is Σ (f_k − f̄)·h_k / (K−1).
func (e RLOO) Estimate(s *Site, f F) []float64 {
	all, rows, n := s.stack(e.k()), s.A.Rows, float64(e.k())
	for k := range e.k() {
		e.Sample(all.Slice(k*rows, (k+1)*rows), s)
	}
	losses, loss := lookAtAll(s, f, all, e.k())
	mean := s.floats(rows)
	for k, l := range losses {
		mean[k%rows] += l / n
	}
	for k, l := range losses {
		g, w := s.Grad.Row(k%rows), Float((l-mean[k%rows])/(n-1))
		for j, h := range all.Row(k) {
			g[j] += w * h
		}
	}
	return loss
}

// About: unbiased, K runs, and nothing shut is ever needed.
func (e RLOO) About() About {
	return About{Unbiased: true, Looks: func(int) int { return e.k() - 1 }, Skips: nn.SkipAll}
}

// Check is that there are others to take the mean of.
func (e RLOO) Check() error {
	return first(e.Discrete.Check(), atLeast(2, "RLOO: K", e.k(), ", or take Reinforce"))
}
