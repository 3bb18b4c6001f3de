package kern

// A kind is one of the products.
type kind uint8

const (
	mulNN kind = iota
	mulNT
	mulTN
	pairsNT
	pairsNN
	pairsTN
	expertsOn
	expertsBack
	expertsLearn
	expertsInput
	expertsWipe
	expertsBiases
	unitsOn
	unitsLearn
	sums
	maps
	narrowNN
	narrowOn
)

// A job is one product with its operands, checked. It is a Task; its parts
// write different elements of c.
type job struct {
	kind          kind
	c, a, b       []Float
	ldc, lda, ldb int
	rows          []int32
	m, n, k       int
	open, in      *Pairs
	cuts          []int32 // of open's pairs between parts; nil: one part
	bias          []Float // what c is set to first; nil: it is added to
	byRows        bool
	live          bool // a holds the open pairs alone, block by block
	experts       *Experts
	f             mapping
	narrow        Narrow
	quants        *quants // inputs of narrow weights
	steps         *steps  // in, or with experts the columns of a block, for assembly
}

// minWork is the number of multiplications below which a product stays on the caller, some five
// microseconds, and wakeWork that for which sleeping workers are woken.
const (
	minWork  = 1 << 19
	wakeWork = 1 << 20
)

// fewCols is how many columns a product of a block takes as long as, however few there are.
const fewCols = 32

// A product is cut into more parts than there are threads, so that one thread
// can take over from another that the system holds up.
const partsPerThread = 4

// product runs the job, on all threads if it is worth it. A product on a pool
// that runs a task already stays on the caller.
func (p *Pool) product(j job) {
	if j.in != nil && j.narrow == nil && active != nil && active.ntOpen != nil {
		if j.experts == nil {
			j.steps = stepsOf(j.in, active.lanes)
		} else {
			j.steps = allOf(j.open.Width, active.lanes)
		}
		defer spare.Put(j.steps)
	}
	if p == nil || p.threads == 1 || !p.worth(j.work()) || !p.begin() {
		j.Part(0, 1)
		return
	}
	parts := j.parts(p.threads)
	if j.open != nil {
		p.cuts = j.open.cut(p.cuts, parts)
		j.cuts = p.cuts
	}
	p.job = j
	p.run(&p.job, parts)
	p.job = job{}
	p.end()
}

// worth reports whether so many multiplications are worth sharing.
func (p *Pool) worth(work int) bool {
	return work >= wakeWork || work >= minWork && p.parked.Load() == 0
}

// parts is how many parts a job is cut into. Where every part goes through all of the other operand
// for its share of the columns, shares are kept wide.
func (j *job) parts(threads int) int {
	most := partsPerThread * threads
	if j.thin() {
		return threads // so that more rows of a block are together
	}
	if (j.kind == mulNN || j.kind == pairsNN && j.in == nil) && j.n >= 64*threads {
		return min(max(j.n/1024, threads), most)
	}
	return most
}

// work is the number of multiplications.
func (j *job) work() int {
	if j.open == nil {
		return j.m * j.n * j.k
	}
	w := j.open.Len() * j.open.Width * max(j.n, j.k, fewCols)
	if j.in != nil && j.in.Rows*j.in.Blocks > 0 {
		w = int(float64(w) * float64(j.in.Len()) / float64(j.in.Rows*j.in.Blocks))
	}
	if rows := j.open.Rows; rows > 0 && rows < 4 {
		w *= 4 / rows // which takes as long to read the weights as four would to multiply
	}
	return w
}

// Part runs part i of n.
func (j *job) Part(i, n int) {
	switch j.kind {
	case mulNN:
		j.cut(i, n, 64, nn)
	case mulNT:
		j.cut(i, n, 12, nt)
	case mulTN:
		j.cutTN(i, n)
	case pairsNT:
		j.pairsNT(i, n)
	case pairsNN:
		j.pairsNN(i, n)
	case pairsTN:
		j.pairsTN(i, n)
	case expertsOn:
		j.expertsOn(i, n)
	case expertsBack:
		j.expertsBack(i, n)
	case expertsLearn:
		j.expertsLearn(i, n)
	case expertsInput:
		j.expertsInput(i, n)
	case expertsWipe:
		j.expertsWipe(i, n)
	case expertsBiases:
		j.expertsBiases(i, n)
	case unitsOn:
		j.unitsOn(i, n)
	case unitsLearn:
		j.unitsLearn(i, n)
	case sums:
		j.sums(i, n)
	case maps:
		j.mapped(i, n)
	case narrowNN:
		j.narrowNN(i, n)
	case narrowOn:
		j.narrowOn(i, n)
	}
}

type product func(c []Float, ldc int, a []Float, lda int, b []Float, ldb int, rows []int32, m, n, k int)

// cut runs part i of n of an NN or NT product: a share of the columns of c if
// there are enough, so that the threads share no row of b, else of its rows.
func (j *job) cut(i, n, step int, f product) {
	if j.n >= j.m || j.n >= n*256 {
		lo, hi := share(i, n, j.n, step)
		b := j.b
		j.begin(j.c[min(lo, len(j.c)):], j.ldc, lo, hi, 0, j.m)
		if lo < hi && j.kind == mulNN {
			b = b[lo:]
		} else if lo < hi {
			b = b[lo*j.ldb:]
		}
		if lo < hi {
			f(j.c[lo:], j.ldc, j.a, j.lda, b, j.ldb, j.rows, j.m, hi-lo, j.k)
		}
		return
	}
	lo, hi := share(i, n, j.m, 12)
	j.begin(j.c, j.ldc, 0, j.n, lo, hi)
	switch {
	case lo >= hi:
	case j.rows != nil:
		f(j.c, j.ldc, j.a, j.lda, j.b, j.ldb, j.rows[lo:hi], hi-lo, j.n, j.k)
	default:
		f(j.c[lo*j.ldc:], j.ldc, j.a[lo*j.lda:], j.lda, j.b, j.ldb, nil, hi-lo, j.n, j.k)
	}
}

// cutTN runs part i of n of a TN product: a share of the rows of c, or of its
// columns if there are more of them.
func (j *job) cutTN(i, n int) {
	if j.m >= j.n || j.m >= n*64 {
		if lo, hi := share(i, n, j.m, 6); lo < hi {
			tn(j.c[lo*j.ldc:], j.ldc, j.a[lo:], j.lda, j.b, j.ldb, j.rows, hi-lo, j.n, j.k)
		}
		return
	}
	if lo, hi := share(i, n, j.n, 64); lo < hi {
		tn(j.c[lo:], j.ldc, j.a, j.lda, j.b[lo:], j.ldb, j.rows, j.m, hi-lo, j.k)
	}
}

// share returns part i of n of the numbers below size, cut at multiples of step.
func share(i, n, size, step int) (lo, hi int) {
	steps := (size + step - 1) / step
	return min(i*steps/n*step, size), min((i+1)*steps/n*step, size)
}
