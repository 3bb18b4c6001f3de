package opt

import (
	"math"

	"gater/internal/kern"
)

// limitRows is w_i ← w_i · min(1, c/‖w_i‖) for every row w_i of the piece.
func (p *piece) limitRows(c float64) {
	r0, r1 := p.rows()
	for i := r0; i < r1; i++ {
		shortenTo(c, p.v.Val.Row(i))
	}
}

// shortenTo is w ← w · min(1, c/‖w‖).
func shortenTo(c float64, w []Float) {
	if norm := math.Sqrt(kern.SumSq(w)); norm > c {
		kern.Scale(w, Float(c/norm))
	}
}

// columns is the norms of the columns of one parameter: sums of squares are made piece by piece
// as rows are updated, and added up in order.
type columns struct {
	parts [][]float64 // by piece
	scale []Float     // what every column is to be multiplied by
	long  bool        // some column is
}

func newColumns(n int) *columns { return &columns{scale: make([]Float, n)} }

// part is room for the sums of one more piece.
func (c *columns) part() []float64 {
	s := make([]float64, len(c.scale))
	c.parts = append(c.parts, s)
	return s
}

// addSquares is sum_j = Σ_i w_ij² over the rows of the piece.
func (p *piece) addSquares() { kern.Squares(p.sum, p.v.Val.Data[p.lo:p.hi], p.v.Val.Ld()) }

// measure is scale_j = min(1, limit/‖w_j‖); it reports whether any is below 1.
func (c *columns) measure(limit float64) bool {
	c.long = false
	for j := range c.scale {
		sum := 0.0
		for _, part := range c.parts {
			sum += part[j]
		}
		c.scale[j] = 1
		if norm := math.Sqrt(sum); norm > limit {
			c.scale[j], c.long = Float(limit/norm), true
		}
	}
	return c.long
}

// shorten is w_ij ← w_ij · scale_j, where there is anything to do; ·1 changes no bit.
func (p *piece) shorten() {
	if p.units == nil || !p.units.long {
		return
	}
	r0, r1 := p.rows()
	for i := r0; i < r1; i++ {
		row := p.v.Val.Row(i)
		scale := p.units.scale[:len(row)]
		for j, s := range scale {
			row[j] *= s
		}
	}
}
