package nn

import "math"

// LabelSmoothing makes the right answer a little less certain (Szegedy et al., 2016, arXiv
// 1512.00567, section 7). It is the last layer before a Softmax, and mixes the head's loss with the
// cross-entropy to the uniform distribution over the K columns,
//
//	loss = (1−ε)·ℓ(x) + ε·u(x),  u(x) = log Σ_j e^{x_j} − 1/K·Σ_j x_j,
//	∂x = (1−ε)·∂ℓ + ε·(softmax(x) − 1/K),
//
// which is the cross-entropy to (1−ε)·onehot + ε/K. When the network is used it does nothing.
type LabelSmoothing struct{ Eps float64 }

// Run is the head's loss and gradient, less ε of it, and ε of the other.
func (l LabelSmoothing) Run(p *Pass, x *Var, next Next) []float64 {
	if p.Depth == Use || l.Eps == 0 {
		return next(x)
	}
	y := p.New(x.Val.Rows, x.Val.Cols)
	copy(y.Val.Data, x.Val.Data)
	loss := next(y)
	for i := range loss {
		row := x.Val.Row(i)
		top, mean := row[0], 0.0
		for _, v := range row {
			top = max(top, v)
			mean += float64(v) / float64(len(row))
		}
		sum := 0.0
		for _, v := range row {
			sum += math.Exp(float64(v - top))
		}
		loss[i] = (1-l.Eps)*loss[i] + l.Eps*(float64(top)+math.Log(sum)-mean)
		if !wants(p, x) {
			continue
		}
		g, ℓ := x.Grad.Row(i), y.Grad.Row(i)
		for j, v := range row {
			q := math.Exp(float64(v-top))/sum - 1/float64(len(row))
			g[j] += Float((1-l.Eps)*float64(ℓ[j]) + l.Eps*q)
		}
	}
	return loss
}
