package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

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
	got.each(func(i, _ int, p *Float) {
		if i < 0 {
			*p = outside
		}
	})
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
		case i < 0 && *p != outside:
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
	if r.IntN(3) == 0 {
		gap = 0 // rows that follow each other
	}
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
	return append(s, [3]int{70, 9, 1050}, [3]int{3, 5, 2049}, [3]int{245, 66, 3}, [3]int{2, 3, 300}, [3]int{250, 1, 130}, [3]int{9, 400, 900}, [3]int{3, 2, 300})
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
