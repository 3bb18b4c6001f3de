package est

import "math/bits"

// ratios is the weights of K outcomes S that were drawn without replacement. Without those of C, the
// chance that all of A come first, in any order, is Π_{a∈A} P(a) times
//
//	T_C(A) = Σ_{a∈A} T_C(A∖a) / (1 − P(C) − P(A∖a)),  T_C(∅) = 1,
//
// so that w_s = T_s(S∖s)/T(S) and w_{t|s} = T_{st}(S∖st)/T_s(S∖s): P cancels, and nothing underflows.
type ratios struct {
	k     int
	p     [MaxUnordered]float64               // P(s)
	w     [MaxUnordered]float64               // w_s
	given [MaxUnordered][MaxUnordered]float64 // w_{t|s}, at [s][t]
	sum   [1 << MaxUnordered]float64          // P of a subset, a bit a member
	t     [1 << MaxUnordered]float64
}

// set computes the weights of p.
func (q *ratios) set() {
	full := 1<<q.k - 1
	for a := 1; a <= full; a++ {
		low := a & -a
		q.sum[a] = q.sum[a&^low] + q.p[bits.TrailingZeros(uint(low))]
	}
	all := q.without(0)
	for s := range q.k {
		one := q.without(1 << s)
		q.w[s], q.given[s][s] = one/all, q.p[s]
		for t := range q.k {
			if t != s {
				q.given[s][t] = q.without(1<<s|1<<t) / one
			}
		}
	}
}

// without is T_c(S∖c).
func (q *ratios) without(c int) float64 {
	full := 1<<q.k - 1
	q.t[0] = 1
	for a := 1; a <= full; a++ {
		if a&c != 0 {
			continue
		}
		q.t[a] = 0
		for rest := a; rest != 0; rest &= rest - 1 {
			was := a &^ (rest & -rest)
			// What is left is no less than the members that are still to come.
			q.t[a] += q.t[was] / max(1-q.sum[c]-q.sum[was], q.sum[full&^c&^was], little)
		}
	}
	return q.t[full&^c]
}
