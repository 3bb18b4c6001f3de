package est

import "gater/mat"

// addScore is g += (f − b)·(h − p), with a baseline b for each column.
func addScore(g mat.M, f, b []float64, h, p mat.M) {
	for i, l := range f {
		g, h, p := g.Row(i), h.Row(i), p.Row(i)
		for j := range g {
			g[j] += Float(l-b[j]) * (h[j] - p[j])
		}
	}
}

// credit is what each row has to answer for: its loss, where rows do not share one.
func credit(f F, loss []float64) []float64 {
	if c, ok := f.(Credited); ok {
		if signal := c.Credit(); signal != nil {
			return signal
		}
	}
	return loss
}

// addRow is g += c·(h − p) in one row.
func addRow(g []Float, c float64, h, p []Float) {
	for j := range g {
		g[j] += Float(c) * (h[j] - p[j])
	}
}
