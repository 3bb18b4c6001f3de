package kern

// Outer is the gradient of weights that lie block by block, Height×N numbers each, kept as what it is
// a product of until it is needed: over the rows r that have block k open, and the place i of the
// pair (r, k) in the list,
//
//	C_k = Σ_r A[r, :Height]ᵀ·B[i, :N],  or with Live  C_k = Σ_r A[i, :Height]ᵀ·B[r, :N].
type Outer struct {
	Off, Row  []int32 // as in Pairs
	A, B      []Float
	LdA, LdB  int
	Live      bool // A holds the open pairs alone, else B does
	Height, N int
}

// Copy makes o a copy of p, in o's memory where it is large enough.
func (o *Outer) Copy(p Outer) {
	q := p
	q.Off, q.Row = append(o.Off[:0], p.Off...), append(o.Row[:0], p.Row...)
	q.A, q.B = append(o.A[:0], p.A...), append(o.B[:0], p.B...)
	*o = q
}

// AddRows adds rows lo to hi-1 of all blocks below each other to c, which begins with row lo. The
// bits do not depend on where rows are cut.
func (o *Outer) AddRows(c []Float, lo, hi int) {
	near := takeBench()
	defer near.giveBack()
	for lo < hi {
		k, first := lo/o.Height, lo%o.Height
		m := min(hi-lo, o.Height-first)
		off, rows := int(o.Off[k]), o.Row[o.Off[k]:o.Off[k+1]]
		switch {
		case len(rows) == 0:
		case o.Live:
			tnFrom(c, o.N, o.A[off*o.LdA+first:], o.LdA, nil, o.B, o.LdB, rows, m, o.N, len(rows))
		default:
			near.outers(c, o.N, o.A[first:], o.LdA, rows, o.B[off*o.LdB:], o.LdB, m, o.N)
		}
		c = c[m*o.N:]
		lo += m
	}
}
