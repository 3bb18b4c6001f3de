package nn

import (
	"strconv"
	"sync"
)

// Seq runs its layers one inside the other. It also bounds the memory of each: what a layer took
// from the pass is free again when the layer returns.
type Seq []Layer

// Run is s[0] around s[1] around … around next.
func (s Seq) Run(p *Pass, x *Var, next Next) []float64 {
	if len(s) == 0 {
		return next(x)
	}
	f := newSeqFrame()
	f.p, f.rest, f.next = p, s[1:], next
	at := p.mem.mark()
	loss := s[0].Run(p, x, f.fn)
	p.mem.release(at)
	*f = seqFrame{fn: f.fn}
	seqFrames.Put(f)
	return loss
}

// Visit names the layers 0, 1, ….
func (s Seq) Visit(v *Visitor) {
	for i, l := range s {
		v.Layer(strconv.Itoa(i), l)
	}
}

// Cost is the sum over the layers.
func (s Seq) Cost() (c Cost) {
	for _, l := range s {
		c = c.Plus(CostOf(l))
	}
	return c
}

// seqFrame is the continuation after one layer of a Seq. It is pooled together with its method
// value, so that a step makes no closures.
type seqFrame struct {
	p    *Pass
	rest Seq
	next Next
	fn   Next
}

var seqFrames sync.Pool

func newSeqFrame() *seqFrame {
	if f, ok := seqFrames.Get().(*seqFrame); ok {
		return f
	}
	f := new(seqFrame)
	f.fn = f.run
	return f
}

func (f *seqFrame) run(y *Var) []float64 { return f.rest.Run(f.p, y, f.next) }
