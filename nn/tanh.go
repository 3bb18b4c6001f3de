package nn

// Tanh is y = tanh x.
type Tanh struct{}

// Run is y = tanh x, and back: ∂x = (1 − y²)·∂y.
func (Tanh) Run(p *Pass, x *Var, next Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	p.Pool.Tanh(y.Val.Data, x.Val.Data)
	y.Open = x.Open
	loss := next(y)
	if wants(p, x) {
		for i, t := range y.Val.Data {
			x.Grad.Data[i] += (1 - t*t) * y.Grad.Data[i]
		}
	}
	return loss
}
