package esttest

import (
	"fmt"

	"gater/mat"
	"gater/nn"
)

// Grid is noise that takes every combination of points once, a row each: averages over its rows,
// by weight, are exact expectations.
type Grid struct {
	draws []Draw
	rows  int
	from  int // the combination of row 0
}

// Draw is one matrix that a site asks for: the axis of each unit, in the order of asking.
type Draw struct {
	Site  int
	Units []Axis
}

// NewGrid is the grid over all units of all draws.
func NewGrid(draws ...Draw) *Grid {
	g := &Grid{draws: draws, rows: 1}
	for _, d := range draws {
		for _, x := range d.Units {
			g.rows *= len(x)
		}
	}
	return g
}

// Rows is the number of combinations.
func (g *Grid) Rows() int { return g.rows }

// Only is the grid of one combination, for a pass of one row.
func (g *Grid) Only(row int) *Grid { return &Grid{draws: g.draws, rows: 1, from: g.from + row} }

// Weight is the probability of a row.
func (g *Grid) Weight(row int) float64 {
	w := 1.0
	g.points(row, func(_, _ int, p Point) { w *= p.W })
	return w
}

// points calls f with every unit's point in a row.
func (g *Grid) points(row int, f func(draw, unit int, p Point)) {
	row += g.from
	for k, d := range g.draws {
		for j, x := range d.Units {
			f(k, j, x[row%len(x)])
			row /= len(x)
		}
	}
}

// At is the noise of a site, from its first draw on.
func (g *Grid) At(site int) nn.Noise { return &gridSite{g, site, 0} }

type gridSite struct {
	g          *Grid
	site, next int
}

// Uniform fills m with the points of the site's next draw.
func (s *gridSite) Uniform(m mat.M) {
	at := -1
	for k := s.next; k < len(s.g.draws) && at < 0; k++ {
		if s.g.draws[k].Site == s.site {
			at = k
		}
	}
	if at < 0 || m.Rows != s.g.rows || m.Cols != len(s.g.draws[at].Units) {
		panic(fmt.Sprintf("esttest: Grid of %d rows has no draw of %s left at site %d", s.g.rows, m.Shape(), s.site))
	}
	s.next = at + 1
	for r := range m.Rows {
		s.g.points(r, func(draw, j int, p Point) {
			if draw == at {
				m.Row(r)[j] = mat.Float(p.X)
			}
		})
	}
}

// Normal is Uniform: the axes say what is drawn.
func (s *gridSite) Normal(m mat.M) { s.Uniform(m) }

// Moments is the mean and the variance of the columns of m over the rows of the grid.
func (g *Grid) Moments(m mat.M) (mean, variance []float64) {
	mean, variance = make([]float64, m.Cols), make([]float64, m.Cols)
	for r := range g.rows {
		w := g.Weight(r)
		for j, v := range m.Row(r) {
			mean[j] += w * float64(v)
			variance[j] += w * float64(v) * float64(v)
		}
	}
	for j, v := range mean {
		variance[j] -= v * v
	}
	return mean, variance
}

// Mean is the mean of one number a row.
func (g *Grid) Mean(x []float64) (mean float64) {
	for r, v := range x {
		mean += g.Weight(r) * v
	}
	return mean
}
