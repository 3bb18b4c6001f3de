package kern

// Sizes of the pieces a product is cut into for the caches. None changes a
// result except chunkNT, the most terms of a dot product that are summed before
// they are added to c.
const (
	chunkNT = 832 // terms of a dot product: a tile's rows of b stay in L1
	chunkTN = 128 // rows of a and b
	blockNT = 64  // rows of a, re-read from L2 for every tile
	blockTN = 240 // rows of c a call; assembly cannot be pre-empted
)

// count is the list 0, 1, 2, … for products of all rows.
var count = func() (c [max(blockNT, blockGemm, chunkTN)]int32) {
	for i := range c {
		c[i] = int32(i)
	}
	return
}()

// piece returns the list for n rows from row number i of the list, and the row
// that counts as its row 0.
func piece(rows []int32, i, n int) (*int32, int) {
	if rows == nil {
		return &count[0], i
	}
	return &rows[i], 0
}

// nt is MulNT without checks, on the active tier.
func nt(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	if m <= 0 || n <= 0 || k <= 0 {
		return
	}
	if active == nil {
		ntGo(c, ldc, a, lda, b, ldb, rows, m, n, k)
		return
	}
	chunk := even(k, chunkNT)
	for l := 0; l < k; l += chunk {
		kk := min(chunk, k-l)
		for i := 0; i < m; i += blockNT {
			mm := min(blockNT, m-i)
			list, r := piece(rows, i, mm)
			left := (n + len(active.nt) - 1) / len(active.nt)
			for j := 0; j < n; left-- {
				w := (n - j + left - 1) / left // tiles of even width
				active.nt[w-1](&c[r*ldc+j], ldc, &a[r*lda+l], lda, &b[j*ldb+l], ldb, list, mm, kk)
				j += w
			}
		}
	}
}

// even is the size of pieces of n, about equal, whole lines and of at most the given size, itself
// so.
func even(n, most int) int {
	pieces := (n + most - 1) / most
	return (n/pieces + 15) / 16 * 16
}

// turned is MulNT without a list and without checks, with b turned and each element summed as in
// NN.
func turned(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, _ []int32, m, n, k int) {
	if m > 0 && n > 0 && k > 0 {
		active.product(c, ldc, left{a, lda, 1, nil}, right{b, ldb, true}, nil, m, n, k)
	}
}

// nn is MulNN without checks, on the active tier.
func nn(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	switch {
	case m <= 0 || n <= 0 || k <= 0:
	case active == nil:
		nnGo(c, ldc, a, lda, b, ldb, rows, m, n, k)
	default:
		active.product(c, ldc, left{a, lda, 1, rows}, right{data: b, ld: ldb}, rows, m, n, k)
	}
}

// tn is MulTN without checks, on the active tier.
func tn(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	if m <= 0 || n <= 0 || k <= 0 {
		return
	}
	if active == nil {
		tnGo(c, ldc, a, lda, b, ldb, rows, m, n, k)
		return
	}
	if rows == nil {
		active.product(c, ldc, left{a, 1, lda, nil}, right{data: b, ld: ldb}, nil, m, n, k)
		return
	}
	width := len(active.tn) * active.lanes
	for j := 0; j < n; j += width {
		w := min(width, n-j)
		kernel := active.tn[(w-1)/active.lanes]
		for l := 0; l < k; l += chunkTN {
			kk := min(chunkTN, k-l)
			list, r := piece(rows, l, kk)
			for i := 0; i < m; i += blockTN {
				mm := min(blockTN, m-i)
				kernel(&c[i*ldc+j], ldc, &a[r*lda+i], lda, &b[r*ldb+j], ldb, list, kk, mm, w)
			}
		}
	}
}
