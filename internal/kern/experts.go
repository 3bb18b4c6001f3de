package kern

import (
	"math"
	"slices"
)

// Experts is what a gated layer computes on the open pairs of a batch: in block k of Width units,
// for a row r that has it open,
//
//	e = φ(x_r·W_k + b_k),  y = g_rk·e.
//
// W is a stack of the blocks' matrices, K×Width each, so that a block's weights lie together in the
// order in which a forward pass reads them.
//
// E, Y and DE hold the open pairs alone, Width numbers each, block after block in the order of
// Open.Row. Nothing is read or written of a pair that is shut.
type Experts struct {
	Open, In *Pairs // In: the open columns of X; nil: all
	Rectify  bool   // φ is the rectifier, else the identity

	X      []Float // rows×K, LdX apart
	LdX    int
	K      int
	W      []Float // blocks×K×Width
	Narrow Narrow  // the same in fewer bits, in place of W, going forwards alone; nil: W
	B      []Float // units
	G      []Float // rows×blocks
	E      []Float // the experts
	Y      []Float // the gated experts
	Val    []Float // rows×units: y where a pair is open

	DY []Float // rows×units: the gradient of y; nil: going forwards alone
	DE []Float // that of the experts' inputs
	DG []Float // rows×blocks, added to: that of the gates; nil if nobody asks
	DB []Float // units, added to: that of b
	DW []Float // as W, added to: that of W; nil if nobody asks
}

// Forward sets E, Y and the open pairs of Val, and those of DY to 0.
func (p *Pool) Forward(x *Experts) {
	checkPairs("Forward", x.Open, x.In, x.K)
	checkMat("Forward", "x", x.X, x.LdX, x.Open.Rows, x.K)
	checkMat("Forward", "val", x.Val, x.Open.Cols(), x.Open.Rows, x.Open.Cols())
	if x.Narrow != nil {
		p.narrowForward(x)
		return
	}
	checkMat("Forward", "w", x.W, x.Open.Width, x.Open.Blocks*x.K, x.Open.Width)
	kind := expertsOn
	if x.plain() {
		kind = unitsOn
	}
	p.product(job{kind: kind, experts: x, open: x.Open, in: x.In, k: x.K})
}

// Wipe sets the open pairs of Val to 0.
func (p *Pool) Wipe(x *Experts) {
	p.product(job{kind: expertsWipe, experts: x, open: x.Open, k: 32})
}

// Backward sets DE from DY and E, adds to DG, and sets the open pairs of Val to 0.
func (p *Pool) Backward(x *Experts) {
	units := x.Open.Cols()
	checkMat("Backward", "dy", x.DY, units, x.Open.Rows, units)
	p.product(job{kind: expertsBack, experts: x, open: x.Open, k: 64})
}

// Learn adds to DB and DW, from DE.
func (p *Pool) Learn(x *Experts) {
	if x.DW == nil {
		p.product(job{kind: expertsBiases, experts: x, open: x.Open, k: 16})
		return
	}
	checkMat("Learn", "dw", x.DW, x.Open.Width, x.Open.Blocks*x.K, x.Open.Width)
	kind := expertsLearn
	if x.plain() {
		kind = unitsLearn
	}
	p.product(job{kind: kind, experts: x, open: x.Open, in: x.In, k: x.K})
}

// Input is DX[r,:] += Σ_k DE·W_kᵀ over the open pairs, DX being rows×K; with In, its open columns.
func (p *Pool) Input(x *Experts, dx []Float) {
	checkMat("Input", "dx", dx, x.K, x.Open.Rows, x.K)
	p.product(job{kind: expertsInput, experts: x, c: dx, open: x.Open, in: x.In, k: x.K})
}

// weights is those of block k from input l on.
func (x *Experts) weights(w []Float, k, l int) []Float { return w[(k*x.K+l)*x.Open.Width:] }

// expertsOn runs part i of n of the forward pass.
func (j *job) expertsOn(i, n int) {
	x, w := j.experts, j.open.Width
	near := takeBench()
	defer near.giveBack()
	j.runs(i, n, func(r run) {
		e, y, rows := x.E[r.lo*w:r.hi*w], x.Y[r.lo*w:r.hi*w], j.open.Row[r.lo:r.hi]
		for to := e; len(to) > 0; to = to[w:] {
			copy(to, x.B[r.block*w:(r.block+1)*w])
		}
		if j.in == nil {
			near.panels(e, w, x.X, x.LdX, rows, x.weights(x.W, r.block, 0), w, w, x.K, len(x.W) > farPanels)
		} else {
			near.ordered(j.in, rows, func(h int, at []int32) {
				from := h * j.in.Width
				if twos() {
					near.expertsTwos(e, x.X[from:], x.LdX, rows, at, x.weights(x.W, r.block, from), w, j.in.Width)
					return
				}
				for _, i := range at {
					j.steps.nn(e[int(i)*w:], x.X[int(rows[i])*x.LdX+from:], x.weights(x.W, r.block, from), w, j.in.Width)
				}
			})
		}
		x.on(e, y, r.block, rows)
		x.wipe(x.DY, r.block, rows)
	})
}

// wipe sets a block of some rows of m, rows×units or nil, to 0.
func (x *Experts) wipe(m []Float, block int, rows []int32) {
	if m == nil {
		return
	}
	w, ld := x.Open.Width, x.Open.Cols()
	for _, r := range rows {
		clear(m[int(r)*ld+block*w:][:w])
	}
}

// expertsWipe runs part i of n of clearing Val.
func (j *job) expertsWipe(i, n int) {
	j.runs(i, n, func(r run) { j.experts.wipe(j.experts.Val, r.block, j.open.Row[r.lo:r.hi]) })
}

// on gates the experts of a run.
func (x *Experts) on(e, y []Float, k int, rows []int32) {
	w, ldv := x.Open.Width, x.Open.Cols()
	floor := Float(math.Inf(-1))
	if x.Rectify {
		floor = 0
	}
	if active == nil || active.gateOn == nil {
		gateOnRef(e, y, x.Val[k*w:], ldv, x.G[k:], x.Open.Blocks, rows, w, floor)
		return
	}
	active.gateOn(&e[0], &y[0], &x.Val[k*w], ldv, &x.G[k], x.Open.Blocks, &rows[0], len(rows), w, floor)
}

// expertsBack runs part i of n of the way back through the gates.
func (j *job) expertsBack(i, n int) {
	x, w := j.experts, j.open.Width
	off := Float(math.NaN())
	if x.Rectify {
		off = 0
	}
	near := takeBench()
	defer near.giveBack()
	j.runs(i, n, func(r run) {
		e, de, rows := x.E[r.lo*w:r.hi*w], x.DE[r.lo*w:r.hi*w], j.open.Row[r.lo:r.hi]
		dy, ldd, g, ldg := x.DY[r.block*w:], j.open.Cols(), x.G[r.block:], j.open.Blocks
		dg, ldw := near.panel, 0 // for a sum that nobody asks for
		if x.DG != nil {
			dg, ldw = x.DG[r.block:], ldg
		}
		x.wipe(x.Val, r.block, rows)
		if active == nil || active.gateBack == nil {
			gateBackRef(de, dy, ldd, e, g, ldg, dg, ldw, rows, w, off)
			return
		}
		active.gateBack(&de[0], &dy[0], ldd, &e[0], &g[0], ldg, &dg[0], ldw, &rows[0], len(rows), w, off)
	})
}

// expertsLearn runs part i of n of the gradients of the weights. The part with the first pair of a
// block has its gradient of b; a block that parts share is cut between inputs.
func (j *job) expertsLearn(i, n int) {
	x, w := j.experts, j.open.Width
	near := takeBench()
	defer near.giveBack()
	j.runs(i, n, func(r run) {
		off, end := int(j.open.Off[r.block]), int(j.open.Off[r.block+1])
		de, rows := x.DE[off*w:end*w], j.open.Row[off:end]
		if r.lo == off {
			x.biases(r.block)
		}
		if j.in != nil {
			if r.lo == off {
				j.learnOpen(r.block, rows, de)
			}
			return
		}
		cut := func(at int) int { return (at - off) * x.K / (end - off) }
		if lo, hi := cut(r.lo), cut(r.hi); lo < hi {
			near.outers(x.weights(x.DW, r.block, lo), w, x.X[lo:], x.LdX, rows, de, w, hi-lo, w, nil)
		}
	})
}

// expertsBiases runs part i of n of the gradients of the biases alone: a share of the blocks.
func (j *job) expertsBiases(i, n int) {
	for g, last := weigh(j.open.Off, i, n); g < last; g++ {
		j.experts.biases(g)
	}
}

// biases adds to DB of block k.
func (x *Experts) biases(k int) {
	w := x.Open.Width
	d := x.DE[int(x.Open.Off[k])*w : int(x.Open.Off[k+1])*w]
	if w == 1 {
		for _, d := range d {
			x.DB[k] += d
		}
		return
	}
	for ; len(d) > 0; d = d[w:] {
		Axpy(x.DB[k*w:(k+1)*w], 1, d[:w])
	}
}

// learnOpen adds to the gradients of the weights of a block for the open inputs of its rows.
func (j *job) learnOpen(block int, rows []int32, de []Float) {
	x, w := j.experts, j.open.Width
	for i, row := range rows {
		for _, h := range j.in.of(row) {
			at := int(h) * j.in.Width
			j.steps.tn(x.weights(x.DW, block, at), w, x.X[int(row)*x.LdX+at:], de[i*w:], j.in.Width)
		}
	}
}

// expertsInput runs part i of n of the gradient of the inputs: a share of their columns, or of the
// rows if columns are restricted.
func (j *job) expertsInput(i, n int) {
	x, w := j.experts, j.open.Width
	if j.in != nil {
		first, last := weigh(j.open.ROff, i, n)
		for g := range j.open.Blocks {
			rows := between(j.open.rowsOf(g), int32(first), int32(last))
			if len(rows) == 0 {
				continue
			}
			de := x.live(x.DE, g, rows[0])
			for i, row := range rows {
				for _, h := range j.in.of(row) {
					at := int(h) * j.in.Width
					j.steps.nt(j.c[int(row)*x.K+at:], de[i*w:], x.weights(x.W, g, at), w, j.in.Width)
				}
			}
		}
		return
	}
	lo, hi := share(i, n, x.K, 64)
	for g := range j.open.Blocks {
		if rows := j.open.rowsOf(g); len(rows) > 0 && lo < hi {
			ntTo(j.c[lo:], x.K, rows, x.live(x.DE, g, rows[0]), w, nil, x.weights(x.W, g, lo), w, len(rows), hi-lo, w)
		}
	}
}

// live is what is kept of block g from row r on, which has it open.
func (x *Experts) live(kept []Float, g int, r int32) []Float {
	skip, _ := slices.BinarySearch(x.Open.rowsOf(g), r)
	return kept[(int(x.Open.Off[g])+skip)*x.Open.Width:]
}
