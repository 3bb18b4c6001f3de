package opt

import (
	"fmt"
	"sync"

	"gater/mat"
	"gater/nn"
)

// Fuse makes updates work out gradients of weights in blocks themselves from now on (nn.Later), a
// few rows at a time, just before they use them: then they are never written to memory, and most of
// what a step moves is weights and moments. Weights are the same bits. Param.Grad has nothing of such
// gradients; one who looks at gradients between a pass and its Step does not Fuse.
func (o *Optimiser) Fuse() {
	for i := range o.vars {
		if v := &o.vars[i]; v.fusable && v.later == nil {
			v.later = new(later)
			v.Later = v.later
		}
	}
}

// fusable is the weights of which a layer says what it adds to their gradients: those of one linear
// or gated layer.
func fusable(net nn.Layer) map[*nn.Param]bool {
	of := map[*nn.Param]int{}
	for _, p := range nn.Params(net) {
		of[p]++
	}
	can := map[*nn.Param]bool{}
	for _, l := range nn.Layers(net) {
		switch l := l.(type) {
		case *nn.Linear:
			can[l.W] = of[l.W] == 1
		case *nn.Gated:
			can[l.W] = of[l.W] == 1
		}
	}
	return can
}

// later is the gradient of one parameter as the products it consists of.
type later struct {
	n     int  // products since the last step
	wrote bool // and Param.Grad
	list  []*mat.Outer
}

// Wrote: there is something in Param.Grad too.
func (l *later) Wrote() { l.wrote = true }

// none reports whether there was nothing to work out.
func (l *later) none() bool { return l == nil || l.n == 0 }

// forget begins a new step.
func (l *later) forget() {
	if l != nil {
		l.n, l.wrote = 0, false
	}
}

// Room is that of the next product.
func (l *later) Room(n int) []Float { return l.next().Room(n) }

// next is the product that comes next.
func (l *later) next() *mat.Outer {
	if l.n == len(l.list) {
		l.list = append(l.list, new(mat.Outer))
	}
	return l.list[l.n]
}

// Learn keeps a copy of a product.
func (l *later) Learn(o mat.Outer) {
	l.next().Copy(o)
	l.n++
}

// check panics if an input of a pass was changed before its gradient was worked out.
func (l *later) check(name string) {
	if l.none() {
		return
	}
	for _, o := range l.list[:l.n] {
		if o.Changed() {
			panic(fmt.Sprintf("opt: Step: the input of a pass that learnt %s was changed before the step: keep it, or do not Fuse", name))
		}
	}
}

// scratch is gradients of a piece.
var scratch = sync.Pool{New: func() any { m := mat.New(1, chunk); return &m }}

// fused applies the rule to a piece, whole rows at a time, as many as fit.
func (w *work) fused(p *piece, now Now) {
	v, room := p.v, scratch.Get().(*mat.M)
	ld := v.Val.Ld()
	rows := max(1, chunk/v.Val.Cols)
	if len(room.Data) < rows*ld {
		*room = mat.New(1, rows*ld)
	}
	first, last := p.rows()
	for r := first; r < last; r += rows {
		end := min(r+rows, last)
		lo, hi := r*ld, end*ld
		g := room.Data[:hi-lo]
		if v.later.wrote {
			copy(g, v.Grad.Data[lo:hi])
			clear(v.Grad.Data[lo:hi])
		} else {
			clear(g)
		}
		x, m := v.Val.Data[lo:hi], v.moments(lo, hi)
		needed, n := [3][]mat.Float{x}, 1
		for _, m := range m {
			if m != nil {
				needed[n], n = m, n+1
			}
		}
		for _, o := range v.later.list[:v.later.n] {
			soon := needed // AddRows moves along it
			o.AddRows(g, r, end, soon[:n]...)
		}
		w.rule.Update(x, g, m, now)
	}
	scratch.Put(room)
}
