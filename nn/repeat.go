package nn

import "fmt"

// Repeat makes K rows of each, so that what follows draws K independent samples for it, and a Bound
// at the end makes one loss of the K:
//
//	y_{iK+k} = x_i,  loss_i = 1/K · Σ_k loss_{iK+k},  ∂x_i = Σ_k ∂y_{iK+k}.
//
// Behind Bound the K losses of a row are one number, and the mean is that number. When the network
// is used nothing is repeated.
type Repeat struct{ K int }

// Run repeats rows on the way in and adds them up on the way back.
func (l Repeat) Run(p *Pass, x *Var, next Next) []float64 {
	if l.K < 1 {
		panic(fmt.Sprintf("nn: Repeat: K is %d: it must be 1 or more", l.K))
	}
	if p.Depth == Use || l.K == 1 {
		return next(x)
	}
	y := p.New(x.Val.Rows*l.K, x.Val.Cols)
	for r := range y.Val.Rows {
		copy(y.Val.Row(r), x.Val.Row(r/l.K))
	}
	all := next(y)
	p.Credit = nil // that was for rows of which there are no more
	loss := make([]float64, x.Val.Rows)
	for r, f := range all {
		loss[r/l.K] += f / float64(l.K)
	}
	if wants(p, x) {
		for r := range y.Grad.Rows {
			g := x.Grad.Row(r / l.K)
			for j, d := range y.Grad.Row(r) {
				g[j] += d
			}
		}
	}
	return loss
}
