package est

import (
	"gater/mat"
	"gater/nn"
)

// Predicted is a prediction of the unbiased estimate u from the biased one x, of less noise than u and
// less biased than x, as Bengio (2013, arXiv 1305.2982) proposed:
//
//	∂E[f]/∂a_j ≈ ū_j + w·(x_j − x̄_j),
//	x_j = p_j(1−p_j)·∂f/∂h_j,  u_j = (h_j − p_j)(f − b_j),  P(h_j = 1) = p_j,
//
// the line of least squares through what past batches had: means a unit, and one w for all units. b is
// their baseline of least variance. Over what those batches were drawn from, its mean is that of u; of
// a single input it is biased. Before that, and while the baseline has seen no batch, it is x. Calls: Learn.
type Predicted struct {
	Bernoulli
	Baseline *MinVariance // nil: none
	Line     *Line        // nil: x itself
}

// Estimate is ū + w·(x − x̄).
func (e Predicted) Estimate(s *Site, f F) []float64 {
	h, p := Draw(s, e), e.Prob(s)
	loss, df := f.Learn(h)
	u, x, b, fair := s.zeros(), s.zeros(), values(nil, h.Cols), true
	if e.Baseline != nil {
		fair = len(e.Baseline.num) == h.Cols // what it starts from is far from any loss
		b = e.Baseline.Values(h.Cols)
	}
	signal := credit(f, loss)
	addScore(u, signal, b, h, p)
	e.Pull(x, 1, df, p)
	e.Line.add(s.Grad, x)
	if fair {
		e.Line.update(u, x)
	}
	if e.Baseline != nil {
		e.Baseline.Update(h, p, signal)
	}
	return loss
}

// About: biased, and shut blocks are needed in training.
func (Predicted) About() About { return About{Derivative: true, Skips: nn.SkipForward} }

// Visit names the baseline's state and the line's.
func (e Predicted) Visit(v *nn.Visitor) {
	if e.Baseline != nil {
		v.Into("baseline", e.Baseline)
	}
	v.Into("line", e.Line)
}

// Line is a regression of u on x over moving averages of batch means,
//
//	w = Σ_j (E[u_j·x_j] − ū_j·x̄_j) / Σ_j (E[x_j²] − x̄_j²).
type Line struct {
	Decay float64   // the weight on the past; 0 means 0.9
	mean  []float64 // ū and x̄ of every unit
	pair  []float64 // Σ_j E[u_j·x_j], Σ_j E[x_j²]
}

// slope is w.
func (l *Line) slope() float64 {
	n, cov, v := len(l.mean)/2, l.pair[0], l.pair[1]
	for j := range n {
		u, x := l.mean[j], l.mean[n+j]
		cov -= u * x
		v -= x * x
	}
	if v <= 1e-12*l.pair[1] { // x is the same in all rows, to rounding
		return 0
	}
	return cov / v
}

// add is g += ū + w·(x − x̄).
func (l *Line) add(g, x mat.M) {
	if l == nil || len(l.mean) != 2*x.Cols {
		for i, x := range x.Data {
			g.Data[i] += x
		}
		return
	}
	w := l.slope()
	for i := range x.Rows {
		g, x := g.Row(i), x.Row(i)
		for j, x := range x {
			g[j] += Float(l.mean[j] + w*(float64(x)-l.mean[len(g)+j]))
		}
	}
}
