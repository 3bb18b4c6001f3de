package kern

import (
	"math"
	"math/rand/v2"
	"testing"
)

// eachTier runs f under plain Go and under every tier the processor has.
func eachTier(t *testing.T, f func(t *testing.T)) {
	was, few := active, fewTerms
	defer func() { active, fewTerms = was, few }()
	for _, a := range append([]*tier{nil}, tiers()...) {
		active = a
		t.Run(CPU(), f)
		if a != nil {
			fewTerms = 0
			t.Run(CPU()+", dot products", f)
			fewTerms = few
		}
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
	// outside is what is put around a result: a number, so that adding to it shows.
	outside = 7.5
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
