package lab

import (
	"gater/mat"
	"gater/nn"
)

// A point is a value that a draw may take, and its probability.
type point struct{ x, w float64 }

// A request is one matrix of noise that an estimator asked for.
type request struct {
	normal bool
	cols   int
}

// recorder is noise that keeps a list of what is asked for. It counts for one site alone.
type recorder struct {
	noise nn.Streams
	list  []request
	sites int
	rows  int  // of the batch
	odd   bool // something else than a row of noise for each row was asked for
}

// At is the noise of a site, recorded.
func (r *recorder) At(site int) nn.Noise {
	r.sites = max(r.sites, site+1)
	return recorded{r, r.noise.At(site)}
}

type recorded struct {
	*recorder
	noise nn.Noise
}

func (r recorded) Uniform(m mat.M) { r.take(m, false); r.noise.Uniform(m) }
func (r recorded) Normal(m mat.M)  { r.take(m, true); r.noise.Normal(m) }

func (r recorded) take(m mat.M, normal bool) {
	r.list = append(r.list, request{normal, m.Cols})
	r.odd = r.odd || m.Rows != r.rows
}

// grid is noise that takes every combination of points, a row each, and starts again in another
// replica: axes gives the points of every draw of a replica.
type grid struct {
	list     []request
	axes     func(i int, r *replica) [][]point
	cells    int // combinations in a replica
	replicas []replica
}

// size is the number of combinations, 0 if they are more than limit.
func size(axes [][]point, limit int) int {
	n := 1
	for _, x := range axes {
		if n *= len(x); n > limit {
			return 0
		}
	}
	return n
}

// rows are the rows from, …, from+n−1 of a grid: noise for one batch.
type gridRows struct {
	*grid
	points [][]point // of every row, in the order of draws
	weight []float64
	next   int // the request at hand
	column int // its first draw
	broken bool
}

func (g *grid) rows(from, n int) *gridRows {
	r := &gridRows{grid: g, weight: make([]float64, n)}
	var axes [][]point
	last := -1
	for i := range n {
		at := from + i
		if k := at / g.cells; k != last {
			axes, last = g.axes(k, &g.replicas[k]), k
		}
		cell := at % g.cells
		pts := make([]point, len(axes))
		w := g.replicas[last].w
		for k, x := range axes {
			pts[k] = x[cell%len(x)]
			w *= pts[k].w
			cell /= len(x)
		}
		r.points, r.weight[i] = append(r.points, pts), w
	}
	return r
}

// At is the noise of the one site.
func (r *gridRows) At(int) nn.Noise { return r }

// Uniform fills m with the points of the next request, and Normal does.
func (r *gridRows) Uniform(m mat.M) { r.fill(m, false) }
func (r *gridRows) Normal(m mat.M)  { r.fill(m, true) }

func (r *gridRows) fill(m mat.M, normal bool) {
	if r.next >= len(r.list) || r.list[r.next] != (request{normal, m.Cols}) || m.Rows != len(r.points) {
		r.broken = true // what is asked for depends on what was drawn
		m.Fill(0.5)
		return
	}
	for i := range m.Rows {
		for j := range m.Cols {
			m.Row(i)[j] = Float(r.points[i][r.column+j].x)
		}
	}
	r.next++
	r.column += m.Cols
}
