package opt

import (
	"sync/atomic"

	"gater/mat"
	"gater/nn"
)

// Pieces are cut without regard to the number of threads, and so results do not depend on it.
const (
	chunk  = 1 << 13 // elements updated at once: still near when they are read again
	strips = 32      // rows at once, at least, where columns are added up
)

// piece is the rows r0 to r1-1 of a parameter.
type piece struct {
	v      *variable
	r0, r1 int
	units  *columns // nil unless units are columns of a limited norm
	sum    []float64
}

// work is the update of all pieces as a task, and after it the shortening of columns as another:
// threads take piece after piece.
type work struct {
	rule    Rule
	now     Now
	limit   float64
	pieces  []piece
	columns []*columns
	shorten bool
	next    atomic.Int64
}

// run is one step. Pieces are cut once, and again when a limit comes or goes.
func (w *work) run(pool *mat.Pool, o *Optimiser, now Now) {
	if w.pieces == nil || (w.limit > 0) != (o.MaxNorm > 0) {
		w.cut(o.vars, o.MaxNorm > 0)
	}
	w.rule, w.now, w.limit = o.rule, now, o.MaxNorm
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
	w.pieces, w.columns = nil, nil
	for i := range vars {
		v := &vars[i]
		rows, cols := v.Val.Rows, max(1, v.Val.Cols)
		step := max(1, chunk/cols)
		var units *columns
		if limit && v.Fan == nn.FanCols {
			step = max(strips, step)
			units = newColumns(cols)
			w.columns = append(w.columns, units)
		}
		for r := 0; r < rows; r += step {
			p := piece{v: v, r0: r, r1: min(r+step, rows), units: units}
			if units != nil {
				p.sum = units.part()
			}
			w.pieces = append(w.pieces, p)
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
	v := p.v
	lo, hi := p.r0*v.Val.Cols, p.r1*v.Val.Cols
	now := w.now
	now.Rate *= v.factor
	now.Bias = v.Fan == nn.FanNone
	var m Moments
	for i := range m {
		if v.m[i] != nil {
			m[i] = v.m[i][lo:hi]
		}
	}
	g := v.Grad.Data[lo:hi]
	w.rule.Update(v.Val.Data[lo:hi], g, m, now)
	clear(g)
	switch {
	case p.units != nil:
		p.addSquares()
	case w.limit > 0 && v.Fan == nn.FanRows:
		p.limitRows(w.limit)
	}
}
