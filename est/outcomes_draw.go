package est

import "slices"

// draw adds an outcome that is not in the set, drawn from those by a uniform a unit: unit by unit,
// outcome j with a chance proportional to
//
//	p_j·(1 − Σ_i P(the rest of i)), over the members i that agree with x so far and with j.
//
// There must be such an outcome.
func (t *outcomes) draw(u []Float) {
	t.x, t.live = sizedInts(t.x, t.n), t.live[:0]
	for i := range t.len() {
		t.live = append(t.live, i)
	}
	for unit := range t.x {
		t.x[unit] = t.one(unit, float64(u[unit]))
		agree := t.live[:0]
		for _, i := range t.live {
			if t.member(i)[unit] == t.x[unit] {
				agree = append(agree, i)
			}
		}
		t.live = agree
	}
	t.add(t.x)
}

// find is which member the row h is, −1 for none.
func (t *outcomes) find(c Counted, h []Float) int {
	t.read(c, h)
	for i := range t.len() {
		if slices.Equal(t.member(i), t.x) {
			return i
		}
	}
	return -1
}

// addRow adds what the row h is.
func (t *outcomes) addRow(c Counted, h []Float) {
	t.read(c, h)
	t.add(t.x)
}

// read sets x to what the row h is.
func (t *outcomes) read(c Counted, h []Float) {
	t.x = sizedInts(t.x, t.n)
	for u := range t.x {
		t.x[u] = c.Drawn(h, u)
	}
}

// set makes the row h member i.
func (t *outcomes) set(c Counted, h []Float, i int) {
	for u, j := range t.member(i) {
		c.Set(h, u, j)
	}
}

// one is the outcome of a unit.
func (t *outcomes) one(unit int, u float64) (on int) {
	for j := range t.left {
		t.left[j], t.gone[j] = 1, 0
	}
	for _, i := range t.live {
		j := t.member(i)[unit]
		t.left[j] -= t.rest(i, unit+1)
		t.gone[j]++
	}
	sum := 0.0
	for j, p := range t.p[unit*t.k : (unit+1)*t.k] {
		if t.gone[j] > 0 && t.gone[j] >= power(t.k, t.n-unit-1) {
			t.left[j] = 0
		} else {
			t.left[j] = p * max(t.left[j], little)
		}
		sum += t.left[j]
	}
	u *= sum
	for j, w := range t.left {
		if w > 0 {
			on = j
		}
		if u -= w; u < 0 {
			return on
		}
	}
	return on
}

// sizedInts is x with n elements of any value.
func sizedInts(x []int, n int) []int {
	if cap(x) < n {
		return make([]int, n)
	}
	return x[:n]
}
