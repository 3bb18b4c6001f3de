package nn

import "gater/mat"

// Near says that a value differs from another, its base, in columns Lo to Hi−1 alone. It is a
// hint, as Open is: a layer that takes no notice of it computes the same. A linear layer keeps
// its product for the base and changes it by the rows of its weights at those columns,
//
//	y = base·W + b + (x − base)[:, Lo:Hi]·W[Lo:Hi, :],
//
// so that to ask about N columns one by one costs it two products, and not N.
type Near struct {
	Base   mat.M
	Lo, Hi int

	kept mat.M   // base·W + b
	of   *Linear // whose product that is; nil: none yet
	room []Float
}

// Around makes base the base of what follows. It must not change until the next Around.
func (n *Near) Around(base mat.M) { n.Base, n.of = base, nil }

// Near runs next on x at depth Look, or at p's own depth if that is less, with a hint.
func (p *Pass) Near(next Next, x mat.M, hint *Near) []float64 {
	old := p.Depth
	p.Depth = min(Look, old)
	v := p.mem.newVar()
	*v = Var{Val: x, Near: hint}
	at := p.mem.mark()
	loss := next(v)
	p.mem.release(at)
	p.Depth = old
	return loss
}

// near is y for an x that comes with a hint which l can use.
func (l *Linear) near(p *Pass, y mat.M, x *Var) bool {
	n := x.Near
	if n == nil || x.Open != nil || p.Depth > Look || n.of != nil && n.of != l {
		return false
	}
	if n.of == nil {
		n.keep(p, l)
	}
	copy(y.Data, n.kept.Data)
	for r := range y.Rows {
		y, x, base := y.Row(r), x.Val.Row(r), n.Base.Row(r)
		for c := n.Lo; c < n.Hi; c++ {
			if d := x[c] - base[c]; d != 0 {
				for j, w := range l.W.Val.Row(c) {
					y[j] += d * w
				}
			}
		}
	}
	p.Work.Macs += int64(y.Rows) * int64(n.Hi-n.Lo) * int64(y.Cols)
	return true
}

// keep computes l's product for the base.
func (n *Near) keep(p *Pass, l *Linear) {
	size := n.Base.Rows * l.Out()
	if len(n.room) < size {
		n.room = make([]Float, size)
	}
	n.kept = mat.M{Rows: n.Base.Rows, Cols: l.Out(), Data: n.room[:size]}
	mulOpen(p, n.kept, l.B.Val.Data, &Var{Val: n.Base}, l.W.Val)
	n.of = l
}
