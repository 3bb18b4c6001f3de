package opt

import (
	"sync/atomic"

	"gater/mat"
	"gater/nn"
)

// Pieces are cut without regard to the number of threads, and so results do not depend on it.
const (
	chunk  = 1 << 15 // elements updated at once: still near when they are read again
	strips = 32      // rows at once, at least, where columns are added up
)

// piece is the numbers lo to hi-1 of a parameter; whole rows, but of a bias.
type piece struct {
	v      *variable
	lo, hi int
	units  *columns // nil unless units are columns of a limited norm
	in     int      // the inputs of every unit if units are single columns below each other, else 0
	sum    []float64
}

// rows is the rows of the piece: r0 to r1-1.
func (p *piece) rows() (r0, r1 int) {
	ld := max(1, p.v.Val.Ld())
	return p.lo / ld, p.hi / ld
}

// work is the update of all pieces as a task, and after it the shortening of columns as another:
// threads take piece after piece.
type work struct {
	rule    Rule
	now     Now
	limit   float64
	ran     bool // there was a step, with that limit
	pieces  []piece
	columns []*columns
	shorten bool
	next    atomic.Int64
}

// run is one step. Parameters are cut once, and again when a limit comes or goes; those of which
// a part rests, at every step.
func (w *work) run(pool *mat.Pool, o *Optimiser, now Now) {
	if !w.ran || (w.limit > 0) != (o.MaxNorm > 0) {
		w.cut(o.vars, o.MaxNorm > 0)
	}
	w.pieces = w.pieces[:0]
	for i := range o.vars {
		if v := &o.vars[i]; v.resting {
			w.pieces = v.sleep.pieces(w.pieces)
		} else {
			w.pieces = append(w.pieces, v.pieces...)
		}
	}
	w.rule, w.now, w.limit, w.ran = o.rule, now, o.MaxNorm, true
	w.shorten = false
	w.next.Store(0)
	pool.Run(w)
	for _, c := range w.columns {
		w.shorten = c.measure(w.limit) || w.shorten
	}
	if w.shorten {
		w.next.Store(0)
		pool.Run(w)
	}
}

// cut makes the pieces of all parameters.
func (w *work) cut(vars []variable, limit bool) {
	w.columns = nil
	for i := range vars {
		v := &vars[i]
		v.pieces = nil
		rows, cols := v.Val.Rows, max(1, v.Val.Cols)
		step := max(1, chunk/cols)
		var units *columns
		stack := max(1, v.Stack)
		if in := rows / stack; cols == 1 && stack > 1 && in > 0 && in <= chunk { // units are as rows are
			for lo, step := 0, chunk/in*in; lo < rows; lo += step {
				v.pieces = append(v.pieces, piece{v: v, lo: lo, hi: min(lo+step, rows), in: in})
			}
			continue
		}
		for first := 0; first < rows; first += rows / stack {
			if limit && v.Fan == nn.FanCols {
				step = max(strips, step)
				units = newColumns(cols)
				w.columns = append(w.columns, units)
			}
			last := first + rows/stack
			for r := first; r < last; r += step {
				p := piece{v: v, lo: r * v.Val.Ld(), hi: min(r+step, last) * v.Val.Ld(), units: units}
				if units != nil {
					p.sum = units.part()
				}
				v.pieces = append(v.pieces, p)
			}
		}
	}
}

// Part does pieces until there are none.
func (w *work) Part(_, _ int) {
	for {
		k := int(w.next.Add(1)) - 1
		if k >= len(w.pieces) {
			return
		}
		switch p := &w.pieces[k]; {
		case w.shorten:
			p.shorten()
		default:
			w.update(p)
		}
	}
}

// update applies the rule to a piece, sets its gradient to 0 and looks at the norms.
func (w *work) update(p *piece) {
	v, now := p.v, w.now
	now.Rate *= v.factor
	now.Bias = v.bias()
	if !v.later.none() {
		w.fused(p, now)
	} else {
		g := v.Grad.Data[p.lo:p.hi]
		w.rule.Update(v.Val.Data[p.lo:p.hi], g, v.moments(p.lo, p.hi), now)
		clear(g)
	}
	switch {
	case p.in > 0 && w.limit > 0 && v.Fan == nn.FanCols:
		for lo := p.lo; lo < p.hi; lo += p.in {
			shortenTo(w.limit, v.Val.Data[lo:lo+p.in])
		}
	case p.units != nil:
		p.addSquares()
	case w.limit > 0 && v.Fan == nn.FanRows:
		p.limitRows(w.limit)
	}
}
