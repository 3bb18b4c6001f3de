package est

import "gater/mat"

// zeros is a matrix of A's shape, of zeros.
func (s *Site) zeros() mat.M {
	m := s.New()
	m.Zero()
	return m
}

// stack is n matrices of A's shape on top of each other, undefined.
func (s *Site) stack(n int) mat.M { return s.p.Mat(n*s.A.Rows, s.A.Cols) }

// floats is n zeros to use until Estimate returns.
func (s *Site) floats(n int) []float64 { return s.mem.take(n) }

// scratch is numbers that a layer of units needs during a pass; kept from pass to pass.
type scratch struct {
	buf  []float64
	used int
}

// take is n zeros. When there is no room left, what was taken before lives on elsewhere.
func (m *scratch) take(n int) []float64 {
	if m.used+n > len(m.buf) {
		*m = scratch{buf: make([]float64, 2*(m.used+n))}
	}
	x := m.buf[m.used : m.used+n : m.used+n]
	m.used += n
	clear(x)
	return x
}
