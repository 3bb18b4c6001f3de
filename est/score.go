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
