package est

import (
	"math"
	"slices"

	"gater/mat"
	"gater/nn"
)

// ARMS draws N samples that repel each other, as DisARM's pair does (Dimitriev and Zhou, 2021,
// with the Dirichlet copula). With d the N gaps that N−1 uniforms leave in [0, 1],
//
//	∂E[f]/∂a ≈ 1/(N−1) · Σ_k (f(b_k) − f̄)·(b_k − p) · (1−m)/(1 − P₁₁/m),
//	b_k = 1[(1−d_k)^{N−1} < p],  m = min(p, 1−p),  P₁₁ = max(0, 2m^{1/(N−1)} − 1)^{N−1};
//
// for p ≥ ½ it is 1 − b that is drawn, with the gaps in reverse. P₁₁ is the chance that two samples
// both have the rarer side up. N = 2 is DisARM. Unbiased; the published code adds 10⁻⁶ to a
// denominator, which is not. It needs no derivative of the loss. Calls: Learn, N−1 Looks.
type ARMS struct {
	Bernoulli
	N int // 2 or more; 0 means 4
}

func (e ARMS) n() int { return ownInt(e.N, 4) }

// Estimate is Σ (f_k − f̄)(b_k − p)·c / (N−1), in which the p cancels.
func (e ARMS) Estimate(s *Site, f F) []float64 {
	all, rows, n := s.stack(e.n()), s.A.Rows, float64(e.n())
	e.draw(all, s)
	losses, loss := lookAtAll(s, f, all, e.n())
	mean, sum := s.floats(rows), s.zeros()
	for k, l := range losses {
		mean[k%rows] += l / n
	}
	for k, l := range losses {
		g, w := sum.Row(k%rows), Float((l-mean[k%rows])/(n-1))
		for j, b := range all.Row(k) {
			g[j] += w * b
		}
	}
	for i, p := range s.P().Data {
		s.Grad.Data[i] += sum.Data[i] * e.debias(p)
	}
	return loss
}

// draw fills the stack with N samples.
func (e ARMS) draw(all mat.M, s *Site) {
	n, size := e.n(), len(s.A.Data)
	u := s.uniforms(s.A.Cols * (n - 1))
	for i, p := range s.P().Data {
		cuts := u.Data[i*(n-1) : (i+1)*(n-1)]
		slices.Sort(cuts)
		m, lo := float64(min(p, 1-p)), Float(0)
		wide := Float(1 - math.Pow(m, 1/float64(n-1))) // (1−d)^{N−1} < m is d > 1 − m^{1/(N−1)}
		for k := range n {
			hi := Float(1)
			if k < n-1 {
				hi = cuts[k]
			}
			if p < 0.5 {
				all.Data[k*size+i] = step(hi-lo > wide)
			} else {
				all.Data[(n-1-k)*size+i] = step(hi-lo <= wide)
			}
			lo = hi
		}
	}
}

// debias is (1−m)/(1 − P₁₁/m), which is p(1−p)/(p − P(b_1 = b_2 = 1)).
func (e ARMS) debias(p Float) Float {
	m := float64(min(p, 1-p))
	if both := bothOn(m, e.n()); both > 0 {
		return Float((1 - m) / (1 - both/m))
	}
	return Float(1 - m)
}

// Check is that there is a sample to repel.
func (e ARMS) Check() error { return atLeast(2, "ARMS: N", e.n(), ", or take Reinforce") }

// About: unbiased, N runs, and nothing shut is ever needed.
func (e ARMS) About() About {
	return About{Unbiased: true, Looks: looks(e.n() - 1), Skips: nn.SkipAll}
}
