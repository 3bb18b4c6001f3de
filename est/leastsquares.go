package est

import (
	"math"

	"gater/nn"
)

// LeastSquares is the weights c of some control variates v_1 … v_n of mean 0, by which the estimate
// x − Σ c_m·v_m has the least mean square over past draws:
//
//	(E[v·vᵀ] + ε·diag)·c = E[x·v],
//
// the expectations being moving averages of batch means over rows and units together, and ε one
// over the number of units seen, so that the first batch counts for no more than it is. The
// weights in use are those from before the batch at hand; at the start they are 0.
type LeastSquares struct {
	Decay       float64 // the weight on the past; 0 means 0.99
	gram, cross []float64
	seen        []float64 // one number, once there was a batch
}

// weights sets c; room is of len(c)².
func (l *LeastSquares) weights(c, room []float64) {
	n := len(c)
	if l == nil || len(l.cross) != n {
		return
	}
	scale := func(i int) float64 { // of v_i, to 1
		if v := l.gram[i*n+i]; v > 0 {
			return 1 / math.Sqrt(v)
		}
		return 0
	}
	for i := range c {
		c[i] = l.cross[i] * scale(i)
		for j := range n {
			room[i*n+j] = l.gram[i*n+j] * scale(i) * scale(j)
		}
		room[i*n+i] += 1 / (1 + l.seen[0])
	}
	cholesky(room, c)
	for i := range c {
		c[i] *= scale(i)
	}
}

// take adds a batch's sums of v·vᵀ and x·v over so many units to the averages.
func (l *LeastSquares) take(gram, cross []float64, units int) {
	if l == nil || units == 0 {
		return
	}
	if len(l.cross) != len(cross) {
		l.gram, l.cross, l.seen = make([]float64, len(gram)), make([]float64, len(cross)), []float64{0}
	}
	ρ := l.Decay
	if ρ == 0 {
		ρ = 0.99
	}
	for i, v := range gram {
		l.gram[i] = ρ*l.gram[i] + (1-ρ)*v/float64(units)
	}
	for i, v := range cross {
		l.cross[i] = ρ*l.cross[i] + (1-ρ)*v/float64(units)
	}
	l.seen[0] = ρ*l.seen[0] + float64(units)
}

// Visit names the averages.
func (l *LeastSquares) Visit(v *nn.Visitor) {
	if l != nil {
		v.State("gram", &l.gram)
		v.State("cross", &l.cross)
		v.State("seen", &l.seen)
	}
}

// cholesky solves a·x = b for a positive definite matrix; a is lost, and x put in place of b.
func cholesky(a, b []float64) {
	n := len(b)
	for j := range n {
		for k := range j {
			for i := j; i < n; i++ {
				a[i*n+j] -= a[i*n+k] * a[j*n+k]
			}
			b[j] -= a[j*n+k] * b[k]
		}
		d := math.Sqrt(a[j*n+j])
		for i := j; i < n; i++ {
			a[i*n+j] /= d
		}
		b[j] /= d
	}
	for j := n - 1; j >= 0; j-- {
		for k := j + 1; k < n; k++ {
			b[j] -= a[k*n+j] * b[k]
		}
		b[j] /= a[j*n+j]
	}
}
