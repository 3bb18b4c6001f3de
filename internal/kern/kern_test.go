package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// eachTier runs f under plain Go and under every tier the processor has.
func eachTier(t *testing.T, f func(t *testing.T)) {
	was := active
	defer func() { active = was }()
	for _, a := range append([]*tier{nil}, tiers()...) {
		active = a
		t.Run(CPU(), f)
	}
}

// mat is a matrix in the middle of a buffer. What is not the matrix is poison.
type mat struct {
	buf        []Float
	off        int
	rows, cols int
	ld         int
}

const (
	guard = 40 // elements before and after a matrix
	shut  = 3  // the value of the elements of a result that must stay
)

var (
	nan = Float(math.NaN())
	inf = math.Inf(1)
)

// newMat is a random matrix with gap elements between rows, shift elements off
// the usual alignment.
func newMat(r *rand.Rand, rows, cols, gap, shift int) *mat {
	m := &mat{off: guard + shift, rows: rows, cols: cols, ld: cols + gap}
	m.buf = make([]Float, m.off+rows*m.ld+guard)
	for i := range m.buf {
		m.buf[i] = nan
	}
	for i := range rows {
		for j := range cols {
			*m.at(i, j) = Float(r.NormFloat64())
		}
	}
	return m
}

func (m *mat) at(i, j int) *Float { return &m.buf[m.off+i*m.ld+j] }

// data is the matrix as a kernel takes it, not an element longer.
func (m *mat) data() []Float {
	if m.rows == 0 || m.cols == 0 {
		return nil
	}
	end := m.off + (m.rows-1)*m.ld + m.cols
	return m.buf[m.off:end:end]
}

func (m *mat) clone() *mat {
	c := *m
	c.buf = append([]Float(nil), m.buf...)
	return &c
}

// each calls f for every element of the buffer with its place in the matrix; i
// is -1 outside it.
func (m *mat) each(f func(i, j int, x *Float)) {
	for p := range m.buf {
		i, j := -1, 0
		ld := max(m.ld, 1)
		if q := p - m.off; q >= 0 && q/ld < m.rows && q%ld < m.cols {
			i, j = q/ld, q%ld
		}
		f(i, j, &m.buf[p])
	}
}

// abs is the matrix of absolute values.
func (m *mat) abs() *mat {
	c := m.clone()
	c.each(func(_, _ int, x *Float) { *x = Float(math.Abs(float64(*x))) })
	return c
}

func bits(x Float) uint64 { return math.Float64bits(float64(x)) }

// sameBits reports the first element of the whole buffers that differs.
func sameBits(t *testing.T, what string, got, want *mat) {
	t.Helper()
	for p := range got.buf {
		if g, w := got.buf[p], want.buf[p]; bits(g) != bits(w) && !(g != g && w != w) {
			t.Fatalf("%s: element %d,%d is %v, want the bits of %v", what, (p-got.off)/got.ld, (p-got.off)%got.ld, g, w)
		}
	}
}

// A call is one use of a product and of its reference.
type call struct {
	name    string
	f, ref  func(c, a, b *mat)
	c, a, b *mat
	terms   int // most terms of an element
}

func (x call) String() string { return x.name }

// eps is the distance from 1 to the next Float.
var eps = func() float64 {
	e := 1.0
	for Float(1+e/2) != 1 {
		e /= 2
	}
	return e
}()

// check compares the call with its reference: no element off by more than
// rounding allows, and nothing outside the matrix touched.
func (x call) check(t *testing.T) {
	t.Helper()
	got, want := x.c.clone(), x.c.clone()
	x.f(got, x.a, x.b)
	x.ref(want, x.a, x.b)
	size := x.c.abs()
	x.ref(size, x.a.abs(), x.b.abs())
	tol := (8 + 2*math.Sqrt(float64(x.terms))) * eps
	got.each(func(i, j int, p *Float) {
		k := 0
		if i >= 0 {
			k = got.off + i*got.ld + j
		}
		switch {
		case i < 0 && *p == *p:
			t.Fatalf("%v: wrote %v outside the matrix", x, *p)
		case i >= 0 && x.c.buf[k] == shut && *p != shut:
			t.Fatalf("%v: shut element %d,%d is now %v", x, i, j, *p)
		case i >= 0 && !(math.Abs(float64(*p-want.buf[k])) <= tol*float64(size.buf[k])):
			t.Fatalf("%v: element %d,%d is %v, want %v", x, i, j, *p, want.buf[k])
		}
	})
}

// someRows is an ascending list of n rows below top.
func someRows(r *rand.Rand, n, top int) []int32 {
	list := []int32{}
	for i, p := range r.Perm(top) {
		if p < n {
			list = append(list, int32(i))
		}
	}
	return list
}

// mulCalls are the three products of the given sizes, with and without a list.
func mulCalls(r *rand.Rand, p *Pool, m, n, k int) []call {
	var calls []call
	gap, shift := r.IntN(20), r.IntN(4)
	fresh := func(rows, cols int) *mat { return newMat(r, rows, cols, gap, shift) }
	for _, listed := range []bool{false, true} {
		top, topK := m, k
		var rows, rowsK []int32
		if listed {
			top, topK = m+m/2+1, k+k/2+1
			rows, rowsK = someRows(r, m, top), someRows(r, k, topK)
		}
		name := fmt.Sprintf("m=%d n=%d k=%d list=%v", m, n, k, listed)
		calls = append(calls, call{"NN " + name,
			func(c, a, b *mat) { p.MulNN(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, rows, m, n, k) },
			func(c, a, b *mat) { mulNNRef(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, rows, m, n, k) },
			fresh(top, n), fresh(top, k), fresh(k, n), k,
		}, call{"NT " + name,
			func(c, a, b *mat) { p.MulNT(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, rows, m, n, k) },
			func(c, a, b *mat) { mulNTRef(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, rows, m, n, k) },
			fresh(top, n), fresh(top, k), fresh(n, k), k,
		}, call{"TN " + name,
			func(c, a, b *mat) { p.MulTN(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, rowsK, m, n, k) },
			func(c, a, b *mat) { mulTNRef(c.data(), c.ld, a.data(), a.ld, b.data(), b.ld, rowsK, m, n, k) },
			fresh(m, n), fresh(topK, m), fresh(topK, n), k,
		})
	}
	return calls
}

// edges are sizes around every tile, vector and chunk.
func edges(r *rand.Rand, n int) [][3]int {
	small := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13}
	wide := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 130}
	var s [][3]int
	for _, m := range small {
		s = append(s, [3]int{m, 17, 19})
	}
	for _, x := range wide {
		s = append(s, [3]int{5, x, 18}, [3]int{9, 7, x})
	}
	pick := func(l []int) int { return l[r.IntN(len(l))] }
	for range n {
		s = append(s, [3]int{pick(small), pick(wide), pick(wide)})
	}
	return append(s, [3]int{70, 9, 1050}, [3]int{3, 5, 2049}, [3]int{245, 66, 3}, [3]int{2, 3, 300}, [3]int{250, 1, 130})
}

func TestMul(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		n := 150
		if testing.Short() {
			n = 20
		}
		for _, s := range edges(r, n) {
			for _, c := range mulCalls(r, nil, s[0], s[1], s[2]) {
				c.check(t)
			}
		}
	})
}
