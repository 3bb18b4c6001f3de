//go:build !purego && !f64

package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// fma32 is a·b + c, rounded once. The product is exact in float64; the sum is
// rounded to odd there, so that rounding it again gives the right float32.
func fma32(a, b, c float32) float32 {
	p, q := float64(a)*float64(b), float64(c)
	s := p + q
	t := s - p
	e := (p - (s - t)) + (q - t) // what s lacks
	if e == 0 {
		return float32(s)
	}
	x := math.Float64bits(s)
	if (e < 0) != (s < 0) {
		x-- // s was rounded away from 0
	}
	return float32(math.Float64frombits(x | 1))
}

// An order is how an element of a product is summed: c plus the terms a[l]·b[l].
type order func(c float32, a, b []float32) float32

// ascending is the order of NN and TN.
func ascending(c float32, a, b []float32) float32 {
	for l := range a {
		c = fma32(a[l], b[l], c)
	}
	return c
}

// lanewise is the order of NT: the lanes of whole vectors, then two lanes, then
// one; their sum; then c.
func lanewise(c float32, a, b []float32) float32 {
	var lane [4]float32
	for l := range a {
		at := l % 4
		switch left := len(a) - l; {
		case l < len(a)&^3:
		case left == 1 && len(a)%2 == 1:
			at = 0
		default:
			at = l % 2
		}
		lane[at] = fma32(a[l], b[l], lane[at])
	}
	return c + ((lane[0] + lane[1]) + (lane[2] + lane[3]))
}

// descending and split are orders that the kernels do not have.
func descending(c float32, a, b []float32) float32 {
	for l := len(a) - 1; l >= 0; l-- {
		c = fma32(a[l], b[l], c)
	}
	return c
}

func split(c float32, a, b []float32) float32 {
	for l := range a {
		c += float32(a[l] * b[l])
	}
	return c
}

// A trial is a product to be compared bit by bit: row i of it is row to(i) of c,
// and its terms are those of a(i) and b(j).
type trial struct {
	name string
	c    *mat
	f    func(c *mat)
	to   func(i int) int
	a, b func(i int) []float32
	sum  order
}

// trials are the products of one size; nn and nt are their orders. Dots is the
// NT kernels alone, which MulNT calls for long rows only.
func trials(r *rand.Rand, m, n, k int, listed bool, nn, nt order) []trial {
	top := max(m, k) + 3
	var rowsM, rowsK []int32
	if listed {
		rowsM, rowsK = someRows(r, m, top), someRows(r, k, top)
	}
	ofM, ofK := func(i int) int { return row(rowsM, i) }, func(l int) int { return row(rowsK, l) }
	same := func(i int) int { return i }
	// along and down are the terms in a row or in a column of x.
	along := func(x *mat, rows func(int) int) func(int) []float32 {
		return func(i int) []float32 { return line(k, func(l int) float32 { return *x.at(rows(i), l) }) }
	}
	down := func(x *mat, rows func(int) int) func(int) []float32 {
		return func(j int) []float32 { return line(k, func(l int) float32 { return *x.at(rows(l), j) }) }
	}
	a, b := newMat(r, top, k, 3, 1), newMat(r, k, n, 1, 2)
	at, bl := newMat(r, top, m, 2, 3), newMat(r, top, n, 0, 1)
	bt := newMat(r, n, k, 5, 0)
	short := nt
	if k <= fewTerms {
		short = nn
	}
	return []trial{
		{"NN", result(r, top, n, 1, 1), func(c *mat) {
			MulNN(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, rowsM, m, n, k)
		}, ofM, along(a, ofM), down(b, same), nn},
		{"TN", result(r, m, n, 2, 3), func(c *mat) {
			MulTN(c.data(), c.ld, at.data(), at.ld, bl.data(), bl.ld, rowsK, m, n, k)
		}, same, down(at, ofK), down(bl, ofK), nn},
		{"NT", result(r, top, n, 3, 2), func(c *mat) {
			MulNT(c.data(), c.ld, a.data(), a.ld, bt.data(), bt.ld, rowsM, m, n, k)
		}, ofM, along(a, ofM), along(bt, same), short},
		{"dots", result(r, m, n, 3, 2), func(c *mat) {
			dotKernels(c.data(), c.ld, a.data(), a.ld, bt.data(), bt.ld, rowsM, m, n, k)
		}, same, along(a, ofM), along(bt, same), nt},
	}
}

// dotKernels is c += the dot products of the listed rows of a with those of b, on
// the NT kernels of the active tier.
func dotKernels(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	for i := 0; i < m; i += blockNT {
		mm := min(blockNT, m-i)
		list, r := piece(rows, i, mm)
		for j := 0; j < n; j += len(active.nt) {
			w := min(len(active.nt), n-j)
			active.nt[w-1](&c[i*ldc+j], ldc, &count[0], &a[r*lda], lda, list, &b[j*ldb], ldb, mm, k)
		}
	}
}

// wrong runs the trial and returns the first number of the result whose bits are
// not those of its order, "" if there is none.
func (x trial) wrong(m, n int) string {
	want := x.c.clone()
	for i := range m {
		for j := range n {
			p := want.at(x.to(i), j)
			*p = x.sum(*p, x.a(i), x.b(j))
		}
	}
	x.f(x.c)
	for p, w := range want.buf {
		if g := x.c.buf[p]; bits(g) != bits(w) {
			return fmt.Sprintf("%s: number %d of the buffer is %v, want %v", x.name, p, g, w)
		}
	}
	return ""
}

// wrong runs the trials of one size, with lists and without.
func wrong(r *rand.Rand, m, n, k int, nn, nt order) string {
	for _, listed := range []bool{false, true} {
		for _, x := range trials(r, m, n, k, listed, nn, nt) {
			if bad := x.wrong(m, n); bad != "" {
				return fmt.Sprintf("m=%d n=%d k=%d list=%v: %s", m, n, k, listed, bad)
			}
		}
	}
	return ""
}

// result is a matrix to add to. Outside it are numbers: a NaN stays a NaN whatever
// is added to it, so that it would hide a stray addition.
func result(r *rand.Rand, rows, cols, gap, shift int) *mat {
	c := newMat(r, rows, cols, gap, shift)
	c.each(func(i, _ int, x *Float) {
		if i < 0 {
			*x = shut
		}
	})
	return c
}

// line is f(0), …, f(n-1).
func line(n int, f func(i int) float32) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = f(i)
	}
	return s
}

// forced makes a tier the active one until the test ends.
func forced(t *testing.T, a *tier) {
	was := active
	t.Cleanup(func() { active = was })
	active = a
}

// TestNEONBits compares every width of tile, with every number of rows and rest
// of terms, bit by bit with the orders that the package promises.
func TestNEONBits(t *testing.T) {
	forced(t, neon)
	r := rand.New(rand.NewPCG(20, 21))
	for m := range 10 {
		for n := range 22 {
			for _, k := range []int{1, 2, 3, 4, 5, 6, 7, 8, 11} {
				if bad := wrong(r, m, n, k, ascending, lanewise); bad != "" {
					t.Fatal(bad)
				}
			}
		}
	}
	for _, s := range [][3]int{{66, 9, 5}, {485, 3, 4}, {5, 38, 131}, {3, 17, 405}, {21, 35, 9}} {
		if bad := wrong(r, s[0], s[1], s[2], ascending, lanewise); bad != "" {
			t.Fatal(bad)
		}
	}
}

// A change is made to the sizes that a kernel is given.
type change struct{ m, n, k int }

func (d change) nt(f ntKernel) ntKernel {
	return func(c *Float, ldc int, to *int32, a *Float, lda int, rows *int32, b *Float, ldb int, m, k int) {
		f(c, ldc, to, a, lda, rows, b, ldb, m+d.m, k+d.k)
	}
}

func (d change) gemm(f gemmKernel) gemmKernel {
	return func(c *Float, ldc int, rows *int32, a *Float, sm, sk int, b *Float, sb int, terms *int32, next *Float, step, gap, k, n int) {
		f(c, ldc, rows, a, sm, sk, b, sb, terms, next, step, gap, k+d.k, n+d.n)
	}
}

// each is f of every kernel.
func each[K any](all []K, f func(K) K) []K {
	var to []K
	for _, k := range all {
		to = append(to, f(k))
	}
	return to
}

// TestNEONBitsBroken is the negative control: other orders, and kernels that
// drop a term, a column or a row or reach for one more, are found out.
func TestNEONBitsBroken(t *testing.T) {
	with := func(nt []ntKernel, gemm []gemmKernel) *tier {
		broken := *neon
		broken.nt, broken.gemm = nt, [][]gemmKernel{gemm, gemm, gemm, gemm}
		return &broken
	}
	nt, gemm := neon.nt, neon.gemm[0]
	for _, c := range []struct {
		name   string
		tier   *tier
		nn, nt order
	}{
		{"descending", neon, descending, lanewise},
		{"not fused", neon, split, lanewise},
		{"lanes in NN", neon, lanewise, lanewise},
		{"no lanes in NT", neon, ascending, ascending},
		{"NT without the last term", with(each(nt, change{k: -1}.nt), gemm), ascending, lanewise},
		{"NT without the last row", with(each(nt, change{m: -1}.nt), gemm), ascending, lanewise},
		{"NT of too few columns", with([]ntKernel{nt[0], nt[0], nt[1]}, gemm), ascending, lanewise},
		{"NT of too many columns", with([]ntKernel{nt[0], nt[1], nt[3]}, gemm), ascending, lanewise},
		{"Gemm without the last term", with(nt, each(gemm, change{k: -1}.gemm)), ascending, lanewise},
		{"Gemm without the last column", with(nt, each(gemm, change{n: -1}.gemm)), ascending, lanewise},
		{"Gemm with a column more", with(nt, each(gemm, change{n: 1}.gemm)), ascending, lanewise},
		{"Gemm of too few rows", with(nt, []gemmKernel{gemm[0], gemm[0], gemm[2], gemm[3]}), ascending, lanewise},
	} {
		forced(t, c.tier)
		r := rand.New(rand.NewPCG(22, 23))
		if wrong(r, 2, 6, 19, c.nn, c.nt) == "" {
			t.Errorf("%s: not found out", c.name)
		}
	}
}
