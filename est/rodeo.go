package est

import "gater/nn"

// RODEO adds two control variates made by a discrete Stein operator to leave-one-out (Shi, Zhou,
// Hwang, Titsias and Mackey, 2022, equation 10), one to the baseline and one to the estimate:
//
//	∂E[f]/∂a ≈ 1/K · Σ_k (f_k − mean_{l≠k}(f_l + A h_l(b_l)))·(b_k − p) + A[h̃_k·(b − p)](b_k),
//	A h(b) = Σ_u Σ_y p_{uy}·h(b with b_u = y) − h(b),
//
// of mean 0 whatever h is. Here h and h̃ are quadratic in what the other samples say of b, the
// expansion t = G_{−k}·b − mean G·b and the level f̄_{−k}: c_1·t + c_2·t² + c_3·t·f̄, and for h̃ also
// c_4 + c_5·f̄, their weights by least squares over past draws (the paper trains a network by
// gradients). A neighbour differs in one unit, so with δ_{uy} what its outcome y adds to G·b, all of A
// costs O(D):
//
//	A t = Σ p_{uy}·δ_{uy},  A t² = 2t·A t + Σ p_{uy}·δ_{uy}²,
//	A[h·(b − p)]_{uk} = (b_{uk} − p_{uk})·A h + p_{uk}·h^{u=k} − b_{uk}·Σ_y p_{uy}·h^{u=y}.
//
// The paper has bits, and D times as small an A; in groups it is the same operator, of Gibbs sampling.
// Unbiased. Calls: Learn, K−1 Looks and Slopes.
type RODEO struct {
	Discrete
	K   int           // 2 or more; 0 means 2
	Fit *LeastSquares // of the eight weights; nil: they are 0, which is RLOO
}

func (e RODEO) k() int { return ownInt(e.K, 2) }

// controls is how many control variates there are: 3 in the baseline, 5 in the estimate.
const controls = 8

// Estimate is leave-one-out, less the control variates by their weights.
func (e RODEO) Estimate(s *Site, f F) []float64 {
	law := e.family()
	d := drawMany(s, f, law, e.k())
	c, gram, cross := s.floats(controls), s.floats(controls*controls), s.floats(controls)
	e.Fit.weights(c, s.floats(controls*controls))
	st := steinOf(d, law, s)
	var v [controls]float64
	for i := range s.A.Rows {
		for n := range law.Units(s.A.Cols) * law.Outcomes() {
			u, k := n/law.Outcomes(), n%law.Outcomes()
			col, sign := law.Slot(u, k)
			if sign < 0 {
				continue
			}
			x := st.unit(&v, i, u, k, col)
			g := x
			for m, y := range v {
				g -= c[m] * y
				cross[m] += x * y
				for n, z := range v {
					gram[m*controls+n] += y * z
				}
			}
			s.Grad.Row(i)[col] += Float(g)
		}
	}
	e.Fit.take(gram, cross, len(s.A.Data))
	return d.learnt
}

// Check is that there are others to take the mean of.
func (e RODEO) Check() error {
	return first(e.Discrete.Check(), atLeast(2, "RODEO: K", e.k(), ", or take Reinforce"))
}

// Visit names what the weights are made of.
func (e RODEO) Visit(v *nn.Visitor) { v.Into("fit", e.Fit) }

// About: unbiased, and shut blocks are needed in training.
func (e RODEO) About() About {
	n := looks(e.k() - 1)
	return About{Unbiased: true, Derivative: true, Looks: n, Slopes: n, Skips: nn.SkipForward}
}
