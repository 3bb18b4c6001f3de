package est

import "gater/nn"

// MuProp takes the first-order expansion of f around the mean for a control variate (Gu et al.,
// 2016, arXiv 1511.05176, eq. 5):
//
//	∂E[f]/∂a ≈ (f(h) − b − η·(c(p) + c′(p)·(h−p)))·(h−p) + η·J(p)·c′(p),
//
// with c the rest of the network at its means and b a baseline, which it needs: a constant that
// the expansion leaves in f, such as the curvature, counts in full without one. Unbiased.
// Calls: Learn, and 1 Slope.
type MuProp struct {
	Discrete
	Baseline Baseline // nil: none
	Eta      *Eta     // η, learnt unit by unit; nil: 1
}

// Estimate is (f − b)·(h−p) less η times (c + c′·(h−p))·(h−p) − J(p)·c′.
func (e MuProp) Estimate(s *Site, f F) []float64 {
	c, h, p := e.family(), Draw(s, e), e.family().Prob(s)
	loss, _ := f.Learn(h)
	expansion, dc := f.Slope(p)
	for i := range expansion {
		d, h, p := dc.Row(i), h.Row(i), p.Row(i)
		for j, d := range d {
			expansion[i] += float64(d * (h[j] - p[j]))
		}
	}
	v, score := s.zeros(), s.zeros()
	c.Pull(v, -1, dc, p)
	addScore(v, expansion, values(nil, h.Cols), h, p)
	addScore(score, loss, values(e.Baseline, h.Cols), h, p)
	e.Eta.less(s.Grad, score, v)
	if e.Baseline != nil {
		rest := s.floats(len(loss)) // what the baseline is for: f − c − c′·(h−p)
		for i, l := range loss {
			rest[i] = l - expansion[i]
		}
		e.Baseline.Update(h, p, rest)
	}
	return loss
}

// Visit names the baseline's state and η.
func (e MuProp) Visit(v *nn.Visitor) {
	v.Into("baseline", e.Baseline)
	v.Into("eta", e.Eta)
}

// About: unbiased. At the mean no gate is shut, but what trains is the outcome.
func (MuProp) About() About {
	return About{Unbiased: true, Derivative: true, Slopes: oneRun, Skips: nn.SkipAll}
}
