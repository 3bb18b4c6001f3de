package kern

import "sync"

// steps lists, for each row of a batch, the vectors that have open columns, as
// the assembly takes them: the first column in the low half, a bit for each open
// lane in the high half.
type steps struct {
	off  []int32  // row r has item[off[r]:off[r+1]]
	item []uint64 // ascending columns within a row
}

// spare keeps lists for later products.
var spare = sync.Pool{New: func() any { return new(steps) }}

// stepsOf lists the open columns of every row in vectors of the given lanes.
func stepsOf(in *Pairs, lanes int) *steps {
	s := spare.Get().(*steps)
	s.off, s.item = append(s.off[:0], 0), s.item[:0]
	for r := range in.Rows {
		for _, h := range in.of(int32(r)) {
			s.add(int(s.off[r]), int(h)*in.Width, int(h+1)*in.Width, lanes)
		}
		s.off = append(s.off, int32(len(s.item)))
	}
	return s
}

// add opens the columns from lo to below hi for the row whose items start at first.
func (s *steps) add(first, lo, hi, lanes int) {
	for at := lo / lanes * lanes; at < hi; at += lanes {
		bits := uint64(1)<<min(hi-at, lanes) - uint64(1)<<max(lo-at, 0)
		if n := len(s.item); n > first && int(uint32(s.item[n-1])) == at {
			s.item[n-1] |= bits << 32
		} else {
			s.item = append(s.item, bits<<32|uint64(at))
		}
	}
}

// of returns the first item of row r and their number, nil if there are none.
func (s *steps) of(r int32) (*uint64, int) {
	lo, hi := s.off[r], s.off[r+1]
	if lo == hi {
		return nil, 0
	}
	return &s.item[lo], int(hi - lo)
}

// allOf lists all of n columns, for products with a row at a time.
func allOf(n, lanes int) *steps {
	s := spare.Get().(*steps)
	s.off, s.item = s.off[:0], s.item[:0]
	s.add(0, 0, n, lanes)
	s.off = append(s.off, 0, int32(len(s.item)))
	return s
}

// Products of one row with k×n numbers that lie together, n being those of allOf. Without a tier
// that has them they are products like any other, and s is nil.

// nn is c[:n] += a[:k]·b.
func (s *steps) nn(c, a, b []Float, n, k int) {
	if s == nil {
		nn(c, n, a, k, b, n, nil, 1, n, k)
		return
	}
	active.nnOpen(&c[0], &a[0], &b[0], n, &s.item[0], len(s.item), k)
}

// tn is c += a[:k]ᵀ·b[:n].
func (s *steps) tn(c []Float, n int, a, b []Float, k int) {
	if s == nil {
		tn(c, n, a, k, b, n, nil, k, n, 1)
		return
	}
	active.tnOpen(&c[0], n, &a[0], &b[0], &s.item[0], len(s.item), k)
}

// nt is c[:k] += a[:n]·bᵀ.
func (s *steps) nt(c, a, b []Float, n, k int) {
	if s == nil {
		nt(c, k, a, n, b, n, nil, 1, k, n)
		return
	}
	active.ntOpen(&c[0], &a[0], &b[0], n, &s.item[0], len(s.item), k)
}
