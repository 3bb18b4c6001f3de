package est

// stein is the Stein operator A at samples of bits, as RODEO has it.
type stein struct {
	*many
	t, level []float64    // the expansion and the level at each sample, from the others
	a        [3][]float64 // A of t, t² and t·level there
	rest     [3][]float64 // the means of those over the others
	above    []float64    // f less the mean of the others, over K
}

// steinOf is A at every sample, in O(K²·D) a row.
func steinOf(d *many, s *Site) (st stein) {
	n := len(d.loss)
	st = stein{many: d, t: s.floats(n), level: s.floats(n), above: s.floats(n)}
	for m := range st.a {
		st.a[m], st.rest[m] = s.floats(n), s.floats(n)
	}
	for r := range n {
		p := s.P().Row(r % d.rows)
		sum, squares := 0.0, 0.0
		for j, b := range d.h.Row(r) {
			δ, q := st.turn(r, j), other(float64(b), float64(p[j]))
			sum += q * δ
			squares += q * δ * δ
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

// other is the chance of a bit to be the other one.
func other(b, p float64) float64 { return b*(1-p) + (1-b)*p }

// turn is δ, what turning bit j over adds to t.
func (st *stein) turn(r, j int) float64 {
	return float64(st.others(r, j) * (1 - 2*st.h.Row(r)[j]))
}

// unit is the leave-one-out estimate of unit j in row i, and sets v to its control variates.
func (st *stein) unit(v *[controls]float64, i, j int, p float64) (x float64) {
	*v = [controls]float64{}
	for r := i; r < len(st.t); r += st.rows {
		b := float64(st.h.Row(r)[j])
		score, flip := (b-p)/float64(st.k), other(b, p)*(1-2*b)/float64(st.k)
		x += st.above[r] * (b - p)
		for m := range st.a {
			v[m] += score * st.rest[m][r]
			v[m+3] += score * st.a[m][r]
		}
		t, level := st.t[r]+st.turn(r, j), st.level[r]
		v[3] += flip * t
		v[4] += flip * t * t
		v[5] += flip * t * level
		v[6] += flip
		v[7] += flip * level
	}
	return x
}
