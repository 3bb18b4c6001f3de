package kern

import (
	"math"
	"sync"
)

// quants is rows of inputs as whole numbers, for one product with Int8.
type quants struct {
	p     []int8
	ld    int     // distance of rows
	scale []Float // t, a row each
	sum   []int32 // Σ p, a row each

	// With open blocks of inputs: row r has the groups span[2i] to below span[2i+1] for i from
	// off[r] to below off[r+1].
	off, span []int32
}

var spareQuants sync.Pool

func takeQuants() *quants {
	if q, ok := spareQuants.Get().(*quants); ok {
		return q
	}
	return new(quants)
}

func (q *quants) giveBack() {
	if q != nil {
		spareQuants.Put(q)
	}
}

// fill makes m rows of k inputs whole numbers.
func (q *quants) fill(a []Float, lda, m, k int, in *Pairs) {
	q.ld = (k + lineIn - 1) / lineIn * lineIn
	if cap(q.p) < m*q.ld {
		q.p = allocNarrow[int8](m * q.ld)
	}
	q.p = q.p[:m*q.ld]
	if cap(q.scale) < m {
		q.scale, q.sum = make([]Float, m), make([]int32, m)
	}
	q.scale, q.sum = q.scale[:m], q.sum[:m]
	for r := range m {
		row := q.p[r*q.ld : (r+1)*q.ld]
		clear(row[k:])
		q.scale[r], q.sum[r] = quantRow(row, a[r*lda:][:k])
	}
	q.off = q.off[:0]
	if in == nil {
		return
	}
	q.off, q.span = append(q.off, 0), q.span[:0]
	for r := range m {
		last := int32(-1) // end of the last span
		for _, h := range in.of(int32(r)) {
			lo, hi := h*int32(in.Width)/groupIn, ((h+1)*int32(in.Width)+groupIn-1)/groupIn
			if lo <= last {
				q.span[len(q.span)-1] = hi
			} else {
				q.span = append(q.span, lo, hi)
			}
			last = hi
		}
		q.off = append(q.off, int32(len(q.span)/2))
	}
}

// quantRow sets p to x/t rounded, and returns t and Σ p. A row of zeros has t = 0, one that is not
// finite t = NaN, as has all that is made of it.
func quantRow(p []int8, x []Float) (t Float, sum int32) {
	top := absMax(x)
	switch {
	case !(top <= math.MaxFloat32):
		clear(p)
		return Float(math.NaN()), 0
	case top < 127/float32(math.MaxFloat32)*2: // 127/top must be finite
		clear(p)
		return 0, 0
	}
	return Float(top / 127), round8(p, x, 127/top)
}

// absMax is max |x|, or NaN if there is one.
func absMax(x []Float) float32 {
	if active != nil && active.absMax != nil && len(x) > 0 {
		return math.Float32frombits(active.absMax(&x[0], len(x)))
	}
	return absMaxRef(x)
}

// round8 sets p to x·f rounded and returns the sum.
func round8(p []int8, x []Float, f float32) int32 {
	if active != nil && active.round8 != nil && len(x) > 0 {
		return active.round8(&p[0], &x[0], len(x), Float(f))
	}
	return round8Ref(p, x, f)
}
