package est

// stein is the Stein operator A at samples of units, as RODEO has it.
type stein struct {
	many
	n, outcomes int          // units of a row, and outcomes of each
	p, δ        []float64    // of outcomes, P by row and what G·h gains by it, sample by sample
	t, level    []float64    // the expansion and the level at each sample, from the others
	a           [3][]float64 // A of t, t² and t·level there
	rest        [3][]float64 // the means of those over the others
	above       []float64    // f less the mean of the others, over K
}

// steinOf is A at every sample, in O(K²·D) a row.
func steinOf(d many, c Family, s *Site) (st stein) {
	n, units, out := len(d.loss), c.Units(s.A.Cols), c.Outcomes()
	st = stein{many: d, n: units, outcomes: out, p: s.floats(d.rows * units * out), δ: s.floats(n * units * out),
		t: s.floats(n), level: s.floats(n), above: s.floats(n)}
	for m := range st.a {
		st.a[m], st.rest[m] = s.floats(n), s.floats(n)
	}
	for r := range n {
		sum, squares, prob := 0.0, 0.0, c.Prob(s).Row(r%d.rows)
		for u := range units {
			p, δ := st.of(st.p, r%d.rows, u), st.of(st.δ, r, u)
			for k := range δ {
				p[k] = c.At(prob, u, k)
				if col, sign := c.Slot(u, k); sign > 0 {
					δ[k] = float64(d.others(r, col))
				}
			}
			here := δ[c.Drawn(d.h.Row(r), u)]
			for k := range δ {
				δ[k] -= here
				sum += p[k] * δ[k]
				squares += p[k] * δ[k] * δ[k]
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

// of is the numbers of the outcomes of unit u in a row.
func (st *stein) of(x []float64, row, u int) []float64 {
	at := (row*st.n + u) * st.outcomes
	return x[at : at+st.outcomes : at+st.outcomes]
}

// unit is the leave-one-out estimate of outcome k of unit u in row i, in whose column the output is
// 1, and sets v to its control variates. Of p_k·h^{u=k} − b·Σ_y p_y·h^{u=y} outcome k drops out where
// it was drawn.
func (st *stein) unit(v *[controls]float64, i, u, k, col int) (x float64) {
	*v = [controls]float64{}
	p := st.of(st.p, i, u)
	for r := i; r < len(st.t); r += st.rows {
		b, δ := float64(st.h.Row(r)[col]), st.of(st.δ, r, u)
		score := (b - p[k]) / float64(st.k)
		x += st.above[r] * (b - p[k])
		for m := range st.a {
			v[m] += score * st.rest[m][r]
			v[m+3] += score * st.a[m][r]
		}
		if b == 0 {
			st.at(v, r, δ[k], p[k]/float64(st.k))
			continue
		}
		for y := range δ {
			if y != k {
				st.at(v, r, δ[y], -p[y]/float64(st.k))
			}
		}
	}
	return x
}

// at adds w times h̃ where t is δ more.
func (st *stein) at(v *[controls]float64, r int, δ, w float64) {
	t, level := st.t[r]+δ, st.level[r]
	v[3] += w * t
	v[4] += w * t * t
	v[5] += w * t * level
	v[6] += w
	v[7] += w * level
}
