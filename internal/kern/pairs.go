package kern

import "fmt"

// Pairs lists the open (row, block) pairs of a batch twice: block by block and
// row by row, both ascending. The matrix it describes has Blocks·Width columns.
type Pairs struct {
	Rows, Blocks, Width int // Blocks blocks of Width columns

	Off, Row    []int32 // rows Row[Off[g]:Off[g+1]] have block g open
	ROff, Block []int32 // blocks Block[ROff[r]:ROff[r+1]] are open in row r
}

// Cols returns the number of columns, open and shut.
func (o *Pairs) Cols() int { return o.Blocks * o.Width }

// Len returns the number of open pairs.
func (o *Pairs) Len() int { return len(o.Row) }

// PairsNT is C[r, block g] += A[r,:k]·B[rows of block g]ᵀ over the open pairs
// (r, g) and no others. If in is not nil, k is in.Cols() and only the open
// columns of A[r], and the same columns of B, are read and summed.
func (p *Pool) PairsNT(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, k int) {
	checkPairs("PairsNT", open, in, k)
	checkMat("PairsNT", "c", c, ldc, open.Rows, open.Cols())
	checkMat("PairsNT", "a", a, lda, open.Rows, k)
	checkMat("PairsNT", "b", b, ldb, open.Cols(), k)
	pairsNTRef(c, ldc, a, lda, b, ldb, open, in, k)
}

// PairsNN is C[r,:n] += A[r, block g]·B[rows of block g, :n] over the open
// pairs (r, g) and no others. If in is not nil, n is in.Cols() and only the
// open columns of C[r], and the same columns of B, are touched.
func (p *Pool) PairsNN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, n int) {
	checkPairs("PairsNN", open, in, n)
	checkMat("PairsNN", "c", c, ldc, open.Rows, n)
	checkMat("PairsNN", "a", a, lda, open.Rows, open.Cols())
	checkMat("PairsNN", "b", b, ldb, open.Cols(), n)
	pairsNNRef(c, ldc, a, lda, b, ldb, open, in, n)
}

// PairsTN is C[rows of block g, :n] += Σ_r A[r, block g]ᵀ·B[r,:n] over the
// open pairs (r, g) and no others. If in is not nil, n is in.Cols() and only
// the open columns of B[r], and the same columns of C, are touched.
func (p *Pool) PairsTN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, n int) {
	checkPairs("PairsTN", open, in, n)
	checkMat("PairsTN", "c", c, ldc, open.Cols(), n)
	checkMat("PairsTN", "a", a, lda, open.Rows, open.Cols())
	checkMat("PairsTN", "b", b, ldb, open.Rows, n)
	pairsTNRef(c, ldc, a, lda, b, ldb, open, in, n)
}

// checkPairs panics unless both lists are well formed and in, if there is one,
// has the rows of open and the columns of the other operand.
func checkPairs(fn string, open, in *Pairs, cols int) {
	open.check(fn)
	if in == nil {
		return
	}
	in.check(fn)
	if in.Rows != open.Rows || in.Cols() != cols {
		panic(fmt.Sprintf("kern: %s: in is %d rows of %d×%d columns, want %d rows of %d columns",
			fn, in.Rows, in.Blocks, in.Width, open.Rows, cols))
	}
}

// check panics unless both halves of the list are well formed.
func (o *Pairs) check(fn string) {
	checkList(fn, "Off", o.Off, o.Row, o.Blocks, o.Rows)
	checkList(fn, "ROff", o.ROff, o.Block, o.Rows, o.Blocks)
	if len(o.Row) != len(o.Block) {
		panic(fmt.Sprintf("kern: %s: Pairs has %d pairs by block and %d by row", fn, len(o.Row), len(o.Block)))
	}
}

// checkList panics unless off cuts item into n lists, each ascending in 0..top-1.
func checkList(fn, name string, off, item []int32, n, top int) {
	if len(off) != n+1 || off[0] != 0 || int(off[n]) != len(item) {
		panic(fmt.Sprintf("kern: %s: Pairs.%s has %d entries, want %d from 0 to %d", fn, name, len(off), n+1, len(item)))
	}
	for g := range n {
		if off[g] > off[g+1] {
			panic(fmt.Sprintf("kern: %s: Pairs.%s descends at %d", fn, name, g))
		}
		last := int32(-1)
		for _, x := range item[off[g]:off[g+1]] {
			if x <= last || int(x) >= top {
				panic(fmt.Sprintf("kern: %s: list %d of Pairs.%s has %d after %d, want ascending below %d", fn, g, name, x, last, top))
			}
			last = x
		}
	}
}
