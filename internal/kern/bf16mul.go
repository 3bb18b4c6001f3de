package kern

// widened is how many weights are widened at a time, of widenedTo columns at most: they stay in the
// first cache.
const (
	widened   = 1 << 12
	widenedTo = 256
)

// pieces calls f with the widened weights of rows from to below to of block b and columns lo to
// below hi, piece by piece: rows l to below l+k and columns j to below j+n, n apart.
func (x *BF16) pieces(near *bench, b, from, to, lo, hi int, f func(w []Float, l, k, j, n int)) {
	for j := lo; j < hi; j += widenedTo {
		n := min(widenedTo, hi-j)
		for l := from; l < to; l += widened / n {
			k := min(widened/n, to-l)
			for i := range k {
				if n == x.n { // rows follow each other
					widen(near.panel[:k*n], x.w[(b*x.k+l)*n:])
					break
				}
				widen(near.panel[i*n:][:n], x.w[(b*x.k+l+i)*x.n+j:])
			}
			f(near.panel, l, k, j, n)
		}
	}
}

func (x *BF16) mul(_ *quants, c []Float, ldc int, bias, a []Float, lda int, in *Pairs, first, last, lo, hi int) {
	for r := first; r < last; r++ {
		copy(c[r*ldc+lo:][:hi-lo], bias[lo:hi])
	}
	if last-first == 1 && half() {
		x.row(c[first*ldc+lo:][:hi-lo], a[first*lda:], in, first, 0, lo)
		return
	}
	near := takeBench()
	defer near.giveBack()
	if in == nil {
		x.pieces(near, 0, 0, x.k, lo, hi, func(w []Float, l, k, at, n int) {
			nn(c[first*ldc+at:], ldc, a[first*lda+l:], lda, w, n, nil, last-first, n, k)
		})
		return
	}
	for h := range in.Blocks {
		rows := between(in.rowsOf(h), int32(first), int32(last))
		if len(rows) == 0 {
			continue
		}
		x.pieces(near, 0, h*in.Width, (h+1)*in.Width, lo, hi, func(w []Float, l, k, at, n int) {
			nn(c[at:], ldc, a[l:], lda, w, n, rows, len(rows), n, k)
		})
	}
}

func (x *BF16) experts(_ *quants, of *Experts, r run) {
	e, rows := of.E[r.lo*x.n:r.hi*x.n], of.Open.Row[r.lo:r.hi]
	for to := e; len(to) > 0; to = to[x.n:] {
		copy(to, of.B[r.block*x.n:][:x.n])
	}
	if len(rows) == 1 && half() {
		x.row(e, of.X[int(rows[0])*of.LdX:], of.In, int(rows[0]), r.block, 0)
		return
	}
	near := takeBench()
	defer near.giveBack()
	if of.In == nil {
		x.pieces(near, r.block, 0, x.k, 0, x.n, func(w []Float, l, k, at, n int) {
			near.panels(e[at:], x.n, of.X[l:], of.LdX, rows, w, n, n, k, false)
		})
		return
	}
	near.ordered(of.In, rows, func(h int, some []int32) {
		x.pieces(near, r.block, h*of.In.Width, (h+1)*of.In.Width, 0, x.n, func(w []Float, l, k, at, n int) {
			for _, i := range some {
				near.panels(e[int(i)*x.n+at:], x.n, of.X[l:], of.LdX, rows[i:i+1], w, n, n, k, false)
			}
		})
	})
}

// half reports whether a row can be multiplied with weights as they are.
func half() bool { return active == nil || active.half != nil }

// row is c += a·W for columns from lo on of block b, over what row r has open.
func (x *BF16) row(c, a []Float, in *Pairs, r, b, lo int) {
	if in == nil {
		x.halves(c, a[:x.k], b, 0, lo)
		return
	}
	for _, h := range in.of(int32(r)) {
		at := int(h) * in.Width
		x.halves(c, a[at:at+in.Width], b, at, lo)
	}
}

// halves is c += a·W for the rows from l and the columns from lo on of block b.
func (x *BF16) halves(c, a []Float, b, l, lo int) {
	if active == nil {
		halfGo(c, a, x.w[(b*x.k+l)*x.n+lo:], x.n)
		return
	}
	wide := len(active.half) * active.lanes
	for j := 0; j < len(c) && len(a) > 0; j += wide {
		n := min(wide, len(c)-j)
		active.half[(n-1)/active.lanes](&c[j], &a[0], &x.w[(b*x.k+l)*x.n+lo+j], x.n, len(a), n)
	}
}

// widen sets dst to the first len(dst) numbers of w.
func widen(dst []Float, w []uint16) {
	w = w[:len(dst)]
	done := 0
	if active != nil && active.widen != nil {
		if done = len(dst) / active.lanes * active.lanes; done > 0 {
			active.widen(&dst[0], &w[0], done)
		}
	}
	dst, w = dst[done:], w[done:]
	for i, b := range w[:len(dst)] {
		dst[i] = Float(FromBF16(b))
	}
}
