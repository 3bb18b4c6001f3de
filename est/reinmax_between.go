package est

import "gater/mat"

// between is (1−w)·J(p)·f′(h) + w·(h′−p)·((h′−h)·f′(h + α(h′−h))).
func (e ReinMax) between(s *Site, f F) []float64 {
	c, h, other, y := e.family(), Draw(s, e), Draw(s, e), s.New()
	p, w := c.Prob(s), 1/(2*e.alpha())
	for i, h := range h.Data {
		y.Data[i] = h + Float(e.alpha())*(other.Data[i]-h)
	}
	loss, dh := f.Learn(h)
	_, dy := f.Slope(y)
	if w != 1 { // the midpoint rule never asks what a shut unit would have been worth
		c.Pull(s.Grad, Float(1-w), dh, p)
	}
	e.alongPath(s.Grad, Float(w), other, h, p, dy)
	return loss
}

// alongPath is g += w·(h′−p)·((h′−h)·d), the product in brackets unit by unit.
func (e ReinMax) alongPath(g mat.M, w Float, other, h, p, d mat.M) {
	k := g.Cols / e.family().Units(g.Cols)
	for lo := 0; lo < len(g.Data); lo += k {
		sum := Float(0)
		for i := lo; i < lo+k; i++ {
			if other.Data[i] != h.Data[i] {
				sum += (other.Data[i] - h.Data[i]) * d.Data[i]
			}
		}
		for i := lo; i < lo+k; i++ {
			g.Data[i] += w * (other.Data[i] - p.Data[i]) * sum
		}
	}
}
