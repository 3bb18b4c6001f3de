package est

import "gater/mat"

// many is several samples of rows of units, with the loss and the slope at each, on top of each
// other: sample k of row i is in row k·rows + i.
type many struct {
	k, rows  int
	h, slope mat.M     // the outputs, and ∂f/∂h there
	loss     []float64 // f
	line     []float64 // G_{−k}·(h_k − p), with G_{−k} the mean slope of the other samples
	learnt   []float64 // f of the first samples, as Learn returned it
}

// drawMany draws k samples, learns from the first, and looks at the others and their slopes.
func drawMany(s *Site, f F, c Family, k int) (d many) {
	rows := s.A.Rows
	d = many{k: k, rows: rows, h: s.stack(k), slope: s.stack(k), loss: s.floats(k * rows), line: s.floats(k * rows)}
	for n := range k {
		lo, hi := n*rows, (n+1)*rows
		h := d.h.Slice(lo, hi)
		c.Sample(h, s)
		var l []float64
		var df mat.M
		if n == 0 {
			l, df = f.Learn(h)
			d.learnt = l
		} else {
			l = f.Look(h)
			_, df = f.Slope(h)
		}
		copy(d.loss[lo:], l)
		copy(d.slope.Slice(lo, hi).Data, df.Data)
	}
	prob := c.Prob(s)
	for r := range d.line {
		h, p := d.h.Row(r), prob.Row(r%rows)
		for j := range h {
			d.line[r] += float64(d.others(r, j) * (h[j] - p[j]))
		}
	}
	return d
}

// others is G_{−k} in column j, for the sample in row r.
func (d *many) others(r, j int) (g Float) {
	for o := r % d.rows; o < d.h.Rows; o += d.rows {
		if o != r {
			g += d.slope.Row(o)[j]
		}
	}
	return g / Float(d.k-1)
}

// from is G·(h_k − h), of the other samples' G at their own h: how far they say that f is from theirs.
func (d *many) from(r int) (t float64) {
	h := d.h.Row(r)
	for o := r % d.rows; o < d.h.Rows; o += d.rows {
		if o != r {
			there, g := d.h.Row(o), d.slope.Row(o)
			for j := range h {
				t += float64(g[j] * (h[j] - there[j]))
			}
		}
	}
	return t / float64(d.k-1)
}

// above is what x of the sample in row r is above the mean of the others, over K.
func (d *many) above(x []float64, r int) float64 {
	return (x[r] - d.rest(x, r)) / float64(d.k)
}

// rest is the mean of x over the other samples of the row.
func (d *many) rest(x []float64, r int) (mean float64) {
	for o := r % d.rows; o < len(x); o += d.rows {
		if o != r {
			mean += x[o]
		}
	}
	return mean / float64(d.k-1)
}
