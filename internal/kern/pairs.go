package kern

// Pairs lists the open (row, block) pairs of a batch twice: block by block and
// row by row, both ascending. The matrix it describes has Blocks·Width columns.
type Pairs struct {
	Rows, Blocks, Width int // Blocks blocks of Width columns

	Off, Row    []int32 // rows Row[Off[g]:Off[g+1]] have block g open
	ROff, Block []int32 // blocks Block[ROff[r]:ROff[r+1]] are open in row r

	listed bool // by List, and so well formed
}

// Cols returns the number of columns, open and shut.
func (o *Pairs) Cols() int { return o.Blocks * o.Width }

// Len returns the number of open pairs.
func (o *Pairs) Len() int { return len(o.Row) }

// dense reports whether a product over o is the plain one: all pairs are open, and the other
// operand is live throughout.
func dense(o, in *Pairs) bool { return in == nil && o.Len() == o.Rows*o.Blocks }

// PairsNT is C[r, block g] += A[r,:k]·B[rows of block g]ᵀ over the open pairs
// (r, g) and no others. If in is not nil, k is in.Cols() and only the open
// columns of A[r], and the same columns of B, are read and summed.
func (p *Pool) PairsNT(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, k int) {
	checkPairs("PairsNT", open, in, k)
	checkMat("PairsNT", "c", c, ldc, open.Rows, open.Cols())
	checkMat("PairsNT", "a", a, lda, open.Rows, k)
	checkMat("PairsNT", "b", b, ldb, open.Cols(), k)
	if dense(open, in) {
		p.product(job{kind: mulNT, c: c, ldc: ldc, a: a, lda: lda, b: b, ldb: ldb, m: open.Rows, n: open.Cols(), k: k})
		return
	}
	p.product(job{kind: pairsNT, c: c, ldc: ldc, a: a, lda: lda, b: b, ldb: ldb, open: open, in: in, k: k})
}

// PairsNN is C[r,:n] += A[r, block g]·B[rows of block g, :n] over the open
// pairs (r, g) and no others. If in is not nil, n is in.Cols() and only the
// open columns of C[r], and the same columns of B, are touched.
func (p *Pool) PairsNN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, n int) {
	checkPairs("PairsNN", open, in, n)
	checkMat("PairsNN", "c", c, ldc, open.Rows, n)
	checkMat("PairsNN", "a", a, lda, open.Rows, open.Cols())
	checkMat("PairsNN", "b", b, ldb, open.Cols(), n)
	if dense(open, in) {
		p.MulNN(c, ldc, a, lda, b, ldb, nil, open.Rows, n, open.Cols())
		return
	}
	p.product(job{kind: pairsNN, c: c, ldc: ldc, a: a, lda: lda, b: b, ldb: ldb, open: open, in: in, n: n})
}

// PairsTN is C[rows of block g, :n] += Σ_r A[r, block g]ᵀ·B[r,:n] over the
// open pairs (r, g) and no others. If in is not nil, n is in.Cols() and only
// the open columns of B[r], and the same columns of C, are touched.
func (p *Pool) PairsTN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, n int) {
	checkPairs("PairsTN", open, in, n)
	checkMat("PairsTN", "c", c, ldc, open.Cols(), n)
	checkMat("PairsTN", "a", a, lda, open.Rows, open.Cols())
	checkMat("PairsTN", "b", b, ldb, open.Rows, n)
	if dense(open, in) {
		p.MulTN(c, ldc, a, lda, b, ldb, nil, open.Cols(), n, open.Rows)
		return
	}
	p.product(job{kind: pairsTN, c: c, ldc: ldc, a: a, lda: lda, b: b, ldb: ldb, open: open, in: in, n: n})
}

// LiveNN is C[r,:n] = bias + Σ A[r, block g]·B[rows of block g, :n] over the open pairs (r, g), for
// an A of which these alone are kept, Width numbers each, block after block; all is A itself, with
// zeros elsewhere, for when a dense product is the way.
func (p *Pool) LiveNN(c []Float, ldc int, bias, a, all, b []Float, ldb int, open *Pairs, n int) {
	p.LiveNNBy(p.Way(open, n), c, ldc, bias, a, all, b, ldb, open, n)
}

// LiveNNBy is LiveNN by the given way.
func (p *Pool) LiveNNBy(way Way, c []Float, ldc int, bias, a, all, b []Float, ldb int, open *Pairs, n int) {
	checkPairs("LiveNN", open, nil, n)
	checkMat("LiveNN", "c", c, ldc, open.Rows, n)
	checkMat("LiveNN", "a", a, open.Width, open.Len(), open.Width)
	checkMat("LiveNN", "b", b, ldb, open.Cols(), n)
	checkMat("LiveNN", "bias", bias, n, 1, n)
	checkMat("LiveNN", "all", all, open.Cols(), open.Rows, open.Cols())
	if way == ByDense {
		p.BiasNN(c, ldc, bias, all, open.Cols(), b, ldb, open.Rows, n, open.Cols())
		return
	}
	p.product(job{kind: pairsNN, byRows: way == ByRows, c: c, ldc: ldc, bias: bias, a: a, live: true, b: b, ldb: ldb, open: open, n: n})
}

// LiveTN is PairsTN for such an A.
func (p *Pool) LiveTN(c []Float, ldc int, a []Float, b []Float, ldb int, open *Pairs, n int) {
	checkPairs("LiveTN", open, nil, n)
	checkMat("LiveTN", "c", c, ldc, open.Cols(), n)
	checkMat("LiveTN", "a", a, open.Width, open.Len(), open.Width)
	checkMat("LiveTN", "b", b, ldb, open.Rows, n)
	p.product(job{kind: pairsTN, c: c, ldc: ldc, a: a, live: true, b: b, ldb: ldb, open: open, n: n})
}
