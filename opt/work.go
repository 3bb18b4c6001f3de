package opt

import (
	"math"
	"sync/atomic"

	"gater/internal/kern"
	"gater/nn"
)

// The sizes of a piece do not depend on the number of threads, and so neither do the results.
const (
	run   = 1 << 13 // elements that are updated at once, and still near when they are read again
	panel = 128     // columns of a parameter whose units are columns
)

// piece is the rows r0 to r1-1 and columns c0 to c1-1 of a parameter. It holds whole units if
// their norm is limited, and otherwise whole rows.
type piece struct {
	v              *variable
	r0, r1, c0, c1 int
}

// work is one Step as a task: threads take piece after piece.
type work struct {
	rule   Rule
	now    Now
	limit  float64
	pieces []piece
	next   atomic.Int64
}

// start prepares the step now. Pieces are cut once, and again when a limit comes or goes.
func (w *work) start(o *Optimiser, now Now) {
	if w.pieces == nil || (w.limit > 0) != (o.MaxNorm > 0) {
		w.pieces = cut(o.vars, o.MaxNorm > 0)
	}
	w.rule, w.now, w.limit = o.rule, now, o.MaxNorm
	w.next.Store(0)
}

// cut makes the pieces of all parameters.
func cut(vars []variable, limit bool) (pieces []piece) {
	for i := range vars {
		v := &vars[i]
		rows, cols := v.Val.Rows, v.Val.Cols
		dr, dc := max(1, run/max(1, cols)), max(1, cols)
		if limit && v.Fan == nn.FanCols {
			dr, dc = rows, panel
		}
		for r := 0; r < rows; r += dr {
			for c := 0; c < cols; c += dc {
				pieces = append(pieces, piece{v, r, min(r+dr, rows), c, min(c+dc, cols)})
			}
		}
	}
	return pieces
}

// Part updates pieces until there are none.
func (w *work) Part(_, _ int) {
	for {
		k := int(w.next.Add(1)) - 1
		if k >= len(w.pieces) {
			return
		}
		p := &w.pieces[k]
		switch {
		case w.limit > 0 && p.v.Fan == nn.FanCols:
			w.columns(p)
		case w.limit > 0 && p.v.Fan == nn.FanRows:
			w.update(p.v, p.r0*p.c1, p.r1*p.c1)
			w.limitRows(p)
		default:
			w.update(p.v, p.r0*p.c1, p.r1*p.c1)
		}
	}
}

// update applies the rule to the elements lo to hi-1 and sets their gradient to 0.
func (w *work) update(v *variable, lo, hi int) {
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
}

// limitRows is w_j ← w_j · min(1, limit/‖w_j‖) for every row w_j of the piece.
func (w *work) limitRows(p *piece) {
	for r := p.r0; r < p.r1; r++ {
		row := p.v.Val.Row(r)
		if norm := math.Sqrt(kern.SumSq(row)); norm > w.limit {
			kern.Scale(row, Float(w.limit/norm))
		}
	}
}

// columns updates a piece and limits the norms of its columns; squares are summed as rows are
// updated, and the weights are read again only if a column is to be scaled.
func (w *work) columns(p *piece) {
	var sum [panel]float64
	cols, width := p.v.Val.Cols, p.c1-p.c0
	rows := 1 // at once
	if width == cols {
		rows = max(1, run/cols)
	}
	for r := p.r0; r < p.r1; r += rows {
		lo, hi := r*cols+p.c0, (min(r+rows, p.r1)-1)*cols+p.c1
		w.update(p.v, lo, hi)
		for k := lo; k < hi; k += width {
			addSquares(sum[:width], p.v.Val.Data[k:k+width])
		}
	}
	var scale [panel]Float
	if limits(scale[:width], sum[:width], w.limit) {
		for r := p.r0; r < p.r1; r++ {
			scaleBy(p.v.Val.Row(r)[p.c0:p.c1], scale[:width])
		}
	}
}

// addSquares is sum += x².
func addSquares(sum []float64, x []Float) {
	sum = sum[:len(x)]
	for j, v := range x {
		sum[j] += float64(float64(v) * float64(v))
	}
}

// limits is scale = min(1, c/√sum); it reports whether any is below 1.
func limits(scale []Float, sum []float64, c float64) (any bool) {
	for j, s := range sum {
		scale[j] = 1
		if norm := math.Sqrt(s); norm > c {
			scale[j], any = Float(c/norm), true
		}
	}
	return any
}

// scaleBy is x *= scale.
func scaleBy(x, scale []Float) {
	scale = scale[:len(x)]
	for j := range x {
		x[j] *= scale[j]
	}
}
