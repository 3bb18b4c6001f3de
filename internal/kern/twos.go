package kern

import "unsafe"

// Products of few terms with few columns, where what tiles begin and end with would take longer than they do: two
// scattered rows at a time, whose distance is all that a tile has to know.

// twos reports whether there are tiles for rows two at a time.
func twos() bool { return active != nil && active.few != nil }

// widthOfTwos is the columns of one such tile.
func widthOfTwos() int { return len(active.few) * active.lanes }

// byTwos is C[to[i], :n] += A[i, :k]·B[k×n], over ascending k, one term after the other, where row i of A is off[i]
// bytes from a. What is fetched is as far behind B as B is long.
func (near *bench) byTwos(c []Float, ldc int, to []int32, a *Float, off []int, b []Float, ldb, n, k int) {
	wide := widthOfTwos()
	for m := 0; len(to) > 0; to, off = to[m:], off[m:] {
		m = min(2, len(to))
		first, last := int(to[0]), int(to[m-1])
		for j := 0; j < n; j += wide {
			w := min(wide, n-j)
			active.few[(w-1)/active.lanes][m-1](&c[first*ldc+j], (last-first)*ldc, a, &off[0], &b[j], ldb, k*ldb*int(size), k, w)
		}
	}
}

// expertsTwos is the product of some inputs of a block with its weights b, n columns, for those of the rows that
// are listed in at and have them open: e[at] += a[rows[at], :k]·b. There must be tiles.
func (near *bench) expertsTwos(e, a []Float, lda int, rows, at []int32, b []Float, n, k int) {
	for ; len(at) > 0; at = at[min(most, len(at)):] {
		some := at[:min(most, len(at))]
		for i, r := range some {
			near.off[i] = int(rows[r]) * lda * int(size)
		}
		near.byTwos(e, n, some, &a[0], near.off[:], b, n, n, k)
	}
}

// pairsTwos adds block g to c, whose columns are those of one tile, for the rows that have it open.
func (j *job) pairsTwos(near *bench, g int, rows []int32) {
	a, lda, from := j.block(g, rows)
	for i := 0; i < len(rows); i += most {
		some := rows[i:min(i+most, len(rows))]
		list, first := piece(from, i, len(some))
		near.offsets(unsafe.Slice(list, len(some)), lda)
		near.byTwos(j.c, j.ldc, some, &a[first*lda], near.off[:], j.b[g*j.open.Width*j.ldb:], j.ldb, j.n, j.open.Width)
	}
}
