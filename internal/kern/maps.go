package kern

// Maps on the threads of a pool: elements are shared out in ranges, and are the same bits however they
// are cut.

// A mapping writes elements of c, from those of a and of b if there is one.
type mapping func(c, a, b []Float)

// What an element takes, in multiplications.
const (
	plainWork = 8
	sqrtWork  = 16
	expWork   = 64
)

// Relu is dst = max(0, a) elementwise, NaN where a is. dst may be a.
func (p *Pool) Relu(dst, a []Float) {
	same("Relu", len(dst), len(a))
	p.mapped(dst, a, nil, plainWork, func(dst, a, _ []Float) {
		if active == nil {
			reluRef(dst, a)
		} else {
			active.relu(&dst[0], &a[0], len(a))
		}
	})
}

// ReluBack is y += x where a > 0, elementwise.
func (p *Pool) ReluBack(y, x, a []Float) {
	same("ReluBack", len(y), len(x), len(a))
	p.mapped(y, a, x, plainWork, func(y, a, x []Float) {
		if active == nil {
			reluBackRef(y, x, a)
		} else {
			active.reluBack(&y[0], &x[0], &a[0], len(a))
		}
	})
}

// Zero is dst = 0 elementwise.
func (p *Pool) Zero(dst []Float) {
	p.mapped(dst, dst, nil, plainWork, func(dst, _, _ []Float) { clear(dst) })
}

// Sigmoid, Tanh and Sqrt are the functions of the same names.
func (p *Pool) Sigmoid(dst, a []Float) {
	same("Sigmoid", len(dst), len(a))
	p.mapped(dst, a, nil, expWork, func(dst, a, _ []Float) { Sigmoid(dst, a) })
}

func (p *Pool) Tanh(dst, a []Float) {
	same("Tanh", len(dst), len(a))
	p.mapped(dst, a, nil, expWork, func(dst, a, _ []Float) { Tanh(dst, a) })
}

func (p *Pool) Sqrt(dst, a []Float) {
	same("Sqrt", len(dst), len(a))
	p.mapped(dst, a, nil, sqrtWork, func(dst, a, _ []Float) { Sqrt(dst, a) })
}

// mapped is f on all elements; each takes as long as so many multiplications.
func (p *Pool) mapped(c, a, b []Float, each int, f mapping) {
	p.product(job{kind: maps, c: c, a: a, b: b, m: len(c), n: 1, k: each, f: f})
}

// mapped runs part i of n of a map.
func (j *job) mapped(i, n int) {
	for lo, hi := share(i, n, j.m, 1<<10); lo < hi; {
		end := min(lo+vecCall, hi)
		var b []Float
		if j.b != nil {
			b = j.b[lo:end]
		}
		j.f(j.c[lo:end], j.a[lo:end], b)
		lo = end
	}
}

// SumRows is v += Σ_i m[i,:] over the rows of m, which are as long as v, from the first to the last.
func (p *Pool) SumRows(v, m []Float) {
	rows := len(m) / max(1, len(v))
	same("SumRows", rows*len(v), len(m))
	p.product(job{kind: sums, c: v, a: m, m: rows, n: len(v), k: plainWork})
}

// sums runs part i of n of SumRows: a share of the columns.
func (j *job) sums(i, n int) {
	lo, hi := share(i, n, j.n, inLine)
	for r := 0; r < j.m && lo < hi; r++ {
		Axpy(j.c[lo:hi], 1, j.a[r*j.n:][lo:hi])
	}
}
