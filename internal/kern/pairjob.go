package kern

import "slices"

// The products over open pairs, block by block: the rows that have a block open
// are a row list, the block's columns a dense product with it. If the other
// operand is restricted too, row by row: each row has its own open columns.

// pairsNT runs part i of n: a share of the pairs.
func (j *job) pairsNT(i, n int) {
	w := j.open.Width
	j.runs(i, n, func(r run) {
		c, b, rows := j.c[r.block*w:], j.b[r.block*w*j.ldb:], j.open.Row[r.lo:r.hi]
		if j.in != nil {
			j.ntOpen(c, j.ldc, false, b, rows)
			return
		}
		nt(c, j.ldc, j.a, j.lda, b, j.ldb, rows, len(rows), w, j.k)
	})
}

// placeOf is where the rows of a block are: one after the other if they are live alone, else in a
// matrix.
func placeOf(live bool, i int, r int32) int {
	if live {
		return i
	}
	return int(r)
}

// ntOpen is the product of one block, c and b from its first column and row, in
// the open columns of a. The rows of c may be live alone.
func (j *job) ntOpen(c []Float, ldc int, live bool, b []Float, rows []int32) {
	w := j.open.Width
	for i, r := range rows {
		to := c[placeOf(live, i, r)*ldc:]
		if j.steps != nil {
			if s, n := j.steps.of(r); n > 0 {
				active.ntOpen(&to[0], &j.a[int(r)*j.lda], &b[0], j.ldb, s, n, w)
			}
			continue
		}
		for _, h := range j.in.of(r) {
			at := int(h) * j.in.Width
			nt(to, ldc, j.a[int(r)*j.lda+at:], j.lda, b[at:], j.ldb, nil, 1, w, j.in.Width)
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
	if j.thin() {
		near := takeBench()
		j.begin(j.c, j.ldc, 0, j.n, first, last)
		for g := range j.open.Blocks {
			if rows := between(j.open.rowsOf(g), int32(first), int32(last)); len(rows) > 0 {
				j.pairsTwos(near, g, rows)
			}
		}
		near.giveBack()
		return
	}
	slab := slabMost/max(1, last)/64*64 - 64
	if j.in != nil || active == nil || slab < 64 || j.byRows {
		if lo < hi {
			j.begin(j.c[lo:], j.ldc, lo, hi, first, last)
			j.nnBlocks(nil, j.c[lo:], j.ldc, lo, hi, first, last)
		}
		return
	}
	w := takeBench()
	slab = min(slab, even(max(1, hi-lo), slab))
	for ; lo < hi; lo += slab {
		j.nnSlab(w, lo, min(lo+slab, hi), first, last)
	}
	w.giveBack()
}

// thin reports whether rows are taken two at a time, since a tile has all columns.
func (j *job) thin() bool {
	return j.kind == pairsNN && j.in == nil && !j.byRows && twos() && j.n <= widthOfTwos()
}

// slabMost is how many numbers of c are summed at a time, near and with rows apart: they and a block
// of b fit the second cache.
const slabMost = 3 << 16

// nnSlab is columns lo to below hi of rows first to below last: they are copied to where their
// rows are on different sets of the cache, and back when they are summed.
func (j *job) nnSlab(w *bench, lo, hi, first, last int) {
	c, ld := w.slab(), oddLines(hi-lo)
	j.begin(c, ld, lo, hi, first, last)
	j.nnBlocks(w, c, ld, lo, hi, first, last)
	for r := first; r < last; r++ {
		copy(j.c[r*j.ldc+lo:][:hi-lo], c[r*ld:])
	}
}

// begin sets c, whose first column is column lo of the result, to what is added to.
func (j *job) begin(c []Float, ldc, lo, hi, first, last int) {
	if lo >= hi || first >= last || j.bias == nil && &c[0] == &j.c[lo] {
		return
	}
	for r := first; r < last; r++ {
		switch to := c[r*ldc:][:hi-lo]; {
		case j.bias != nil:
			copy(to, j.bias[lo:])
		case &to[0] != &j.c[r*j.ldc+lo]:
			copy(to, j.c[r*j.ldc+lo:])
		}
	}
}

// nnBlocks adds all blocks to c, which begins with column lo, for rows first to below last.
func (j *job) nnBlocks(near *bench, c []Float, ldc, lo, hi, first, last int) {
	w := j.open.Width
	for g := range j.open.Blocks {
		rows := between(j.open.rowsOf(g), int32(first), int32(last))
		switch {
		case len(rows) == 0:
		case j.byRows:
			a, _, _ := j.block(g, rows)
			j.nnRows(c, ldc, a, g, lo, hi, rows)
		case j.in == nil:
			a, lda, from := j.block(g, rows)
			near.nnThen(c, ldc, rows, a, lda, from, j.b[g*w*j.ldb+lo:], j.ldb, len(rows), hi-lo, w, j.after(g, lo))
		default:
			a, lda, _ := j.block(g, rows)
			j.nnOpen(a, lda, j.b[g*w*j.ldb:], rows)
		}
	}
}

// nnRows is the product of one block row by row of b, which are read once for every row of c.
func (j *job) nnRows(c []Float, ldc int, a []Float, g, lo, hi int, rows []int32) {
	w := j.open.Width
	b := j.b[g*w*j.ldb+lo:]
	if active != nil && active.rows4 != nil {
		nnFew(c, ldc, rows, a, w, nil, b, j.ldb, len(rows), hi-lo, w, j.after(g, lo))
		return
	}
	for l := range w {
		for i, r := range rows {
			Axpy(c[int(r)*ldc:][:hi-lo], a[i*w+l], b[l*j.ldb:][:hi-lo])
		}
	}
}

// after is the rows of b of the next block that is open, from column lo on.
func (j *job) after(g, lo int) []Float {
	for g++; g < j.open.Blocks; g++ {
		if j.open.Off[g+1] > j.open.Off[g] {
			return j.b[g*j.open.Width*j.ldb+lo:]
		}
	}
	return nil
}

// block is a's columns of block g from the first of the rows on, their distance, and the list of
// rows: none if they are live alone.
func (j *job) block(g int, rows []int32) (a []Float, lda int, from []int32) {
	w := j.open.Width
	if !j.live {
		return j.a[g*w:], j.lda, rows
	}
	skip, _ := slices.BinarySearch(j.open.rowsOf(g), rows[0])
	return j.a[(int(j.open.Off[g])+skip)*w:], w, nil
}

// nnOpen is the product of one block, a and b from its first column and row, in
// the open columns of c.
func (j *job) nnOpen(a []Float, lda int, b []Float, rows []int32) {
	w := j.open.Width
	for i, r := range rows {
		x := a[placeOf(j.live, i, r)*lda:]
		if j.steps != nil {
			if s, n := j.steps.of(r); n > 0 {
				active.nnOpen(&j.c[int(r)*j.ldc], &x[0], &b[0], j.ldb, s, n, w)
			}
			continue
		}
		for _, h := range j.in.of(r) {
			at := int(h) * j.in.Width
			nn(j.c[int(r)*j.ldc+at:], j.ldc, x, lda, b[at:], j.ldb, nil, 1, j.in.Width, w)
		}
	}
}

// pairsTN runs part i of n: a share of the blocks.
func (j *job) pairsTN(i, n int) {
	w := j.open.Width
	j.runs(i, n, func(r run) {
		off, end := int(j.open.Off[r.block]), int(j.open.Off[r.block+1])
		rows := j.open.Row[off:end]
		a, lda, from := j.block(r.block, rows)
		c := j.c[r.block*w*j.ldc:]
		if j.in != nil {
			if r.lo == off {
				j.tnOpen(c, a, lda, j.live, rows)
			}
			return
		}
		col := func(at int) int { // a block that a part shares with the next is cut between columns
			if at == end {
				return j.n
			}
			return (at - off) * j.n / (end - off) / 32 * 32
		}
		if lo, hi := col(r.lo), col(r.hi); lo < hi {
			tnFrom(c[lo:], j.ldc, a, lda, from, j.b[lo:], j.ldb, rows, w, hi-lo, len(rows))
		}
	})
}

// tnOpen is the product of one block, c and a from its first row and column, in
// the open columns of b. The rows of a may be live alone.
func (j *job) tnOpen(c, a []Float, lda int, live bool, rows []int32) {
	w := j.open.Width
	for i, r := range rows {
		x := a[placeOf(live, i, r)*lda:]
		if j.steps != nil {
			if s, n := j.steps.of(r); n > 0 {
				active.tnOpen(&c[0], j.ldc, &x[0], &j.b[int(r)*j.ldb], s, n, w)
			}
			continue
		}
		for _, h := range j.in.of(r) {
			at := int(h) * j.in.Width
			tn(c[at:], j.ldc, x, lda, j.b[int(r)*j.ldb+at:], j.ldb, nil, w, j.in.Width, 1)
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
