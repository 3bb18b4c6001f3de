package est

import (
	"cmp"
	"slices"
	"sync"
)

// outcomes is some different outcomes of a row of units: which they are, how likely, and what else
// there is. Numbers are in float64, and what can come out at all has a chance above 0.
type outcomes struct {
	n, k   int       // units, and outcomes of each
	p      []float64 // P(outcome j of unit u), at [u·k + j]
	in     []int     // the outcome of unit u in member i, at [i·n + u]
	tail   []float64 // P(member i from unit u on), at [i·(n+1) + u]
	x      []int     // an outcome
	next   []int     // room for likeliest
	left   []float64 // and for draw
	gone   []int
	live   []int
	branch []branch
}

// branch is an outcome of one more unit, and how likely it is with all before it.
type branch struct {
	p       float64
	from, j int
}

// little is less than any chance that matters.
const little = 1e-30

var outcomesPool = sync.Pool{New: func() any { return new(outcomes) }}

// start empties the set, for a row of probabilities.
func (t *outcomes) start(c Counted, p []Float) {
	t.n, t.k = c.Units(len(p)), c.Outcomes()
	t.p, t.left, t.gone = room(t.p, t.n*t.k), room(t.left, t.k), sizedInts(t.gone, t.k)
	t.in, t.tail = t.in[:0], t.tail[:0]
	for u := range t.n {
		sum := 0.0
		for j := range t.k {
			sum += max(c.At(p, u, j), little)
		}
		for j := range t.k {
			t.p[u*t.k+j] = max(c.At(p, u, j), little) / sum
		}
	}
}

// len is the number of members.
func (t *outcomes) len() int { return len(t.tail) / (t.n + 1) }

// member is the outcomes of member i, and prob how likely it is.
func (t *outcomes) member(i int) []int    { return t.in[i*t.n : (i+1)*t.n] }
func (t *outcomes) prob(i int) float64    { return t.tail[i*(t.n+1)] }
func (t *outcomes) rest(i, u int) float64 { return t.tail[i*(t.n+1)+u] }

// add makes x, which must not be in it, a member.
func (t *outcomes) add(x []int) {
	at := len(t.tail)
	t.in = append(t.in, x...)
	t.tail = slices.Grow(t.tail, t.n+1)[:at+t.n+1]
	t.tail[at+t.n] = 1
	for u := t.n - 1; u >= 0; u-- {
		t.tail[at+u] = t.tail[at+u+1] * t.p[u*t.k+x[u]]
	}
}

// likeliest adds the m outcomes of the highest probability to an empty set: unit by unit, those of
// the units so far.
func (t *outcomes) likeliest(m int) {
	t.in, t.next = sizedInts(t.in, m*t.n), sizedInts(t.next, m*t.n)
	t.branch = append(t.branch[:0], branch{p: 1})
	for u := range t.n {
		old := len(t.branch)
		for i := range old {
			for j := range t.k {
				t.branch = append(t.branch, branch{t.branch[i].p * t.p[u*t.k+j], i, j})
			}
		}
		all := t.branch[old:]
		slices.SortStableFunc(all, func(a, b branch) int { return cmp.Compare(b.p, a.p) })
		all = all[:min(m, len(all))]
		most := all[0].p
		for i, b := range all {
			all[i].p /= most // so that none gets lost
			copy(t.next[i*t.n:], t.in[b.from*t.n:][:u])
			t.next[i*t.n+u] = b.j
		}
		t.in, t.next = t.next, t.in
		t.branch = t.branch[:copy(t.branch, all)]
	}
	found := t.in
	t.in = t.in[:0]
	for i := range t.branch {
		t.add(found[i*t.n : (i+1)*t.n])
	}
}
