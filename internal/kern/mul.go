package kern

// MulNN is the product MulNN on the threads of the pool.
func (p *Pool) MulNN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	MulNN(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// MulNT is the product MulNT on the threads of the pool.
func (p *Pool) MulNT(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	MulNT(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// MulTN is the product MulTN on the threads of the pool.
func (p *Pool) MulTN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	MulTN(c, ldc, a, lda, b, ldb, rows, m, n, k)
}
