package kern

import "unsafe"

// Sizes of the pieces a product is cut into for the caches. None changes a
// result except chunkNT, the most terms of a dot product that are summed before
// they are added to c, and fewTerms.
const (
	chunkNT = 832 // terms of a dot product: a tile's rows of b stay in L1
	blockNT = 64  // rows of a, re-read from L2 for every tile

	// Rows of b are read to their end, and not a chunk of all rows before the next, where a stays in
	// the first cache; or in the second, if b does not: memory hands out faster what lies in a row.
	firstNT  = 1 << 13 // numbers of a in the first cache
	secondNT = 1 << 16 // in the second
	fewNT    = 32      // rows of a, so that what is read of b, not of a, is what takes long
	farNT    = 1 << 17 // numbers of a b that is not in the second cache
)

// fewTerms: a product NT of at most so many terms turns b and sums as NN, since to add up the lanes
// of short dot products would take longer. Turned sums are other bits, and so nothing but k decides.
// It is a variable for tests, which force the other way too.
var fewTerms = 64

// count is the list 0, 1, 2, … for products of all rows.
var count = func() (c [max(blockNT, blockGemm, chunkGemm)]int32) {
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

// nt is MulNT without checks, on the active tier, with rows of a list.
func nt(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	ntTo(c, ldc, rows, a, lda, rows, b, ldb, m, n, k)
}

// ntTo is C[to[i], :n] += A[rows[i], :k]·B[n×k]ᵀ; a nil list counts from 0.
func ntTo(c []Float, ldc int, to []int32, a []Float, lda int, rows []int32, b []Float, ldb int, m, n, k int) {
	if m <= 0 || n <= 0 || k <= 0 {
		return
	}
	if active == nil {
		ntGo(c, ldc, to, a, lda, rows, b, ldb, m, n, k)
		return
	}
	if k <= fewTerms {
		(&packed{c, ldc, left{data: a, sm: lda, sk: 1, rows: rows}, right{data: b, ld: ldb, turned: true}, to, m, n, k, nil}).run(active, nil)
		return
	}
	chunk := even(k, chunkNT)
	whole := chunk // terms after which the next rows of b are taken
	if m*k <= firstNT || m <= fewNT && m*k <= secondNT && n*k > farNT {
		whole = k
	}
	var near *bench // for rows of a that would crowd the cache
	if crowded(lda) && m > 3 && n > 16 {
		near = takeBench()
		defer near.giveBack()
	}
	for l := 0; l < k; l += whole {
		terms := min(whole, k-l)
		for i := 0; i < m; i += blockNT {
			mm := min(blockNT, m-i)
			list, r := piece(rows, i, mm)
			toList, s := piece(to, i, mm)
			from, ld := a[r*lda+l:], lda
			if near != nil {
				from, ld = near.gather(from, lda, unsafe.Slice(list, mm), terms), oddLines(terms)
				list = &count[0]
			}
			left := (n + len(active.nt) - 1) / len(active.nt)
			for j := 0; j < n; left-- {
				w := (n - j + left - 1) / left // tiles of even width
				for q := 0; q < terms; q += chunk {
					active.nt[w-1](&c[s*ldc+j], ldc, toList, &from[q], ld, list, &b[j*ldb+l+q], ldb, mm, min(chunk, terms-q))
				}
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

// nn is MulNN without checks, on the active tier.
func nn(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	nnTo(c, ldc, rows, a, lda, rows, b, ldb, m, n, k)
}

// nnTo is C[to[i], :n] += A[rows[i], :k]·B[k×n]; a nil list counts from 0.
func nnTo(c []Float, ldc int, to []int32, a []Float, lda int, rows []int32, b []Float, ldb int, m, n, k int) {
	(*bench)(nil).nnThen(c, ldc, to, a, lda, rows, b, ldb, m, n, k, nil)
}

// nnThen is nnTo on a bench that is at hand, or nil, and fetches the right side of the product that is
// to follow, of the same sizes.
func (w *bench) nnThen(c []Float, ldc int, to []int32, a []Float, lda int, rows []int32, b []Float, ldb int, m, n, k int, then []Float) {
	switch {
	case m <= 0 || n <= 0 || k <= 0:
	case active == nil:
		nnGo(c, ldc, to, a, lda, rows, b, ldb, m, n, k)
	case (m == 1 || m <= fewNN && k <= shortNN) && n >= 4*active.lanes && active.rows4 != nil:
		nnFew(c, ldc, to, a, lda, rows, b, ldb, m, n, k, then)
	default:
		(&packed{c, ldc, left{data: a, sm: lda, sk: 1, rows: rows}, right{data: b, ld: ldb}, to, m, n, k, then}).run(active, w)
	}
}

// One row of C is worked out row by row of B, which are then read as they lie, stripNN columns at a
// time; and fewNN rows if B has shortNN at most.
const (
	stripNN = 2048
	fewNN   = 2
	shortNN = 64
)

// nnFew is nnThen for few rows: four rows of B at a time for every row of C, and the next four fetched.
func nnFew(c []Float, ldc int, to []int32, a []Float, lda int, rows []int32, b []Float, ldb int, m, n, k int, then []Float) {
	for ; n > 0; n -= stripNN {
		w := min(n, stripNN)
		for l := 0; l < k; l += 4 {
			from := b[l*ldb:]
			next := &from[0]
			switch {
			case l+4 < k:
				next = &from[4*ldb]
			case n > w:
				next = &b[w]
			case then != nil:
				next = &then[0]
			}
			for i := range m {
				y, x := c[placeIn(to, i)*ldc:][:w], a[placeIn(rows, i)*lda:][:k]
				if l+4 <= k {
					active.rows4(&y[0], &x[l], &from[0], next, ldb, w)
					continue
				}
				for h, x := range x[l:] {
					active.axpy(&y[0], &from[h*ldb], w, x)
				}
			}
		}
		if n > w {
			c, b = c[w:], b[w:]
		}
	}
}

// placeIn is row i of a list, or i if there is none.
func placeIn(list []int32, i int) int {
	if list == nil {
		return i
	}
	return int(list[i])
}

// tn is MulTN without checks, on the active tier.
func tn(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int) {
	tnFrom(c, ldc, a, lda, rows, b, ldb, rows, m, n, k)
}

// tnFrom is C[m×n] += Σ_l A[from[l], :m]ᵀ·B[rows[l], :n]; a nil list counts from 0.
func tnFrom(c []Float, ldc int, a []Float, lda int, from []int32, b []Float, ldb int, rows []int32, m, n, k int) {
	switch {
	case m <= 0 || n <= 0 || k <= 0:
	case active == nil:
		tnGo(c, ldc, a, lda, from, b, ldb, rows, m, n, k)
	case rows != nil && len(active.turned) > 0 && m >= shortest && n > 2*active.width():
		tnNear(c, ldc, a, lda, from, b, ldb, rows, m, n, k)
	default:
		(&packed{c, ldc, left{data: a, sm: 1, sk: lda, rows: from, turned: true}, right{data: b, ld: ldb, rows: rows}, nil, m, n, k, nil}).run(active, nil)
	}
}

// nearTN is how many numbers of B are copied to be near.
const nearTN = 1 << 16

// tnNear is tnFrom with the listed rows of B copied, a chunk of them and as many columns as stay near, to
// where they are on different sets of the cache.
func tnNear(c []Float, ldc int, a []Float, lda int, from []int32, b []Float, ldb int, rows []int32, m, n, k int) {
	w := takeBench()
	defer w.giveBack()
	near := w.slab()
	for l := 0; l < k; l += chunkGemm {
		terms := min(chunkGemm, k-l)
		p := packed{ldc: ldc, a: left{data: a, sm: 1, sk: lda, turned: true}, m: m, k: terms}
		if from != nil {
			p.a.rows = from[l : l+terms]
		} else {
			p.a.data = a[l*lda:]
		}
		cols := even(n, min(n, nearTN/terms))
		for j := 0; j < n; j += cols {
			p.c, p.n, p.b = c[j:], min(cols, n-j), right{data: near, ld: oddLines(cols)}
			for i, r := range rows[l : l+terms] {
				copy(near[i*p.b.ld:], b[int(r)*ldb+j:][:p.n])
			}
			p.run(active, w)
		}
	}
}
