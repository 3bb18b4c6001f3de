package kern

import "unsafe"

// What follows multiplies scattered rows with the weights of a block, k×n numbers that lie together.

const (
	size  = unsafe.Sizeof(Float(0))
	ahead = 8192 // bytes of weights that are fetched before they are used, or up to a row more
	most  = 256  // rows listed at a time

	soonTiles = 4 // tiles of a gradient between which what is soon needed is fetched

	// Weights that are more numbers than farPanels come from memory or a cache that others share, which hand out
	// faster what lies in a row: then all tiles take stepPanel terms before any takes the next, unless blocks are
	// wider than widePanel and have more rows than shortPanel. None changes a result.
	farPanels  = 3 << 20
	stepPanel  = 64
	widePanel  = 64
	shortPanel = 32
)

// offsets is how far listed rows are from the first number, in bytes.
func (near *bench) offsets(rows []int32, ld int) {
	for i, r := range rows {
		near.off[i] = int(r) * ld * int(size)
	}
}

// panels is C[i, :n] += A[rows[i], :k]·B[k×n], over ascending k, one term after the other. A single
// column lies as a row of Bᵀ does: its products are summed as those of NT are, many terms at a time.
// far says that B comes from memory.
func (near *bench) panels(c []Float, ldc int, a []Float, lda int, rows []int32, b []Float, ldb int, n, k int, far bool) {
	if n == 1 && ldb == 1 {
		ntTo(c, ldc, nil, a, lda, rows, b, k, len(rows), 1, k)
		return
	}
	if active == nil || active.panel == nil {
		nnTo(c, ldc, nil, a, lda, rows, b, ldb, len(rows), n, k)
		return
	}
	for ; len(rows) > 0 && n > 0 && k > 0; rows = rows[min(most, len(rows)):] {
		m := min(most, len(rows))
		near.offsets(rows[:m], lda)
		panel, few := active.panel, active.few != nil && m <= len(active.few[len(active.few)-1])
		if few {
			panel = active.few
		}
		wide := len(panel) * active.lanes
		row := ldb * int(size)
		step, next := k, (ahead+row-1)/row*row // the same columns of a row further down
		if far && n > wide && !few && (n <= widePanel || m <= shortPanel) {
			step, next = stepPanel, stepPanel*row
		}
		for l := 0; l < k; l += step {
			terms := min(step, k-l)
			for j := 0; j < n; j += wide {
				w := min(wide, n-j)
				tiles := panel[(w-1)/active.lanes]
				for i, left := 0, (m+len(tiles)-1)/len(tiles); left > 0; left-- {
					h := (m - i + left - 1) / left // tiles of even height
					tiles[h-1](&c[i*ldc+j], ldc, &a[l], &near.off[i], &b[l*ldb+j], ldb, next, terms, w)
					i += h
				}
			}
		}
		c = c[min(m*ldc, len(c)):]
	}
}

// outers is C[m×n] += Σ_l A[rows[l], :m]ᵀ·B[l, :n], over ascending l, one term after the other. What
// is soon needed lies as c does, and is fetched while processors multiply. A single column is a row in
// memory: rows of A are added to it.
func (near *bench) outers(c []Float, ldc int, a []Float, lda int, rows []int32, b []Float, ldb int, m, n int, soon [][]Float) {
	if n == 1 && ldc == 1 {
		near.addRows(c[:m], b, ldb, a, lda, rows)
		return
	}
	if active == nil || active.outer == nil {
		tnFrom(c, ldc, a, lda, rows, b, ldb, nil, m, n, len(rows))
		return
	}
	for ; len(rows) > 0 && m > 0 && n > 0; rows = rows[min(most, len(rows)):] {
		k := min(most, len(rows))
		near.offsets(rows[:k], lda)
		wide := len(active.outer) * active.lanes
		for j := 0; j < n; j += wide {
			w := min(wide, n-j)
			tiles := active.outer[(w-1)/active.lanes]
			for i := 0; i < m; {
				h := min(len(tiles), m-i)
				all := min((m-i)/h, together/k)
				if len(soon) > 0 && j == 0 {
					all = min(all, soonTiles)
					for _, x := range soon {
						active.fetch(&x[i*ldc], all*h*ldc)
					}
				}
				tiles[h-1](&c[i*ldc+j], ldc, &a[i], &near.off[0], &b[j], ldb, k, w, all)
				i += all * h
			}
		}
		b, soon = b[min(k*ldb, len(b)):], nil
	}
}

// addRows is c += Σ_l x[l·sx]·A[rows[l], :len(c)], over ascending l, one term after the other.
func (near *bench) addRows(c, x []Float, sx int, a []Float, lda int, rows []int32) {
	if active == nil || active.sums == nil {
		for l, r := range rows {
			Axpy(c, x[l*sx], a[int(r)*lda:][:len(c)])
		}
		return
	}
	for ; len(rows) > 0 && len(c) > 0; rows = rows[min(most, len(rows)):] {
		k := min(most, len(rows))
		near.offsets(rows[:k], lda)
		active.sums(&c[0], &x[0], sx, &a[0], &near.off[0], k, len(c))
		x = x[min(k*sx, len(x)):]
	}
}
