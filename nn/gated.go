package nn

import (
	"fmt"
	"sync"

	"gater/mat"
)

// Gated is a layer of gated experts: over blocks k of Width units each,
//
//	y_k = g_k · e_k,  e_k = φ(x·W_k + b_k),  g = Gate(x),
//
// with φ the identity, or the rectifier. W is the W_k, in×Width each, one below the other; B is
// 1×units, and g has a column a block.
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
	w := NewParam(blocks*in, width, FanCols)
	w.Stack = blocks
	return &Gated{Gate: gate, W: w, B: NewParam(1, blocks*width, FanNone), Width: width, Skip: SkipOf(gate)}
}

// In, Units and Blocks are the layer's sizes.
func (l *Gated) In() int     { return l.W.Val.Rows / l.Blocks() }
func (l *Gated) Units() int  { return l.B.Val.Cols }
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

	experts mat.Experts
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
	if dense {
		p.Work.Open += on(g.Val)
	} else {
		p.Work.Open += int64(open.Len())
	}

	l.W.read(p, open)
	l.B.read(p, open)
	y := p.newOpen(x.Val.Rows, l.Units(), open)
	y.Live = p.Mat(len(open.Row), l.Width)
	e := &f.experts
	*e = mat.Experts{Open: open, In: x.Open, Rectify: l.Rectify, X: x.Val.Data, LdX: l.In(), K: l.In(), W: l.W.Val.Data, Narrow: l.W.Narrow, B: l.B.Val.Data,
		G: g.Val.Data, E: p.Mat(len(open.Row), l.Width).Data, Y: y.Live.Data, Val: y.Val.Data,
		DY: y.Grad.Data}
	p.Pool.Forward(e)
	macs := openMacs(open, x, l.In())
	p.Work.Macs += macs

	loss := f.next(y)

	if p.Depth >= Slope {
		fused := p.Depth == Learn && l.W.Later != nil && x.Open == nil
		e.DE, e.DG = y.Live.Data, g.Grad.Data // nobody needs the values any more
		if fused {
			e.DE = l.W.Later.Room(len(e.DE))
		}
		p.Pool.Backward(e)
		if p.Depth == Learn {
			e.DB = l.B.Grad.Data
			if fused {
				l.W.Later.Learn(mat.Outer{Off: open.Off, Row: open.Row, A: x.Val.Data, LdA: l.In(), B: e.DE, LdB: l.Width,
					Height: l.In(), N: l.Width, Kept: x.Kept})
			} else {
				l.W.wrote()
				e.DW = l.W.Grad.Data
			}
			p.Pool.Learn(e)
			l.W.learnt(open)
			l.B.learnt(open)
			p.Work.Macs += macs
		}
		if wants(p, x) {
			p.Pool.Input(e, x.Grad.Data)
			p.Work.Macs += macs
		}
	} else {
		p.Pool.Wipe(e)
	}
	p.close()
	return loss
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
