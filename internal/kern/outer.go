package kern

// Outer is the gradient of weights that lie block by block, Height rows of N numbers each, LdC apart, kept as what it is
// a product of until it is needed: over the rows r that have block k open, and the place i of the
// pair (r, k) in the list,
//
//	C_k = Σ_r A[r, :Height]ᵀ·B[i, :N],  or with Live  C_k = Σ_r A[i, :Height]ᵀ·B[r, :N].
type Outer struct {
	Off, Row  []int32 // as in Pairs
	A, B      []Float
	LdA, LdB  int
	Live      bool // A holds the open pairs alone, else B does
	Kept      bool // A stays as it is until the product is worked out
	Height, N int
	LdC       int // 0: N

	near []Float // memory for A
	seen []Float // some numbers of an A that is kept
}

// Room is memory of o for n numbers of B.
func (o *Outer) Room(n int) []Float {
	if cap(o.B) < n {
		o.B = make([]Float, n)
	}
	o.B = o.B[:n]
	return o.B
}

// Copy makes o a copy of p, in o's memory where it is large enough. What is kept, and a B that is o's
// Room, are not copied.
func (o *Outer) Copy(p Outer) {
	q := p
	q.Off, q.Row = append(o.Off[:0], p.Off...), append(o.Row[:0], p.Row...)
	q.near, q.seen = o.near, o.seen
	if !p.Kept {
		q.near = append(q.near[:0], p.A...)
		q.A = q.near
	}
	if len(p.B) > 0 && (len(o.B) == 0 || &p.B[0] != &o.B[0]) {
		q.B = append(o.B[:0], p.B...)
	}
	*o = q
	if p.Kept {
		o.seen = o.sample(o.seen[:0])
	}
}

// sample is a few numbers of A.
func (o *Outer) sample(to []Float) []Float {
	for i := 0; i < len(o.A); i += len(o.A)/samples + 1 {
		to = append(to, o.A[i])
	}
	return to
}

// samples is how many numbers of what is kept are looked at again.
const samples = 64

// Changed reports whether a look at some numbers shows that A was kept no longer.
func (o *Outer) Changed() bool {
	if !o.Kept {
		return false
	}
	for k, i := 0, 0; i < len(o.A); k, i = k+1, i+len(o.A)/samples+1 {
		if was := o.seen[k]; o.A[i] != was && was == was {
			return true
		}
	}
	return false
}

// AddRows adds rows lo to hi-1 of all blocks below each other to c, which begins with row lo. The
// bits do not depend on where rows are cut. What is soon needed, and lies as c does, is fetched; the
// slices move along with the rows.
func (o *Outer) AddRows(c []Float, lo, hi int, soon ...[]Float) {
	near := takeBench()
	defer near.giveBack()
	if active == nil || active.fetch == nil {
		soon = nil
	}
	ld := max(o.LdC, o.N)
	for lo < hi {
		k, first := lo/o.Height, lo%o.Height
		m := min(hi-lo, o.Height-first)
		off, rows := int(o.Off[k]), o.Row[o.Off[k]:o.Off[k+1]]
		units := 0
		if first == 0 {
			units = o.units(k, (hi-lo)/o.Height)
		}
		switch {
		case len(rows) == 0:
		case units > 1:
			nn(c, o.Height, o.B[off:], len(rows), o.A, o.LdA, nil, units, o.Height, len(rows))
			m = units * o.Height
		case o.Live:
			tnFrom(c, ld, o.A[off*o.LdA+first:], o.LdA, nil, o.B, o.LdB, rows, m, o.N, len(rows))
		default:
			near.outers(c, ld, o.A[first:], o.LdA, rows, o.B[off*o.LdB:], o.LdB, m, o.N, soon)
		}
		c = c[m*ld:]
		for i, x := range soon {
			soon[i] = x[m*ld:]
		}
		lo += m
	}
}
