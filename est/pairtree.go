package est

// pairTree is a unit's tree of decisions, with the outcomes of an antithetic pair.
type pairTree struct {
	CategoricalDisARM
	c        Counted
	q        []float64 // the chance of the left, at every split
	d        float64   // ½·(f(h) − f(h̃))
	on, anti int
}

// back adds the gradient of unit u in the inputs of outcomes lo to hi−1, of whose log Σ e^a it is
// w so far.
func (t *pairTree) back(g []Float, u, lo, hi int, w float64) {
	if hi-lo == 1 {
		if col, sign := t.c.Slot(u, lo); sign > 0 {
			g[col] += Float(w)
		}
		return
	}
	mid := t.split(lo, hi)
	q, b, anti, d := t.q[mid], 0.0, 0.0, 0.0
	if t.on < mid {
		b = 1
	}
	if t.anti < mid {
		anti = 1
	}
	switch on, too := lo <= t.on && t.on < hi, lo <= t.anti && t.anti < hi; {
	case on && too:
		d = t.d * (b - anti) * max(q, 1-q)
	case on:
		d = t.d * (b - q)
	case too:
		d = t.d * (q - anti)
	}
	t.back(g, u, lo, mid, w*q+d)
	t.back(g, u, mid, hi, w*(1-q)-d)
}
