package est

import (
	"math"
	"slices"
	"sync"
)

// stick is the outcomes of a unit in rising order of probability, as CARMS breaks it.
type stick struct {
	k            int
	order, place []int     // the outcome at each place, and the place of each outcome
	p, π, ratio  []float64 // P of each outcome; by place π, and r of a pair of which it is the earlier
}

var sticks = sync.Pool{New: func() any { return new(stick) }}

// set is for unit u of a row of probabilities, of which n samples are drawn.
func (b *stick) set(c Counted, p []Float, u, n int) {
	b.k = c.Outcomes()
	b.order, b.place = sizedInts(b.order, b.k), sizedInts(b.place, b.k)
	b.p, b.π, b.ratio = room(b.p, b.k), room(b.π, b.k), room(b.ratio, b.k)
	for k := range b.k {
		b.p[k] = max(c.At(p, u, k), little)
		at := k
		for ; at > 0 && b.p[b.order[at-1]] > b.p[k]; at-- {
			b.order[at] = b.order[at-1]
		}
		b.order[at] = k
	}
	rest := 0.0
	for t := b.k - 1; t >= 0; t-- {
		x := b.order[t]
		rest += b.p[x]
		b.π[t], b.place[x] = b.p[x]/rest, t
	}
	before := 1.0
	for t, π := range b.π {
		both := bothOn(π, n)
		b.ratio[t] = before * (1 - π) / (1 - both/π)
		before *= (1 - π) * (1 - π) / (1 - 2*π + both)
	}
}

// sort puts the n−1 uniforms of each decision in order.
func (b *stick) sort(cuts []Float, n int) {
	for t := range b.k - 1 {
		slices.Sort(cuts[t*(n-1) : (t+1)*(n-1)])
	}
}

// draw is the outcome of sample m: the first whose gap is wide.
func (b *stick) draw(cuts []Float, n, m int) int {
	for t := range b.k - 1 {
		cuts, lo, hi := cuts[t*(n-1):(t+1)*(n-1)], Float(0), Float(1)
		if m > 0 {
			lo = cuts[m-1]
		}
		if m < n-1 {
			hi = cuts[m]
		}
		if hi-lo > Float(1-math.Pow(b.π[t], 1/float64(n-1))) {
			return b.order[t]
		}
	}
	return b.order[b.k-1]
}

// bothOn is P₁₁ of two of n samples of ARMS, each on with probability m ≤ ½.
func bothOn(m float64, n int) float64 {
	return math.Pow(max(0, 2*math.Pow(m, 1/float64(n-1))-1), float64(n-1))
}
