package kern

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// mapCases are the maps of a pool, with what they are made of.
var mapCases = []struct {
	name    string
	f       func(p *Pool, c, a, b []Float)
	serial  func(c, a, b []Float)
	changes bool // the first element of c, when that of a does
}{
	{"Relu", func(p *Pool, c, a, _ []Float) { p.Relu(c, a) }, func(c, a, _ []Float) { reluRef(c, a) }, true},
	{"ReluBack", func(p *Pool, c, a, b []Float) { p.ReluBack(c, b, a) }, func(c, a, b []Float) { reluBackRef(c, b, a) }, true},
	{"Sigmoid", func(p *Pool, c, a, _ []Float) { p.Sigmoid(c, a) }, func(c, a, _ []Float) { Sigmoid(c, a) }, true},
	{"Tanh", func(p *Pool, c, a, _ []Float) { p.Tanh(c, a) }, func(c, a, _ []Float) { Tanh(c, a) }, true},
	{"Sqrt", func(p *Pool, c, a, _ []Float) { p.Sqrt(c, a) }, func(c, a, _ []Float) { Sqrt(c, a) }, true},
	{"Zero", func(p *Pool, c, _, _ []Float) { p.Zero(c) }, func(c, _, _ []Float) { clear(c) }, false},
	{"SumRows", func(p *Pool, c, a, _ []Float) { p.SumRows(c[:len(c)/50], a[:len(c)/50*50]) }, func(c, a, _ []Float) {
		for n := len(c) / 50; len(a) >= n && n > 0; a = a[n:] {
			Axpy(c[:n], 1, a[:n])
		}
	}, true},
}

// TestMaps: a map on three threads is the same bits as on one, and writes all elements once; with
// another input it is not.
func TestMaps(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		p := NewPool(3)
		defer p.Close()
		for _, m := range mapCases {
			for _, n := range []int{0, 1, 50, 3 * 50, 1<<17 + 50} {
				r := rand.New(rand.NewPCG(51, uint64(n)))
				c, a, b := make([]Float, n), make([]Float, n), make([]Float, n)
				for i := range n {
					c[i], a[i], b[i] = Float(r.NormFloat64()), Float(r.NormFloat64()), 1+Float(r.Float64())
					if m.name == "Sqrt" {
						a[i] = max(0, a[i])
					}
				}
				want, got := slices.Clone(c), slices.Clone(c)
				m.serial(want, a, b)
				m.f(p, got, a, b)
				if i := differ(got, want); i >= 0 {
					t.Fatalf("%s of %d: element %d is %v on three threads, %v on one", m.name, n, i, got[i], want[i])
				}
				if n >= 50 && m.changes { // control
					was := got[0]
					a[0], b[0], got = 3-min(2, Float(math.Abs(float64(a[0])))), 7, slices.Clone(c)
					if m.f(p, got, a, b); was == got[0] {
						t.Errorf("control: %s of %d is the same for another input", m.name, n)
					}
				}
			}
		}
	})
}

// differ is the first element that has other bits, −1 if none has.
func differ(a, b []Float) int {
	for i, x := range a {
		if math.Float64bits(float64(x)) != math.Float64bits(float64(b[i])) {
			return i
		}
	}
	return -1
}

// TestBiasNN: a bias that the product sets is the same bits as one that was there, on any number of
// threads, cut by columns or by rows; and what was there is not added to.
func TestBiasNN(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		p := NewPool(3)
		defer p.Close()
		r := rand.New(rand.NewPCG(53, 54))
		for _, s := range [][3]int{{0, 5, 3}, {1, 700, 900}, {3, 5, 0}, {70, 33, 300}, {130, 1000, 20}} {
			m, n, k := s[0], s[1], s[2]
			a, b, bias := newMat(r, m, k, 0, 0), newMat(r, k, n, 0, 0), newMat(r, 1, n, 0, 0)
			want, got := make([]Float, m*n), make([]Float, m*n)
			for i := range m {
				copy(want[i*n:], bias.data()[:n])
			}
			MulNN(want, n, a.data(), k, b.data(), n, nil, m, n, k)
			for _, pool := range []*Pool{nil, p} {
				for i := range got {
					got[i] = Float(math.NaN())
				}
				pool.BiasNN(got, n, bias.data(), a.data(), k, b.data(), n, m, n, k)
				if i := differ(got, want); i >= 0 {
					t.Fatalf("%v on %d threads: element %d is %v, want %v", s, pool.Threads(), i, got[i], want[i])
				}
			}
			if m > 0 { // control
				bias.data()[n-1]++
				if p.BiasNN(got, n, bias.data(), a.data(), k, b.data(), n, m, n, k); differ(got, want) < 0 {
					t.Errorf("control: %v: another bias gives the same bits", s)
				}
			}
		}
	})
}
