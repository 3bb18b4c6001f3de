package kern

// MulNN is C[r,:n] += A[r,:k]·B[k×n] for the m rows r of the list rows, or the
// rows 0..m-1 if rows is nil. The list is ascending.
func MulNN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	(*Pool)(nil).MulNN(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// MulNT is C[r,:n] += A[r,:k]·B[n×k]ᵀ for the m rows r of the list rows, or
// the rows 0..m-1 if rows is nil. The list is ascending.
func MulNT(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	(*Pool)(nil).MulNT(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// MulTN is C[m×n] += Σ_r A[r,:m]ᵀ·B[r,:n] over the k rows r of the list rows,
// or the rows 0..k-1 if rows is nil. The list is ascending.
func MulTN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	(*Pool)(nil).MulTN(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// MulNN is the product of the function MulNN on the threads of the pool.
func (p *Pool) MulNN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	top := checkRows("MulNN", rows, m)
	checkMat("MulNN", "c", c, ldc, top, n)
	checkMat("MulNN", "a", a, lda, top, k)
	checkMat("MulNN", "b", b, ldb, k, n)
	p.product(job{kind: mulNN, c: c, ldc: ldc, a: a, lda: lda, b: b, ldb: ldb, rows: rows, m: m, n: n, k: k})
}

// BiasNN is C[:m,:n] = bias + A·B, bias being in every row.
func (p *Pool) BiasNN(c []Float, ldc int, bias, a []Float, lda int, b []Float, ldb int, m, n, k int) {
	checkMat("BiasNN", "c", c, ldc, m, n)
	checkMat("BiasNN", "bias", bias, n, 1, n)
	checkMat("BiasNN", "a", a, lda, m, k)
	checkMat("BiasNN", "b", b, ldb, k, n)
	p.product(job{kind: mulNN, c: c, ldc: ldc, bias: bias, a: a, lda: lda, b: b, ldb: ldb, m: m, n: n, k: k})
}

// MulNT is the product of the function MulNT on the threads of the pool.
func (p *Pool) MulNT(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	top := checkRows("MulNT", rows, m)
	checkMat("MulNT", "c", c, ldc, top, n)
	checkMat("MulNT", "a", a, lda, top, k)
	checkMat("MulNT", "b", b, ldb, n, k)
	p.product(job{kind: mulNT, c: c, ldc: ldc, a: a, lda: lda, b: b, ldb: ldb, rows: rows, m: m, n: n, k: k})
}

// MulTN is the product of the function MulTN on the threads of the pool.
func (p *Pool) MulTN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	top := checkRows("MulTN", rows, k)
	checkMat("MulTN", "c", c, ldc, m, n)
	checkMat("MulTN", "a", a, lda, top, m)
	checkMat("MulTN", "b", b, ldb, top, n)
	p.product(job{kind: mulTN, c: c, ldc: ldc, a: a, lda: lda, b: b, ldb: ldb, rows: rows, m: m, n: n, k: k})
}
