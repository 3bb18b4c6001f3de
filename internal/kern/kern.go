// Package kern holds the numerical kernels: matrix products with row lists and
// open blocks, elementwise functions and the updates of the optimisers. Slices
// go in, slices come out; matrices are row-major with a leading dimension, the
// distance of two rows in elements.
//
// Every element of a result is summed in one fixed order, whatever the number
// of threads, the other rows of the call or the tile it falls in:
//
//   - NN and TN: c = c + a·b over ascending k, one term after the other.
//   - NT: a dot product of the two rows, then one addition to c.
//
// Results are therefore the same bits for any split of the work. They differ in
// the last bits between instruction sets.
package kern

import "fmt"

// MulNN is C[r,:n] += A[r,:k]·B[k×n] for the m rows r of the list rows, or the
// rows 0..m-1 if rows is nil. The list is ascending.
func MulNN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	top := checkRows("MulNN", rows, m)
	checkMat("MulNN", "c", c, ldc, top, n)
	checkMat("MulNN", "a", a, lda, top, k)
	checkMat("MulNN", "b", b, ldb, k, n)
	mulNNRef(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// MulNT is C[r,:n] += A[r,:k]·B[n×k]ᵀ for the m rows r of the list rows, or
// the rows 0..m-1 if rows is nil. The list is ascending.
func MulNT(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	top := checkRows("MulNT", rows, m)
	checkMat("MulNT", "c", c, ldc, top, n)
	checkMat("MulNT", "a", a, lda, top, k)
	checkMat("MulNT", "b", b, ldb, n, k)
	mulNTRef(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// MulTN is C[m×n] += Σ_r A[r,:m]ᵀ·B[r,:n] over the k rows r of the list rows,
// or the rows 0..k-1 if rows is nil. The list is ascending.
func MulTN(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	top := checkRows("MulTN", rows, k)
	checkMat("MulTN", "c", c, ldc, m, n)
	checkMat("MulTN", "a", a, lda, top, m)
	checkMat("MulTN", "b", b, ldb, top, n)
	mulTNRef(c, ldc, a, lda, b, ldb, rows, m, n, k)
}

// checkMat panics unless x holds a rows×cols matrix of leading dimension ld.
func checkMat(fn, name string, x []Float, ld, rows, cols int) {
	switch {
	case rows < 0 || cols < 0:
		panic(fmt.Sprintf("kern: %s: %s is %d×%d, want no negative sizes", fn, name, rows, cols))
	case rows == 0 || cols == 0:
	case ld < cols && rows > 1:
		panic(fmt.Sprintf("kern: %s: %s has leading dimension %d, want at least its %d columns", fn, name, ld, cols))
	case len(x) < (rows-1)*ld+cols:
		panic(fmt.Sprintf("kern: %s: %s has %d elements, %d×%d with leading dimension %d needs %d",
			fn, name, len(x), rows, cols, ld, (rows-1)*ld+cols))
	}
}

// checkRows panics unless rows is nil or an ascending list of n rows. It
// returns the number of rows a matrix needs to hold them all.
func checkRows(fn string, rows []int32, n int) int {
	if rows == nil {
		return n
	}
	if len(rows) != n {
		panic(fmt.Sprintf("kern: %s: row list has %d entries, want %d", fn, len(rows), n))
	}
	last := int32(-1)
	for i, r := range rows {
		if r <= last {
			panic(fmt.Sprintf("kern: %s: row list has %d after %d at entry %d, want ascending rows from 0", fn, r, last, i))
		}
		last = r
	}
	return int(last) + 1
}
