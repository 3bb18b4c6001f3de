package kern

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// somePairs opens each pair with probability alpha.
func somePairs(r *rand.Rand, rows, blocks, width int, alpha float64) *Pairs {
	o := &Pairs{Rows: rows, Blocks: blocks, Width: width, Off: []int32{0}, ROff: []int32{0}}
	open := make([]bool, rows*blocks)
	for i := range open {
		open[i] = r.Float64() < alpha
	}
	for g := range blocks {
		for i := range rows {
			if open[i*blocks+g] {
				o.Row = append(o.Row, int32(i))
			}
		}
		o.Off = append(o.Off, int32(len(o.Row)))
	}
	for i := range rows {
		for g := range blocks {
			if open[i*blocks+g] {
				o.Block = append(o.Block, int32(g))
			}
		}
		o.ROff = append(o.ROff, int32(len(o.Block)))
	}
	return o
}

// isOpen reports whether column j of row i is open. All columns of nil are.
func (o *Pairs) isOpen(i, j int) bool {
	if o == nil {
		return true
	}
	for _, g := range o.of(int32(i)) {
		if int(g) == j/o.Width {
			return true
		}
	}
	return false
}

// used reports whether column j of o is open in any row.
func (o *Pairs) used(j int) bool {
	return o == nil || o.Off[j/o.Width] < o.Off[j/o.Width+1]
}

// fill writes v wherever keep is false.
func (m *mat) fill(v Float, keep func(i, j int) bool) *mat {
	m.each(func(i, j int, x *Float) {
		if i >= 0 && !keep(i, j) {
			*x = v
		}
	})
	return m
}

// pairCalls are the three products over open pairs; in restricts the other
// operand too. Every value and weight that only shut pairs use is NaN, and every
// such element of the result is marked.
func pairCalls(r *rand.Rand, p *Pool, open, in *Pairs, n int) []call {
	gap, shift := r.IntN(20), r.IntN(4)
	gated := func(o *Pairs, cols int, poison Float) *mat {
		return newMat(r, open.Rows, cols, gap, shift).fill(poison, o.isOpen)
	}
	weights := func(poison Float) *mat {
		return newMat(r, open.Cols(), n, gap, shift).fill(poison, func(i, j int) bool { return open.used(i) && in.used(j) })
	}
	name := fmt.Sprintf("%d rows, %d×%d, n=%d", open.Rows, open.Blocks, open.Width, n)
	if in != nil {
		name += fmt.Sprintf(" in %d×%d", in.Blocks, in.Width)
	}
	w := open.Cols()
	return []call{{"PairsNT " + name,
		func(c, a, b *mat) { p.PairsNT(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, open, in, n) },
		func(c, a, b *mat) { pairsNTRef(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, open, in, n) },
		gated(open, w, shut), gated(in, n, nan), weights(nan), n,
	}, {"PairsNN " + name,
		func(c, a, b *mat) { p.PairsNN(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, open, in, n) },
		func(c, a, b *mat) { pairsNNRef(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, open, in, n) },
		gated(in, n, shut), gated(open, w, nan), weights(nan), w,
	}, {"PairsTN " + name,
		func(c, a, b *mat) { p.PairsTN(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, open, in, n) },
		func(c, a, b *mat) { pairsTNRef(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, open, in, n) },
		weights(shut), gated(open, w, nan), gated(in, n, nan), open.Rows,
	}}
}

// pairShapes are batches with blocks of the widths that matter.
var pairShapes = []struct {
	rows, blocks, width int
	alpha               float64
}{
	{1, 3, 16, 0.5}, {7, 5, 1, 0.3}, {13, 4, 10, 0.5}, {20, 6, 16, 0.25}, {33, 3, 32, 0.5},
	{50, 2, 64, 0.1}, {9, 2, 70, 0.6}, {4, 1, 5, 1}, {6, 3, 8, 0}, {0, 3, 4, 1}, {70, 2, 17, 0.9},
	{11, 3, 3, 0.6}, {9, 3, 4, 0.7}, {600, 2, 5, 0.9}, // more rows of a block than are listed at a time
}

func TestPairs(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		for _, s := range pairShapes {
			open := somePairs(r, s.rows, s.blocks, s.width, s.alpha)
			for _, n := range []int{1, 10, 37, 200} {
				for _, c := range pairCalls(r, nil, open, nil, n) {
					c.check(t)
				}
			}
			for _, w := range []int{1, 3, 16, 20, 64} {
				in := somePairs(r, s.rows, 4, w, 0.4)
				for _, c := range pairCalls(r, nil, open, in, 4*w) {
					c.check(t)
				}
			}
		}
	})
}

// TestPairsOpen is the negative control of the poison: opening one pair whose
// weights are NaN must show.
func TestPairsOpen(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		shut, open := somePairs(r, 3, 2, 4, 0), somePairs(r, 3, 2, 4, 1)
		for i := range pairCalls(r, nil, shut, nil, 9) {
			x, y := pairCalls(r, nil, shut, nil, 9)[i], pairCalls(r, nil, open, nil, 9)[i]
			got := y.c.clone()
			y.f(got, x.a, x.b)
			seen := false
			got.each(func(i, _ int, p *Float) { seen = seen || i >= 0 && *p != *p })
			if !seen {
				t.Errorf("%v: read no poison though every pair was open", y)
			}
		}
	})
}

// TestSame checks that no bit of a result depends on the threads.
func TestSame(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		for _, threads := range []int{2, 3, 7} {
			if testing.Short() && threads > 3 {
				continue
			}
			p := NewPool(threads)
			defer p.Close()
			r, q := rand.New(rand.NewPCG(8, 9)), rand.New(rand.NewPCG(8, 9))
			one, many := bigCalls(r, nil), bigCalls(q, p)
			for i, c := range one {
				want, got := c.c.clone(), many[i].c.clone()
				c.f(want, c.a, c.b)
				many[i].f(got, many[i].a, many[i].b)
				sameBits(t, fmt.Sprintf("%v on %d threads", c, threads), got, want)
			}
		}
	})
}

// bigCalls are products large enough to be cut.
func bigCalls(r *rand.Rand, p *Pool) []call {
	calls := mulCalls(r, p, 61, 150, 130)
	calls = append(calls, mulCalls(r, p, 2, 1010, 530)...)
	open, in := somePairs(r, 67, 9, 24, 0.5), somePairs(r, 67, 11, 32, 0.8)
	calls = append(calls, pairCalls(r, p, open, nil, 300)...)
	calls = append(calls, pairCalls(r, p, somePairs(r, 300, 30, 24, 0.3), nil, 20)...)
	return append(calls, pairCalls(r, p, open, in, in.Cols())...)
}

// TestAlone checks that no bit of a row depends on the other rows of the call.
func TestAlone(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(10, 11))
		const m, n, k = 11, 70, 1100
		a, nn, nt := newMat(r, m, k, 3, 1), newMat(r, k, n, 2, 0), newMat(r, n, k, 5, 0)
		for i := range int32(m) {
			for _, x := range []struct {
				name string
				f    func(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int)
				b    *mat
			}{{"NN", MulNN, nn}, {"NT", MulNT, nt}} {
				all := newMat(r, m, n, 0, 0)
				one := all.clone()
				x.f(all.data(), n, a.data(), a.ld, x.b.data(), x.b.ld, nil, m, n, k)
				x.f(one.data(), n, a.data(), a.ld, x.b.data(), x.b.ld, []int32{i}, 1, n, k)
				for j := range n {
					if bits(*all.at(int(i), j)) != bits(*one.at(int(i), j)) {
						t.Fatalf("%s: row %d alone has %v in column %d, among others %v", x.name, i, *one.at(int(i), j), j, *all.at(int(i), j))
					}
				}
			}
		}
	})
}
