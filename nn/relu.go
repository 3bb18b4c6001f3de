package nn

// Relu is y = max(0, x).
type Relu struct{}

// Run is y = max(0, x), and back: ∂x = 1[x > 0]·∂y.
func (Relu) Run(p *Pass, x *Var, next Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = max(0, v)
	}
	y.Open = x.Open
	loss := next(y)
	if wants(p, x) {
		for i, v := range x.Val.Data {
			if v > 0 {
				x.Grad.Data[i] += y.Grad.Data[i]
			}
		}
	}
	return loss
}
