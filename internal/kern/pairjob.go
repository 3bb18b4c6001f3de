package kern

import "slices"

// The products over open pairs, block by block: the rows that have a block open
// are a row list, the block's columns a dense product with it. If the other
// operand is restricted too, row by row: each row has its own open columns.

// pairsNT runs part i of n: a share of the blocks.
func (j *job) pairsNT(i, n int) {
	w := j.open.Width
	lo, hi := weigh(j.open.Off, i, n)
	for g := lo; g < hi; g++ {
		rows := j.open.rowsOf(g)
		switch {
		case len(rows) == 0:
		case j.in == nil:
			nt(j.c[g*w:], j.ldc, j.a, j.lda, j.b[g*w*j.ldb:], j.ldb, rows, len(rows), w, j.k)
		default:
			j.ntOpen(j.c[g*w:], j.b[g*w*j.ldb:], rows)
		}
	}
}

// ntOpen is the product of one block, c and b from its first column and row, in
// the open columns of a.
func (j *job) ntOpen(c, b []Float, rows []int32) {
	w := j.open.Width
	for i, r := range rows {
		if j.steps != nil {
			if s, n := j.steps.of(r); n > 0 {
				active.ntOpen(&c[int(r)*j.ldc], &j.a[int(r)*j.lda], &b[0], j.ldb, s, n, w)
			}
			continue
		}
		for _, h := range j.in.of(r) {
			at := int(h) * j.in.Width
			nt(c, j.ldc, j.a[at:], j.lda, b[at:], j.ldb, rows[i:i+1], 1, w, j.in.Width)
		}
	}
}

// pairsNN runs part i of n: a share of the columns of c, or of its rows if it
// has few columns or they are restricted.
func (j *job) pairsNN(i, n int) {
	lo, hi := 0, j.n
	first, last := 0, j.open.Rows
	if j.in == nil && j.n >= n*64 {
		lo, hi = share(i, n, j.n, 64)
	} else {
		first, last = weigh(j.open.ROff, i, n)
	}
	if lo >= hi {
		return
	}
	w := j.open.Width
	for g := range j.open.Blocks {
		rows := between(j.open.rowsOf(g), int32(first), int32(last))
		switch {
		case len(rows) == 0:
		case j.in == nil:
			nn(j.c[lo:], j.ldc, j.a[g*w:], j.lda, j.b[g*w*j.ldb+lo:], j.ldb, rows, len(rows), hi-lo, w)
		default:
			j.nnOpen(j.a[g*w:], j.b[g*w*j.ldb:], rows)
		}
	}
}

// nnOpen is the product of one block, a and b from its first column and row, in
// the open columns of c.
func (j *job) nnOpen(a, b []Float, rows []int32) {
	w := j.open.Width
	for i, r := range rows {
		if j.steps != nil {
			if s, n := j.steps.of(r); n > 0 {
				active.nnOpen(&j.c[int(r)*j.ldc], &a[int(r)*j.lda], &b[0], j.ldb, s, n, w)
			}
			continue
		}
		for _, h := range j.in.of(r) {
			at := int(h) * j.in.Width
			nn(j.c[at:], j.ldc, a, j.lda, b[at:], j.ldb, rows[i:i+1], 1, j.in.Width, w)
		}
	}
}

// pairsTN runs part i of n: a share of the blocks.
func (j *job) pairsTN(i, n int) {
	w := j.open.Width
	lo, hi := weigh(j.open.Off, i, n)
	for g := lo; g < hi; g++ {
		rows := j.open.rowsOf(g)
		switch {
		case len(rows) == 0:
		case j.in == nil:
			tn(j.c[g*w*j.ldc:], j.ldc, j.a[g*w:], j.lda, j.b, j.ldb, rows, w, j.n, len(rows))
		default:
			j.tnOpen(j.c[g*w*j.ldc:], j.a[g*w:], rows)
		}
	}
}

// tnOpen is the product of one block, c and a from its first row and column, in
// the open columns of b.
func (j *job) tnOpen(c, a []Float, rows []int32) {
	w := j.open.Width
	for i, r := range rows {
		if j.steps != nil {
			if s, n := j.steps.of(r); n > 0 {
				active.tnOpen(&c[0], j.ldc, &a[int(r)*j.lda], &j.b[int(r)*j.ldb], s, n, w)
			}
			continue
		}
		for _, h := range j.in.of(r) {
			at := int(h) * j.in.Width
			tn(c[at:], j.ldc, a, j.lda, j.b[at:], j.ldb, rows[i:i+1], w, j.in.Width, 1)
		}
	}
}

// of returns the open blocks of row r.
func (o *Pairs) of(r int32) []int32 { return o.Block[o.ROff[r]:o.ROff[r+1]] }

// rowsOf returns the rows that have block g open.
func (o *Pairs) rowsOf(g int) []int32 { return o.Row[o.Off[g]:o.Off[g+1]] }

// weigh returns part i of n of the lists that off cuts, with about equally many
// items in each part.
func weigh(off []int32, i, n int) (lo, hi int) {
	total := int(off[len(off)-1])
	at := func(i int) int {
		if i == n {
			return len(off) - 1
		}
		g, _ := slices.BinarySearch(off, int32(i*total/n))
		return g
	}
	return at(i), at(i + 1)
}

// between returns the items of an ascending list from lo to below hi.
func between(list []int32, lo, hi int32) []int32 {
	f, _ := slices.BinarySearch(list, lo)
	l, _ := slices.BinarySearch(list, hi)
	return list[f:l]
}
