package nn

// LeakyRelu is y = x where x > 0, and Slope·x elsewhere (Maas, Hannun and Ng, 2013).
type LeakyRelu struct{ Slope float64 }

// Run is y = max(x, 0) + slope·min(x, 0), and back: ∂x = ∂y where x > 0, slope·∂y elsewhere.
func (l LeakyRelu) Run(p *Pass, x *Var, next Next) []float64 {
	slope := Float(l.Slope)
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = max(v, 0) + slope*min(v, 0)
	}
	y.Open = x.Open
	loss := next(y)
	if wants(p, x) {
		for i, d := range y.Grad.Data {
			if x.Val.Data[i] > 0 {
				x.Grad.Data[i] += d
			} else {
				x.Grad.Data[i] += slope * d
			}
		}
	}
	return loss
}
