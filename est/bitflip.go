package est

import "gater/nn"

// BitFlip gives one unit of a row, chosen among all U with equal odds, another outcome, and leaves
// the others without a gradient (bitflip-1 of Kunes et al., 2022):
//
//	∂E[f]/∂a_u ≈ U·J(p)·e_y·(f(h with h_u = y) − f(h))·(1 − p_x)/p_y,  x = h_u,
//
// with y drawn among the others by their probabilities, so that J(p)·e_y/p_y is e_y − p, and bounded.
// For a bit y is the other one, and the gradient is U·p(1−p)·(2b − 1)·(f(b) − f(b̄)); the form in
// groups is the same local expectation by one outcome of its sum, and not in the paper. Unbiased. Of low
// variance for probabilities near 0 or 1, where DisARM's pair seldom differs. It needs no derivative
// of the loss. Calls: Learn, a Look.
type BitFlip struct{ Discrete }

// Estimate is U·(1 − p_x)·(f(h') − f(h))·(e_y − p) in one unit of each row.
func (e BitFlip) Estimate(s *Site, f F) []float64 {
	c, h := e.family(), Draw(s, e)
	u := s.uniforms(min(2, c.Outcomes()-1)) // a bit has one other outcome
	n, p, other, v := c.Units(s.A.Cols), c.Prob(s), s.New(), s.zeros()
	copy(other.Data, h.Data)
	for i := range h.Rows {
		u := u.Row(i)
		at := nth(u[0], n)
		c.Set(other.Row(i), at, another(c, p.Row(i), at, c.Drawn(h.Row(i), at), float64(u[len(u)-1])))
	}
	f1, _ := f.Learn(h)
	f2 := f.Look(other)
	for i := range f1 {
		at := nth(u.Row(i)[0], n)
		y := c.Drawn(other.Row(i), at)
		if q := c.At(p.Row(i), at, y); q > 0 {
			col, sign := c.Slot(at, y)
			rest := restOf(c, p.Row(i), at, c.Drawn(h.Row(i), at))
			v.Row(i)[col] = sign * Float(float64(n)*(f2[i]-f1[i])*rest/q)
		}
	}
	c.Pull(s.Grad, 1, v, p)
	return f1
}

// nth is the index below n that a uniform draw stands for.
func nth(u Float, n int) int { return min(int(u*Float(n)), n-1) }

// another is the outcome of unit u that a uniform draw picks, by their probabilities, among those
// that are not x.
func another(c Counted, p []Float, u, x int, draw float64) (y int) {
	left := draw * restOf(c, p, u, x)
	for k := range c.Outcomes() {
		if k == x {
			continue
		}
		y = k
		if left -= c.At(p, u, k); left < 0 {
			break
		}
	}
	return y
}

// restOf is the probability that unit u does not come out as x.
func restOf(c Counted, p []Float, u, x int) (sum float64) {
	for k := range c.Outcomes() {
		if k != x {
			sum += c.At(p, u, k)
		}
	}
	return sum
}

// About: unbiased, two runs, and nothing shut is ever needed.
func (BitFlip) About() About { return About{Unbiased: true, Looks: looks(1), Skips: nn.SkipAll} }
