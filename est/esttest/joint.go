package esttest

import (
	"fmt"

	"gater/est"
	"gater/mat"
	"gater/nn"
)

// Side is what a unit's noise may be, several uniforms that belong together, and how likely.
type Side struct {
	X []float64
	W float64
}

// Joint is noise of one draw in which each unit has several columns, one after the other, that
// turn together: a row for every combination of the units' sides.
type Joint [][]Side

// Rows is the number of combinations.
func (j Joint) Rows() int {
	n := 1
	for _, sides := range j {
		n *= len(sides)
	}
	return n
}

// row calls f with each unit's side in a row.
func (j Joint) row(r int, f func(Side)) {
	for _, sides := range j {
		f(sides[r%len(sides)])
		r /= len(sides)
	}
}

// At is the noise of site 0.
func (j Joint) At(site int) nn.Noise {
	if site != 0 {
		panic(fmt.Sprintf("esttest: Joint is asked for site %d", site))
	}
	return j
}

// Uniform fills m, row by row.
func (j Joint) Uniform(m mat.M) {
	for r := range m.Rows {
		x := m.Row(r)
		j.row(r, func(s Side) {
			for _, v := range s.X {
				x[0], x = mat.Float(v), x[1:]
			}
		})
		if len(x) > 0 {
			panic(fmt.Sprintf("esttest: Joint has %d columns less than the %s that are wanted", len(x), m.Shape()))
		}
	}
}

// Normal is Uniform.
func (j Joint) Normal(m mat.M) { j.Uniform(m) }

// OverJoint is the exact expectation, and variance, of an estimator that makes this one draw.
func OverJoint(e est.Estimator, a []float64, f Func, j Joint) (m Moments) {
	r := Learn(e, Rows(a, j.Rows()), f, j)
	m.Mean, m.Var = make([]float64, len(a)), make([]float64, len(a))
	for i, l := range r.Loss {
		w := 1.0
		j.row(i, func(s Side) { w *= s.W })
		m.Loss += w * l
		for k, g := range Wide(r.Grad.Row(i)) {
			m.Mean[k] += w * g
			m.Var[k] += w * g * g
		}
	}
	for k, g := range m.Mean {
		m.Var[k] -= g * g
	}
	return m
}
