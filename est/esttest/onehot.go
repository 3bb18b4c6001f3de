package esttest

// OneHot is the law of one-hot groups of K columns, of which one is 1 with the probabilities of
// the softmax of its group. The number of columns must be a multiple of K.
type OneHot struct{ K int }

// Group is K.
func (l OneHot) Group() int { return l.K }

// Outcomes is K^(cols/K).
func (l OneHot) Outcomes(cols int) int {
	n := 1
	for range cols / l.K {
		n *= l.K
	}
	return n
}

// groups calls f with the columns lo to lo+K−1 of each group, and the one among them that is on
// in outcome k: the group's digit of k to the base K.
func (l OneHot) groups(cols, k int, f func(lo, on int)) {
	for lo := 0; lo < cols; lo += l.K {
		f(lo, k%l.K)
		k /= l.K
	}
}

// Outcome has one column of each group on.
func (l OneHot) Outcome(h, a []float64, k int) float64 {
	w := 1.0
	clear(h)
	l.groups(len(a), k, func(lo, on int) {
		h[lo+on] = 1
		w *= Softmax(a[lo : lo+l.K])[on]
	})
	return w
}

// Back is loss·(h − p).
func (l OneHot) Back(g, a, _ []float64, k int, loss float64) {
	l.groups(len(a), k, func(lo, on int) {
		for j, p := range Softmax(a[lo : lo+l.K]) {
			g[lo+j] -= loss * p
		}
		g[lo+on] += loss
	})
}

// Cuts is the running sums of each group's probabilities: one draw a group.
func (l OneHot) Cuts(a []float64) (cuts [][]float64) {
	l.groups(len(a), 0, func(lo, _ int) {
		sum, c := 0.0, []float64{}
		for _, p := range Softmax(a[lo : lo+l.K])[:l.K-1] {
			sum += p
			c = append(c, sum)
		}
		cuts = append(cuts, c)
	})
	return cuts
}
