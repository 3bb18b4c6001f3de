package nn

// Relu is y = max(0, x).
type Relu struct{}

// Run is y = max(0, x), and back: ∂x = 1[x > 0]·∂y.
func (Relu) Run(p *Pass, x *Var, next Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	p.Pool.Relu(y.Val.Data, x.Val.Data)
	y.Open = x.Open
	loss := next(y)
	if wants(p, x) {
		p.Pool.ReluBack(x.Grad.Data, y.Grad.Data, x.Val.Data)
	}
	return loss
}
