package nn

import (
	"math"

	"gater/mat"
)

// Uniform fills m with draws of U(−r, r), out of noise.
func Uniform(m mat.M, r float64, noise Noise) {
	noise.Uniform(m)
	for i := range m.Rows {
		row := m.Row(i)
		for j, u := range row {
			row[j] = Float(r) * (2*u - 1)
		}
	}
}

// Glorot fills m with U(±gain·√(6/(in+out))) (Glorot and Bengio, 2010).
func Glorot(m mat.M, in, out int, gain float64, noise Noise) {
	Uniform(m, gain*math.Sqrt(6/float64(in+out)), noise)
}

// He fills m with N(0, 2/in) (He et al., 2015), for weights into rectifiers.
func He(m mat.M, in int, noise Noise) {
	noise.Normal(m)
	for i := range m.Rows {
		row := m.Row(i)
		for j, v := range row {
			row[j] = v * Float(math.Sqrt(2/float64(in)))
		}
	}
}

// Sparse gives each column of m k incoming weights of N(0, 1) and zeros elsewhere (Martens, 2010).
func Sparse(m mat.M, k int, noise Noise) {
	u, n := mat.New(m.Rows, m.Cols), mat.New(m.Rows, m.Cols)
	noise.Uniform(u)
	noise.Normal(n)
	m.Zero()
	for j := range m.Cols {
		for range min(k, m.Rows) { // the k rows with the smallest u
			best := -1
			for i := range m.Rows {
				if v := u.Row(i)[j]; v < 2 && (best < 0 || v < u.Row(best)[j]) {
					best = i
				}
			}
			u.Row(best)[j] = 2
			m.Row(best)[j] = n.Row(best)[j]
		}
	}
}
