package nn

import (
	"fmt"
	"sync"

	"gater/mat"
)

// Gated is a layer of gated experts: over blocks k of Width units each,
//
//	y_k = g_k · e_k,  e_k = φ(x·W_kᵀ + b_k),  g = Gate(x),
//
// with φ the identity, or the rectifier. W is units×in, B 1×units, and g has a column a block.
// A (row, block) pair whose gate is 0 is not computed, forwards or backwards, as far as Skip
// allows; the value that goes on carries the pattern, and the next layer skips the pair too.
// Width 1 and linear experts make the conditional layer of Bengio, Léonard and Courville (2013,
// arXiv 1308.3432, section 5).
type Gated struct {
	Gate    Layer
	W, B    *Param
	Width   int
	Rectify bool // experts are rectified, else linear
	Skip    Skip // what is skipped in training; SkipNothing is right for any gater
}

// NewGated makes a layer of zeros with blocks·width units, skipping in training all that its
// gater allows.
func NewGated(gate Layer, in, blocks, width int) *Gated {
	return &Gated{Gate: gate, W: NewParam(blocks*width, in, FanRows), B: NewParam(1, blocks*width, FanNone),
		Width: width, Skip: SkipOf(gate)}
}

// In, Units and Blocks are the layer's sizes.
func (l *Gated) In() int     { return l.W.Val.Cols }
func (l *Gated) Units() int  { return l.W.Val.Rows }
func (l *Gated) Blocks() int { return l.Units() / l.Width }

func (l *Gated) String() string {
	return fmt.Sprintf("Gated %d→%d×%d", l.In(), l.Blocks(), l.Width)
}

// Run runs the gater, and inside it the experts and what follows them.
func (l *Gated) Run(p *Pass, x *Var, next Next) []float64 {
	if x.Val.Cols != l.In() {
		checkCols(l.String(), x, l.In())
	}
	f := newGatedFrame()
	f.l, f.p, f.x, f.next = l, p, x, next
	loss := l.Gate.Run(p, x, f.fn)
	*f = gatedFrame{fn: f.fn}
	gatedFrames.Put(f)
	return loss
}

// gatedFrame is the continuation of the gater; see seqFrame.
type gatedFrame struct {
	l    *Gated
	p    *Pass
	x    *Var
	next Next
	fn   Next
}

var gatedFrames sync.Pool

func newGatedFrame() *gatedFrame {
	if f, ok := gatedFrames.Get().(*gatedFrame); ok {
		return f
	}
	f := new(gatedFrame)
	f.fn = f.run
	return f
}

// run computes the open pairs for gates g, goes on, and comes back over the same pairs.
func (f *gatedFrame) run(g *Var) []float64 {
	l, p, x := f.l, f.p, f.x
	if g.Val.Cols != l.Blocks() || g.Val.Rows != x.Val.Rows {
		panic(fmt.Sprintf("nn: %v: gates are %s", l, g.Val.Shape()))
	}
	if p.Watch != nil {
		p.Watch(l, g.Val)
	}
	dense := p.Depth >= Slope && l.Skip != SkipAll
	open := openPairs(p, g.Val, l.Width, dense)
	p.Work.All += int64(g.Val.Rows * g.Val.Cols)
	p.Work.Open += on(g.Val)

	l.W.read(p, open)
	l.B.read(p, open)
	e := p.Mat(x.Val.Rows, l.Units())
	y := p.New(x.Val.Rows, l.Units())
	eachOpen(open, func(r, lo, hi, _ int) { copy(e.Row(r)[lo:hi], l.B.Val.Data[lo:hi]) })
	mat.BlocksNT(p.Pool, e, x.Val, l.W.Val, open, x.Open)
	y.Val.Zero()
	eachOpen(open, func(r, lo, hi, k int) { l.shut(y.Val.Row(r)[lo:hi], e.Row(r)[lo:hi], g.Val.Row(r)[k]) })
	if !isFull(open) {
		y.Open = open
	}
	macs := openMacs(open, x, l.In())
	p.Work.Macs += macs

	loss := f.next(y)

	if p.Depth >= Slope {
		de := y.Grad // in place: ∂y is read once
		if g.Grad.Data != nil {
			eachOpen(open, func(r, lo, hi, k int) { g.Grad.Row(r)[k] += dot(y.Grad.Row(r)[lo:hi], e.Row(r)[lo:hi]) })
		}
		eachOpen(open, func(r, lo, hi, k int) { l.back(de.Row(r)[lo:hi], e.Row(r)[lo:hi], g.Val.Row(r)[k]) })
		if p.Depth == Learn {
			eachOpen(open, func(r, lo, hi, _ int) { add(l.B.Grad.Data[lo:hi], de.Row(r)[lo:hi]) })
			mat.BlocksTN(p.Pool, l.W.Grad, de, x.Val, open, x.Open)
			l.W.learnt(open)
			l.B.learnt(open)
			p.Work.Macs += macs
		}
		if wants(p, x) {
			mat.BlocksNN(p.Pool, x.Grad, de, l.W.Val, open, x.Open)
			p.Work.Macs += macs
		}
	}
	return loss
}

// shut is the forward pass of one block: e = φ(e), y = g·e.
func (l *Gated) shut(y, e []Float, g Float) {
	for j, v := range e {
		if l.Rectify && v < 0 {
			v = 0
			e[j] = 0
		}
		y[j] = g * v
	}
}

// back turns ∂y of one block into ∂(x·Wᵀ + b): ∂y·g, and 0 where a rectified expert is 0.
func (l *Gated) back(dy, e []Float, g Float) {
	for j, v := range e {
		if l.Rectify && v == 0 {
			dy[j] = 0
		} else {
			dy[j] *= g
		}
	}
}

// Visit names the gater, W and B.
func (l *Gated) Visit(v *Visitor) {
	v.Layer("gate", l.Gate)
	v.Param("weight", l.W)
	v.Param("bias", l.B)
}

// Cost is the gater's, and in·units.
func (l *Gated) Cost() Cost {
	n := int64(l.In()) * int64(l.Units())
	return Cost{n + CostOf(l.Gate).All, n}
}
