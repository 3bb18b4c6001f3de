package est

import "gater/mat"

// mixer mixes estimates, column by column.
type mixer struct {
	w, g, room []float64
	ρ, ε       float64
}

// column is g_j += Σ_e w_e·g_ej for the estimates in all, on top of each other, with the weights
// that the column's moments m say; then m takes the estimates in.
func (x *mixer) column(sum, all mat.M, j int, m []float64) {
	n := len(x.w)
	scale := 0.0
	for i := range n {
		scale += m[i*n+i] / float64(n)
	}
	for i := range m {
		x.room[i] = 0
		if scale > 0 {
			x.room[i] = m[i] / scale
		}
		m[i] *= x.ρ
	}
	total := 0.0
	for i := range n {
		x.room[i*n+i] += x.ε
		x.w[i] = 1
	}
	cholesky(x.room, x.w)
	for _, w := range x.w {
		total += w
	}
	for r := range sum.Rows {
		for i := range x.g {
			x.g[i] = float64(all.Row(i*sum.Rows + r)[j])
		}
		for i, g := range x.g {
			sum.Row(r)[j] += Float(x.w[i] / total * g)
			for k, h := range x.g {
				m[i*n+k] += (1 - x.ρ) * g * h / float64(sum.Rows)
			}
		}
	}
}

// both is what two estimators are about that run on the same units, the second after the first
// when later.
func both(a, b About, later bool) About {
	looks, slopes := sumOf(a.Looks, b.Looks), sumOf(a.Slopes, b.Slopes)
	if later {
		looks = sumOf(looks, oneRun)
		if b.Derivative {
			slopes = sumOf(slopes, oneRun)
		}
	}
	return About{Unbiased: a.Unbiased && b.Unbiased, Looks: looks, Slopes: slopes,
		Derivative: a.Derivative || b.Derivative, Skips: min(a.Skips, b.Skips)}
}

// sumOf is f + g, nil being never.
func sumOf(f, g func(int) int) func(int) int {
	if f == nil {
		return g
	}
	if g == nil {
		return f
	}
	return func(n int) int { return f(n) + g(n) }
}

// familyOf is the family of an estimator's units, or nil if it has none.
func familyOf(e Estimator) Family {
	if d, ok := e.(interface{ family() Family }); ok {
		return d.family()
	}
	if _, ok := e.(interface {
		Counted
		Relaxation
	}); ok {
		return Bernoulli{}
	}
	return nil
}
