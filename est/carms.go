package est

// CARMS draws N samples that repel each other, as ARMS does for bits (Dimitriev and Zhou, 2021,
// arXiv 2110.14002, by breaking a stick): a unit takes its outcomes in rising order of probability,
// each or one of the rest, and the N decisions between them are ARMS's. With e_k sample k's outcomes,
//
//	∂E[f]/∂a ≈ 1/N(N−1) · Σ_{k<l} (f_k − f_l)·(e_k − e_l)·r(e_k, e_l),  r(x, y) = p_x·p_y / P(x and y),
//	r = (1−π_t)/(1 − P₁₁(π_t)/π_t) · Π_{s<t} (1−π_s)²/(1 − 2π_s + P₁₁(π_s)),
//
// with t the earlier of the two, π_s the chance of outcome s given none before it, and P₁₁ as in
// ARMS. No π is above ½, so that any two outcomes can come together. For bits it is ARMS; N = 2 is
// another antithetic pair than CategoricalDisARM's. Unbiased; the published code adds 10⁻⁶ and 10⁻⁸
// to denominators, which is not. It needs no derivative of the loss. Calls: Learn, N−1 Looks.
type CARMS struct {
	Discrete
	N int // 2 or more; 0 means 4
}

func (e CARMS) arms() ARMS { return ARMS{N: ownInt(e.N, 4)} }

// Estimate is Σ (f_k − f_l)(e_k − e_l)·r over the pairs of samples, unit by unit.
func (e CARMS) Estimate(s *Site, f F) []float64 {
	c, n := e.family(), e.arms().n()
	all, rows, units := s.stack(n), s.A.Rows, e.family().Units(s.A.Cols)
	u := s.uniforms(units * (c.Outcomes() - 1) * (n - 1))
	b := sticks.Get().(*stick)
	for i := range rows {
		for j := range units {
			b.set(c, c.Prob(s).Row(i), j, n)
			cuts := u.Row(i)[j*(b.k-1)*(n-1):][:(b.k-1)*(n-1)]
			b.sort(cuts, n)
			for m := range n {
				c.Set(all.Row(m*rows+i), j, b.draw(cuts, n, m))
			}
		}
	}
	losses, loss := lookAtAll(s, f, all, n)
	for i := range rows {
		for j := range units {
			b.set(c, c.Prob(s).Row(i), j, n)
			for k := i; k < len(losses); k += rows {
				for l := k + rows; l < len(losses); l += rows {
					x, y := c.Drawn(all.Row(k), j), c.Drawn(all.Row(l), j)
					if x != y {
						w := (losses[k] - losses[l]) / float64(n*(n-1)) * b.ratio[min(b.place[x], b.place[y])]
						slot(s.Grad.Row(i), c, j, x, w)
						slot(s.Grad.Row(i), c, j, y, -w)
					}
				}
			}
		}
	}
	sticks.Put(b)
	return loss
}

// slot adds w to the input of an outcome, if it has one.
func slot(g []Float, c Counted, u, k int, w float64) {
	if col, sign := c.Slot(u, k); sign > 0 {
		g[col] += Float(w)
	}
}

// Check is that there is a sample to repel.
func (e CARMS) Check() error {
	return first(e.Discrete.Check(), atLeast(2, "CARMS: N", e.arms().n(), ", or take Reinforce"))
}

// About: unbiased, N runs, and nothing shut is ever needed.
func (e CARMS) About() About { return e.arms().About() }
