package kern

// The functions of this file are the definition of the products: plain loops,
// used as the oracle of the tests and by nothing that has to be fast.
// Float(a*b) keeps the compiler from fusing the multiplication into the sum,
// so they give the same bits on every machine.

// row is the i-th row number of a list; a nil list counts from 0.
func row(rows []int32, i int) int {
	if rows == nil {
		return i
	}
	return int(rows[i])
}

// mulNNRef is C[r,:n] += A[r,:k]·B[k×n] for the m rows r.
func mulNNRef(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	for i := range m {
		r := row(rows, i)
		for l := range k {
			for j := range n {
				c[r*ldc+j] += Float(a[r*lda+l] * b[l*ldb+j])
			}
		}
	}
}

// mulNTRef is C[r,:n] += A[r,:k]·B[n×k]ᵀ for the m rows r.
func mulNTRef(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	for i := range m {
		r := row(rows, i)
		for j := range n {
			var dot Float
			for l := range k {
				dot += Float(a[r*lda+l] * b[j*ldb+l])
			}
			c[r*ldc+j] += dot
		}
	}
}

// mulTNRef is C[m×n] += Σ_r A[r,:m]ᵀ·B[r,:n] over the k rows r.
func mulTNRef(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	for l := range k {
		r := row(rows, l)
		for i := range m {
			for j := range n {
				c[i*ldc+j] += Float(a[r*lda+i] * b[r*ldb+j])
			}
		}
	}
}

// live calls f with every column range of row r that is open: all n columns if
// in is nil.
func live(in *Pairs, r, n int, f func(lo, hi int)) {
	if in == nil {
		f(0, n)
		return
	}
	for _, h := range in.Block[in.ROff[r]:in.ROff[r+1]] {
		f(int(h)*in.Width, int(h+1)*in.Width)
	}
}

// pairsNTRef is C[r, block g] += A[r,:k]·B[rows of block g]ᵀ over the open
// pairs, summed over the open columns of A[r].
func pairsNTRef(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, k int) {
	for r := range open.Rows {
		live(open, r, 0, func(lo, hi int) {
			for j := lo; j < hi; j++ {
				var dot Float
				live(in, r, k, func(from, to int) {
					for l := from; l < to; l++ {
						dot += Float(a[r*lda+l] * b[j*ldb+l])
					}
				})
				c[r*ldc+j] += dot
			}
		})
	}
}

// pairsNNRef is C[r,:n] += A[r, block g]·B[rows of block g, :n] over the open
// pairs, in the open columns of C[r].
func pairsNNRef(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, n int) {
	for r := range open.Rows {
		live(open, r, 0, func(lo, hi int) {
			for l := lo; l < hi; l++ {
				live(in, r, n, func(from, to int) {
					for j := from; j < to; j++ {
						c[r*ldc+j] += Float(a[r*lda+l] * b[l*ldb+j])
					}
				})
			}
		})
	}
}

// pairsTNRef is C[rows of block g, :n] += Σ_r A[r, block g]ᵀ·B[r,:n] over the
// open pairs, in the open columns of B[r].
func pairsTNRef(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, open, in *Pairs, n int) {
	for r := range open.Rows {
		live(open, r, 0, func(lo, hi int) {
			for i := lo; i < hi; i++ {
				live(in, r, n, func(from, to int) {
					for j := from; j < to; j++ {
						c[i*ldc+j] += Float(a[r*lda+i] * b[r*ldb+j])
					}
				})
			}
		})
	}
}
