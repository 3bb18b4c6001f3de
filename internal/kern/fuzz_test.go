package kern

import (
	"math/rand/v2"
	"testing"
)

// FuzzMul compares the products with their references at sizes of the fuzzer's
// choice. The seeds are the edges of vectors and tiles.
func FuzzMul(f *testing.F) {
	for _, n := range []uint16{0, 1, 5, 6, 7, 8, 15, 16, 17, 63, 64, 65} {
		f.Add(uint64(n), n, uint16(7), uint16(17))
		f.Add(uint64(n), uint16(6), n, uint16(33))
		f.Add(uint64(n), uint16(5), uint16(65), n)
	}
	f.Fuzz(func(t *testing.T, seed uint64, m, n, k uint16) {
		eachTier(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			m, n, k := int(m%100), int(n%150), int(k%200)
			for _, c := range mulCalls(r, nil, m, n, k) {
				c.check(t)
			}
			open := somePairs(r, m, 1+n%5, 1+n%67, r.Float64())
			in := somePairs(r, m, 1+k%7, 1+k%37, r.Float64())
			for _, c := range append(pairCalls(r, nil, open, nil, k), pairCalls(r, nil, open, in, in.Cols())...) {
				c.check(t)
			}
		})
	})
}

// TestSpread checks where NaN and Inf go: one such value in an operand shows in
// the results that use it and in no other.
func TestSpread(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(18, 19))
		for _, s := range [][3]int{{7, 9, 17}, {4, 64, 16}, {13, 33, 40}} {
			for _, bad := range []Float{nan, Float(inf), -Float(inf)} {
				for _, c := range mulCalls(r, nil, s[0], s[1], s[2]) {
					c.spread(t, r, bad)
				}
			}
		}
	})
}

// spread puts a value into one place of a or b and compares what of the result
// is not finite with the reference.
func (x call) spread(t *testing.T, r *rand.Rand, bad Float) {
	t.Helper()
	a, b := x.a.clone(), x.b.clone()
	m := a
	if r.IntN(2) == 0 {
		m = b
	}
	*m.at(r.IntN(m.rows), r.IntN(m.cols)) = bad
	got, want := x.c.clone(), x.c.clone()
	x.f(got, a, b)
	x.ref(want, a, b)
	for i := range got.rows {
		for j := range got.cols {
			if g, w := *got.at(i, j), *want.at(i, j); (g-g == 0) != (w-w == 0) {
				t.Fatalf("%v: with %v in an operand element %d,%d is %v, want %v", x, bad, i, j, g, w)
			}
		}
	}
}
