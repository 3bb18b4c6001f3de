package onnx

import (
	"math"

	"gater/est"
	"gater/mat"
	"gater/nn"
)

// probe is a matrix of numbers of that size, spread over both signs; of size 0 all are 0.
func probe(rows, cols int, size float64) mat.M {
	m := mat.New(rows, cols)
	for i := range m.Data {
		m.Data[i] = mat.Float(size * math.Sin(float64(i)*12.9898+1))
	}
	return m
}

// use is what a layer makes of x when it is deployed.
func use(l nn.Layer, x mat.M) (y mat.M) {
	new(nn.Pass).Run(nn.Use, l, x, func(v *nn.Var) []float64 {
		y = mat.New(v.Val.Rows, v.Val.Cols)
		copy(y.Data, v.Val.Data)
		return make([]float64, v.Val.Rows)
	})
	return y
}

// law is what units do with a: their score, what one that is on passes on, and their mean.
type law struct{ a, score, on, mean mat.M }

// Use asks the law of the units, in place of a mode of theirs.
func (l *law) Use(h mat.M, units est.Law, s *est.Site) {
	l.score, l.on, l.mean = mat.New(h.Rows, h.Cols), mat.New(h.Rows, h.Cols), mat.New(h.Rows, h.Cols)
	units.Score(l.score, s)
	l.on.Fill(1)
	units.On(l.on, s)
	units.Mean(l.mean, mat.New(h.Rows, h.Cols), s)
}

func (*law) String() string { return "probe" }

// lawOf is the law of units of so many columns: on zeros, on ones, and on numbers of all sizes.
func lawOf(u *est.Units, cols int) *law {
	l := &law{a: probe(34, cols, 4)}
	for j := range cols {
		l.a.Row(0)[j], l.a.Row(1)[j] = 0, 1
	}
	for i := 18; i < 34; i++ {
		for j := range cols {
			l.a.Row(i)[j] *= 0.1
		}
	}
	use(&est.Units{Estimator: u.Estimator, Deploy: l}, l.a)
	return l
}
