package nn

// Sigmoid is y = σ(x) = 1/(1 + e^−x). Where a block is shut y is ½, and so all of y is live.
type Sigmoid struct{}

// Run is y = σ(x), and back: ∂x = y·(1 − y)·∂y.
func (Sigmoid) Run(p *Pass, x *Var, next Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	p.Pool.Sigmoid(y.Val.Data, x.Val.Data)
	loss := next(y)
	if wants(p, x) {
		for i, s := range y.Val.Data {
			x.Grad.Data[i] += s * (1 - s) * y.Grad.Data[i]
		}
	}
	return loss
}
