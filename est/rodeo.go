package est

import "gater/nn"

// RODEO adds two control variates made by a discrete Stein operator to leave-one-out (Shi, Zhou,
// Hwang, Titsias and Mackey, 2022, equation 10), one to the baseline and one to the estimate:
//
//	∂E[f]/∂a ≈ 1/K · Σ_k (f_k − mean_{l≠k}(f_l + A h_l(b_l)))·(b_k − p) + A[h̃_k·(b − p)](b_k),
//	A h(b) = Σ_j q_j·(h(b with b_j turned over) − h(b)),  q_j = P(b_j is the other one),
//
// of mean 0 whatever h is. Here h and h̃ are quadratic in what the other samples say of b, the
// expansion t = G_{−k}·b − mean G·b and the level f̄_{−k}: c_1·t + c_2·t² + c_3·t·f̄, and for h̃ also
// c_4 + c_5·f̄, their weights by least squares over past draws (the paper trains a network by
// gradients). A neighbour differs in one bit, so with δ_j = G_j·(1 − 2b_j) all of A costs O(D):
//
//	A t = Σ q_j·δ_j,  A t² = 2t·A t + Σ q_j·δ_j²,  A[h·(b − p)]_i = (b_i − p_i)·A h + q_i·h_i·(1 − 2b_i).
//
// Unbiased. Calls: Learn, K−1 Looks and Slopes.
type RODEO struct {
	Bernoulli
	K   int           // 2 or more; 0 means 2
	Fit *LeastSquares // of the eight weights; nil: they are 0, which is RLOO
}

func (e RODEO) k() int { return ownInt(e.K, 2) }

// controls is how many control variates there are: 3 in the baseline, 5 in the estimate.
const controls = 8

// Estimate is leave-one-out, less the control variates by their weights.
func (e RODEO) Estimate(s *Site, f F) []float64 {
	d := drawMany(s, f, e.Bernoulli, e.k())
	c, gram, cross := s.floats(controls), s.floats(controls*controls), s.floats(controls)
	e.Fit.weights(c, s.floats(controls*controls))
	st := steinOf(&d, s)
	var v [controls]float64
	for i := range s.A.Rows {
		for j, p := range s.P().Row(i) {
			x := st.unit(&v, i, j, float64(p))
			g := x
			for m, y := range v {
				g -= c[m] * y
				cross[m] += x * y
				for n, z := range v {
					gram[m*controls+n] += y * z
				}
			}
			s.Grad.Row(i)[j] += Float(g)
		}
	}
	e.Fit.take(gram, cross, len(s.A.Data))
	return d.learnt
}

// Check is that there are others to take the mean of.
func (e RODEO) Check() error { return atLeast(2, "RODEO: K", e.k(), ", or take Reinforce") }

// Visit names what the weights are made of.
func (e RODEO) Visit(v *nn.Visitor) { v.Into("fit", e.Fit) }

// About: unbiased, and shut blocks are needed in training.
func (e RODEO) About() About {
	n := looks(e.k() - 1)
	return About{Unbiased: true, Derivative: true, Looks: n, Slopes: n, Skips: nn.SkipForward}
}
