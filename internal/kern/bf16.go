package kern

import "math"

// BF16 is weights of sixteen bits, the upper half of a float32: eight digits of two. They lie as
// floats do and are widened a piece at a time, next to where they are multiplied, in the order in
// which floats are: a product has the bits of the product with the widened weights.
type BF16 struct {
	blocks, k, n int
	w            []uint16
}

// ToBF16 is x to the nearest number of sixteen bits, of two the even one.
func ToBF16(x float32) uint16 {
	b := math.Float32bits(x)
	if x != x {
		return uint16(b>>16) | 1<<6 // a NaN still
	}
	return uint16((b + 0x7fff + b>>16&1) >> 16)
}

// FromBF16 is the number itself.
func FromBF16(b uint16) float32 { return math.Float32frombits(uint32(b) << 16) }

// NewBF16 packs blocks matrices of k×n weights, rounded.
func NewBF16(w []Float, blocks, k, n int) *BF16 {
	x := &BF16{blocks, k, n, allocNarrow[uint16](len(w))}
	for i, v := range w {
		x.w[i] = ToBF16(float32(v))
	}
	return x
}

// Shape is the numbers of matrices, inputs and outputs.
func (x *BF16) Shape() (blocks, k, n int) { return x.blocks, x.k, x.n }

// Bits is weight i, counted as in the matrices one below the other.
func (x *BF16) Bits(i int) uint16 { return x.w[i] }

func (x *BF16) inputs([]Float, int, int, *Pairs) *quants { return nil }

// piece is how many weights are widened at a time, of so many columns at most: they stay in the
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
	near := takeBench()
	defer near.giveBack()
	e, rows := of.E[r.lo*x.n:r.hi*x.n], of.Open.Row[r.lo:r.hi]
	for to := e; len(to) > 0; to = to[x.n:] {
		copy(to, of.B[r.block*x.n:][:x.n])
	}
	if of.In == nil {
		x.pieces(near, r.block, 0, x.k, 0, x.n, func(w []Float, l, k, at, n int) {
			near.panels(e[at:], x.n, of.X[l:], of.LdX, rows, w, n, n, k)
		})
		return
	}
	near.ordered(of.In, rows, func(h int, some []int32) {
		x.pieces(near, r.block, h*of.In.Width, (h+1)*of.In.Width, 0, x.n, func(w []Float, l, k, at, n int) {
			for _, i := range some {
				near.panels(e[int(i)*x.n+at:], x.n, of.X[l:], of.LdX, rows[i:i+1], w, n, n, k)
			}
		})
	})
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
	for i, b := range w[done:] {
		dst[done+i] = Float(FromBF16(b))
	}
}
