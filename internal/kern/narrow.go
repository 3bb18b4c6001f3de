package kern

import "unsafe"

// Narrow is the weights of a layer in fewer bits than a Float: blocks matrices, k×n each, of a
// network that is used and not trained. BF16 and Int8 are.
type Narrow interface {
	// Shape is how many matrices there are, of how many inputs and outputs.
	Shape() (blocks, k, n int)
	// inputs gets m rows of inputs ready, if there is anything to get ready.
	inputs(a []Float, lda, m int, in *Pairs) *quants
	// mul is C[r, lo:hi] = bias + A[r, :k]·W for the rows from first to below last.
	mul(q *quants, c []Float, ldc int, bias, a []Float, lda int, in *Pairs, first, last, lo, hi int)
	// experts is a run of x.E before the gates, e = x_r·W_k + b_k.
	experts(q *quants, x *Experts, r run)
}

// NarrowNN is C[r,:n] = bias + A[r,:]·W for the rows r below m, W being one matrix. With in, A is 0
// outside the blocks that in has open in its row, and neither those columns nor the weights behind
// them need be read.
func (p *Pool) NarrowNN(c []Float, ldc int, bias, a []Float, lda int, w Narrow, in *Pairs, m int) {
	_, k, n := w.Shape()
	checkMat("NarrowNN", "c", c, ldc, m, n)
	checkMat("NarrowNN", "a", a, lda, m, k)
	checkMat("NarrowNN", "bias", bias, n, 1, n)
	if in != nil {
		in.check("NarrowNN")
	}
	q := w.inputs(a, lda, m, in)
	p.product(job{kind: narrowNN, narrow: w, quants: q, c: c, ldc: ldc, bias: bias, a: a, lda: lda, in: in, m: m, n: n, k: k})
	q.giveBack()
}

// narrowForward is Forward with weights that are narrow.
func (p *Pool) narrowForward(x *Experts) {
	if x.DY != nil {
		panic("kern: Forward: the weights are narrow, for use and not for training")
	}
	q := x.Narrow.inputs(x.X, x.LdX, x.Open.Rows, x.In)
	p.product(job{kind: narrowOn, narrow: x.Narrow, quants: q, experts: x, open: x.Open, in: x.In, k: x.K})
	q.giveBack()
}

// narrowNN runs part i of n: a share of the rows, or of the columns if there are more of them.
func (j *job) narrowNN(i, n int) {
	first, last, lo, hi := 0, j.m, 0, j.n
	if j.n >= j.m {
		lo, hi = share(i, n, j.n, 64)
	} else {
		first, last = share(i, n, j.m, 12)
	}
	if first < last && lo < hi {
		j.narrow.mul(j.quants, j.c, j.ldc, j.bias, j.a, j.lda, j.in, first, last, lo, hi)
	}
}

// narrowOn is expertsOn with weights that are narrow.
func (j *job) narrowOn(i, n int) {
	x, w := j.experts, j.open.Width
	j.runs(i, n, func(r run) {
		rows := j.open.Row[r.lo:r.hi]
		j.narrow.experts(j.quants, x, r)
		x.on(x.E[r.lo*w:r.hi*w], x.Y[r.lo*w:r.hi*w], r.block, rows)
	})
}

// allocNarrow is n zeros of a small type, where Alloc has them.
func allocNarrow[T int8 | uint8 | uint16](n int) []T {
	if n == 0 {
		return nil
	}
	each := int(unsafe.Sizeof(Float(0)) / unsafe.Sizeof(T(0)))
	f := Alloc((n + each - 1) / each)
	return unsafe.Slice((*T)(unsafe.Pointer(&f[0])), n)
}
