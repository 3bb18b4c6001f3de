package esttest

import (
	"math"
	"slices"

	"gater/est"
)

// Pieces is a uniform draw for estimates that are polynomials of the uniform between some cuts:
// two nodes of Gauss and Legendre in each piece, so that cubics, and squares of lines, are exact.
func Pieces(cuts ...float64) (x Axis) {
	cuts = append(slices.Sorted(slices.Values(cuts)), 1)
	lo := 0.0
	for _, hi := range cuts {
		if hi > lo {
			for _, t := range []float64{-1 / math.Sqrt(3), 1 / math.Sqrt(3)} {
				x = append(x, Point{(lo+hi)/2 + t*(hi-lo)/2, (hi - lo) / 2})
			}
			lo = hi
		}
	}
	return x
}

// Coins is the draw of a layer of Bernoulli units with inputs a, of which only the sides matter.
func Coins(a []float64) (units []Axis) {
	for _, a := range a {
		units = append(units, Steps(0.5, Sigmoid(a)))
	}
	return units
}

// Over is the exact expectation, and variance, of an estimator that makes these draws at its own
// layer, in this order, each column of each with an axis of its own.
func Over(e est.Estimator, a []float64, f Func, draws ...[]Axis) Moments {
	var all []Draw
	for _, units := range draws {
		all = append(all, Draw{Units: units})
	}
	g := NewGrid(all...)
	return moments(g, Learn(e, Rows(a, g.Rows()), f, g))
}
