// Package sparsity holds layers that keep gates sparse. Each stands before or after a layer of
// units and adds a penalty to the loss, or moves one number; none of them changes how a gradient
// is estimated.
//
// The objective is the mean over the rows of a batch of the loss, plus the penalty. The losses
// that a penalty returns include it, so that their mean is the objective, and it adds its gradient
// times the number of rows, as gradients are sums over rows. A penalty that is itself a mean over
// rows is added row by row, and any other in full to every row.
//
// A penalty counts at Learn, and at Look, where an estimator further up compares losses with those
// of Learn; it adds its gradient at Learn alone. At Use and Slope it passes everything on.
//
// Notation in formulas: B rows i, n units j, a a unit's input, p = σ(a), h its output, s or τ the
// target, a share of units or rows between 0 and 1.
package sparsity

import (
	"gater/mat"
	"gater/nn"
)

// Float is mat.Float.
type Float = mat.Float

// counts reports whether the losses of a pass include penalties.
func counts(p *nn.Pass) bool { return p.Depth == nn.Look || p.Depth == nn.Learn }

// rater is a penalty on a batch's probabilities.
type rater interface {
	// rate adds the penalty to loss and sets d to B·∂penalty/∂prob.
	rate(p *nn.Pass, loss []float64, prob, d mat.M)
}

// run goes on with x, and comes back with a penalty on p = σ(x): ∂x += d·p(1−p).
func run[R rater](r R, p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	loss := next(x)
	if !counts(p) || len(loss) == 0 {
		return loss
	}
	prob, d := p.Mat(x.Val.Rows, x.Val.Cols), p.Mat(x.Val.Rows, x.Val.Cols)
	mat.Sigmoid(prob, x.Val)
	r.rate(p, loss, prob, d)
	if p.Depth == nn.Learn && x.Grad.Data != nil {
		for i, q := range prob.Data {
			x.Grad.Data[i] += d.Data[i] * q * (1 - q)
		}
	}
	return loss
}

// unitMeans is the mean over rows of every column, 1×cols.
func unitMeans(p *nn.Pass, m mat.M) mat.M {
	mean := p.Mat(1, m.Cols)
	mean.Zero()
	mat.SumRows(mean.Data, m)
	for j := range mean.Data {
		mean.Data[j] /= Float(m.Rows)
	}
	return mean
}

// addAll is loss += v.
func addAll(loss []float64, v float64) {
	for i := range loss {
		loss[i] += v
	}
}

// fillRows sets every row of d to v.
func fillRows(d mat.M, v []Float) {
	for i := range d.Rows {
		copy(d.Row(i), v)
	}
}

// sign is −1, 0 or 1; NaN stays.
func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x
}

// or is x, or instead if x is 0.
func or(x, instead float64) float64 {
	if x == 0 {
		return instead
	}
	return x
}
