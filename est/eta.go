package est

import (
	"gater/mat"
	"gater/nn"
)

// Eta is the weight of a control variate v of mean 0, learnt unit by unit: the estimate x − η·v
// has the least variance at
//
//	η_j = E[x_j·v_j] / E[v_j²],
//
// each expectation a moving average of batch means. The weights in use are those from before the
// batch at hand, so that the estimate stays unbiased; they start at 1. A nil *Eta is 1 for ever.
type Eta struct {
	Decay    float64 // the weight on the past; 0 means 0.99
	num, den []float64
}

// less is g += x − η·v, after which the averages take x and v in.
func (e *Eta) less(g, x, v mat.M) {
	if e == nil {
		for i, x := range x.Data {
			g.Data[i] += x - v.Data[i]
		}
		return
	}
	e.start(g.Cols)
	for i := range g.Rows {
		g, x, v := g.Row(i), x.Row(i), v.Row(i)
		for j := range g {
			g[j] += x[j] - Float(e.num[j]/e.den[j])*v[j]
		}
	}
	ρ := e.Decay
	if ρ == 0 {
		ρ = 0.99
	}
	for j := range e.num {
		xv, vv := 0.0, 0.0
		for i := range x.Rows {
			a, b := float64(x.Row(i)[j]), float64(v.Row(i)[j])
			xv += a * b
			vv += b * b
		}
		if n := float64(x.Rows); n > 0 {
			e.num[j] = ρ*e.num[j] + (1-ρ)*xv/n
			e.den[j] = ρ*e.den[j] + (1-ρ)*vv/n
		}
	}
}

// start makes the averages such that η is 1, of a size that the first batches outweigh.
func (e *Eta) start(cols int) {
	if len(e.num) == cols {
		return
	}
	e.num, e.den = make([]float64, cols), make([]float64, cols)
	for j := range e.num {
		e.num[j], e.den[j] = 1e-6, 1e-6
	}
}

// Visit names the two averages.
func (e *Eta) Visit(v *nn.Visitor) {
	if e != nil {
		v.State("eta_num", &e.num)
		v.State("eta_den", &e.den)
	}
}
