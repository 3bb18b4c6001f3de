package est

import (
	"gater/mat"
	"gater/nn"
)

// update moves the averages towards the batch's, or starts with them.
func (l *Line) update(u, x mat.M) {
	if l == nil || u.Rows == 0 {
		return
	}
	n, ρ := u.Cols, decay(l.Decay)
	if len(l.mean) != 2*n {
		l.mean, l.pair, ρ = make([]float64, 2*n), make([]float64, 2), 0
	}
	scale(l.mean, ρ)
	scale(l.pair, ρ)
	w := (1 - ρ) / float64(u.Rows)
	for i := range u.Rows {
		u, x := u.Row(i), x.Row(i)
		for j := range u {
			u, x := float64(u[j]), float64(x[j])
			l.mean[j] += w * u
			l.mean[n+j] += w * x
			l.pair[0] += w * u * x
			l.pair[1] += w * x * x
		}
	}
}

// Visit names the averages.
func (l *Line) Visit(v *nn.Visitor) {
	if l != nil {
		v.State("means", &l.mean)
		v.State("products", &l.pair)
	}
}

func scale(x []float64, c float64) {
	for i := range x {
		x[i] *= c
	}
}
