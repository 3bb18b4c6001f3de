package est_test

import "gater/est/esttest"

// kOf is the law of rows of which k units are on, P(h) ∝ e^{a·h}, in layers of two at least.
type kOf int

func (kOf) Group() int { return 3 }

// sets are the outcomes of a layer, as bits.
func (k kOf) sets(cols int) (all []int) {
	for s := range 1 << cols {
		on := 0
		for j := range cols {
			on += s >> j & 1
		}
		if on == int(k) {
			all = append(all, s)
		}
	}
	return all
}

func (k kOf) Outcomes(cols int) int { return len(k.sets(cols)) }

func (k kOf) Outcome(h, a []float64, i int) float64 {
	all := k.sets(len(a))
	w := make([]float64, len(all))
	for n, s := range all {
		for j, a := range a {
			w[n] += a * float64(s>>j&1)
		}
	}
	for j := range h {
		h[j] = float64(all[i] >> j & 1)
	}
	return esttest.Softmax(w)[i]
}

func (k kOf) marginals(a []float64) []float64 {
	mu, h := make([]float64, len(a)), make([]float64, len(a))
	for i := range k.Outcomes(len(a)) {
		w := k.Outcome(h, a, i)
		for j, h := range h {
			mu[j] += w * h
		}
	}
	return mu
}

func (k kOf) Back(g, a, _ []float64, i int, loss float64) {
	h := make([]float64, len(a))
	k.Outcome(h, a, i)
	for j, mu := range k.marginals(a) {
		g[j] += loss * (h[j] - mu)
	}
}

// Cuts are the chances of each unit to be on when r of it and those before it are.
func (k kOf) Cuts(a []float64) (cuts [][]float64) {
	for j := range a {
		c := []float64{}
		for r := 1; r <= int(k) && r <= j+1; r++ {
			c = append(c, kOf(r).marginals(a[: j+1 : j+1])[j])
		}
		cuts = append(cuts, c)
	}
	return cuts
}
