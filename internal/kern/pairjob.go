package kern

import "slices"

// The products over open pairs, block by block: the rows that have a block open
// are a row list, the block's columns a dense product with it.

// pairsNT runs part i of n: a share of the blocks.
func (j *job) pairsNT(i, n int) {
	w := j.open.Width
	lo, hi := weigh(j.open.Off, i, n)
	for g := lo; g < hi; g++ {
		rows := j.open.Row[j.open.Off[g]:j.open.Off[g+1]]
		if len(rows) == 0 {
			continue
		}
		c, b := j.c[g*w:], j.b[g*w*j.ldb:]
		if j.in == nil {
			nt(c, j.ldc, j.a, j.lda, b, j.ldb, rows, len(rows), w, j.k)
			continue
		}
		for r := range rows {
			for _, h := range j.in.of(rows[r]) {
				col := int(h) * j.in.Width
				nt(c, j.ldc, j.a[col:], j.lda, b[col:], j.ldb, rows[r:r+1], 1, w, j.in.Width)
			}
		}
	}
}

// pairsNN runs part i of n: a share of the columns of c, or of its rows if it
// has few columns or they are restricted.
func (j *job) pairsNN(i, n int) {
	lo, hi := 0, j.n
	first, last := int32(0), int32(j.open.Rows)
	if j.in == nil && j.n >= n*64 {
		lo, hi = share(i, n, j.n, 64)
	} else {
		f, l := weigh(j.open.ROff, i, n)
		first, last = int32(f), int32(l)
	}
	if lo >= hi {
		return
	}
	w := j.open.Width
	for g := range j.open.Blocks {
		rows := between(j.open.Row[j.open.Off[g]:j.open.Off[g+1]], first, last)
		if len(rows) == 0 {
			continue
		}
		a, b := j.a[g*w:], j.b[g*w*j.ldb:]
		if j.in == nil {
			nn(j.c[lo:], j.ldc, a, j.lda, b[lo:], j.ldb, rows, len(rows), hi-lo, w)
			continue
		}
		for r := range rows {
			for _, h := range j.in.of(rows[r]) {
				col := int(h) * j.in.Width
				nn(j.c[col:], j.ldc, a, j.lda, b[col:], j.ldb, rows[r:r+1], 1, j.in.Width, w)
			}
		}
	}
}

// pairsTN runs part i of n: a share of the blocks.
func (j *job) pairsTN(i, n int) {
	w := j.open.Width
	lo, hi := weigh(j.open.Off, i, n)
	for g := lo; g < hi; g++ {
		rows := j.open.Row[j.open.Off[g]:j.open.Off[g+1]]
		if len(rows) == 0 {
			continue
		}
		c, a := j.c[g*w*j.ldc:], j.a[g*w:]
		if j.in == nil {
			tn(c, j.ldc, a, j.lda, j.b, j.ldb, rows, w, j.n, len(rows))
			continue
		}
		for r := range rows {
			for _, h := range j.in.of(rows[r]) {
				col := int(h) * j.in.Width
				tn(c[col:], j.ldc, a, j.lda, j.b[col:], j.ldb, rows[r:r+1], w, j.in.Width, 1)
			}
		}
	}
}

// of returns the open blocks of row r.
func (o *Pairs) of(r int32) []int32 { return o.Block[o.ROff[r]:o.ROff[r+1]] }

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
