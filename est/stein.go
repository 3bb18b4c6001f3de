package est

import "gater/mat"

// stein is the Stein operator A at samples of units, as RODEO has it.
type stein struct {
	many
	c        Family
	prob     mat.M
	t, level []float64    // the expansion and the level at each sample, from the others
	here     []float64    // what G·h owes to each unit, sample by sample
	a        [3][]float64 // A of t, t² and t·level there
	rest     [3][]float64 // the means of those over the others
	above    []float64    // f less the mean of the others, over K
}

// steinOf is A at every sample, in O(K²·D) a row.
func steinOf(d many, c Family, s *Site) (st stein) {
	n, units := len(d.loss), c.Units(s.A.Cols)
	st = stein{many: d, c: c, prob: c.Prob(s), t: s.floats(n), level: s.floats(n), here: s.floats(n * units), above: s.floats(n)}
	for m := range st.a {
		st.a[m], st.rest[m] = s.floats(n), s.floats(n)
	}
	for r := range n {
		sum, squares := 0.0, 0.0
		for u := range units {
			st.here[r*units+u] = st.worth(r, u, c.Drawn(d.h.Row(r), u))
			for k := range c.Outcomes() {
				δ, q := st.turn(r, u, k), st.p(r, u, k)
				sum += q * δ
				squares += q * δ * δ
			}
		}
		t := d.from(r)
		st.t[r], st.level[r], st.above[r] = t, d.rest(d.loss, r), d.above(d.loss, r)
		st.a[0][r], st.a[1][r], st.a[2][r] = sum, 2*t*sum+squares, st.level[r]*sum
	}
	for m := range st.a {
		for r := range n {
			st.rest[m][r] = d.rest(st.a[m], r)
		}
	}
	return st
}

// p is P(outcome k of unit u) in the row of a sample.
func (st *stein) p(r, u, k int) float64 { return st.c.At(st.prob.Row(r%st.rows), u, k) }

// worth is what outcome k of unit u adds to G·h.
func (st *stein) worth(r, u, k int) float64 {
	if col, sign := st.c.Slot(u, k); sign > 0 {
		return float64(st.others(r, col))
	}
	return 0
}

// turn is δ, what another outcome of unit u adds to t.
func (st *stein) turn(r, u, k int) float64 {
	return st.worth(r, u, k) - st.here[r*(len(st.here)/len(st.t))+u]
}

// unit is the leave-one-out estimate of outcome k of unit u in row i, in whose column the output is
// 1, and sets v to its control variates.
func (st *stein) unit(v *[controls]float64, i, u, k, col int) (x float64) {
	*v = [controls]float64{}
	for r := i; r < len(st.t); r += st.rows {
		b, p := float64(st.h.Row(r)[col]), st.p(r, u, k)
		x += st.above[r] * (b - p)
		for m := range st.a {
			v[m] += (b - p) * st.rest[m][r] / float64(st.k)
			v[m+3] += (b - p) * st.a[m][r] / float64(st.k)
		}
		st.at(v, r, u, k, p)
		for y := 0; b == 1 && y < st.c.Outcomes(); y++ {
			st.at(v, r, u, y, -st.p(r, u, y))
		}
	}
	return x
}

// at adds w/K times h̃ where unit u comes out as k.
func (st *stein) at(v *[controls]float64, r, u, k int, w float64) {
	w /= float64(st.k)
	t, level := st.t[r]+st.turn(r, u, k), st.level[r]
	v[3] += w * t
	v[4] += w * t * t
	v[5] += w * t * level
	v[6] += w
	v[7] += w * level
}
