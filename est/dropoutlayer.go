package est

import "gater/nn"

// Dropout is multiplicative noise on values (Hinton et al., 2012; Srivastava et al., 2014):
//
//	y = x·m/q,  m ~ Bernoulli(q),  ∂x = ∂y·m/q,
//
// and y = x at Use and Slope. Shut blocks stay shut.
type Dropout struct {
	Keep float64 // q, above 0; 1 changes nothing
}

// Run multiplies by m/q on the way in and on the way back.
func (l Dropout) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	noise := p.Enter()
	defer p.Leave()
	if p.Depth == nn.Use || p.Depth == nn.Slope || l.Keep == 1 {
		return next(x)
	}
	m := p.Mat(x.Val.Rows, x.Val.Cols)
	noise.Uniform(m)
	q := Float(l.Keep)
	y := p.New(x.Val.Rows, x.Val.Cols)
	y.Open = x.Open
	for i, u := range m.Data {
		m.Data[i] = step(u < q) / q
		y.Val.Data[i] = x.Val.Data[i] * m.Data[i]
	}
	loss := next(y)
	if p.Depth == nn.Learn && x.Grad.Data != nil {
		for i, m := range m.Data {
			x.Grad.Data[i] += y.Grad.Data[i] * m
		}
	}
	return loss
}
