package esttest

import (
	"math"
	"slices"
)

// Point is one value that noise may take, and its probability.
type Point struct{ X, W float64 }

// Axis is one draw as a list of points whose weights sum to 1.
type Axis []Point

// Steps is a uniform draw of which only the sides of some cuts matter: one point in each interval
// between 0, the cuts and 1, at the given fraction of it, with the interval's length as weight.
func Steps(at float64, cuts ...float64) (x Axis) {
	cuts = append(slices.Sorted(slices.Values(cuts)), 1)
	lo := 0.0
	for _, hi := range cuts {
		if hi > lo {
			x = append(x, Point{lo + at*(hi-lo), hi - lo})
			lo = hi
		}
	}
	return x
}

// Gaussian is a normal draw for quadrature; the integrand is smooth between the kinks.
func Gaussian(kinks ...float64) Axis {
	return gauss(-9, 9, kinks, func(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) })
}

// Logistic is a uniform draw u for quadrature over z = log u − log(1−u); the integrand is smooth
// in z between the kinks. In float32 it ends where u would round to 1.
func Logistic(kinks ...float64) Axis {
	x := gauss(-36, tol(30, 15), kinks, func(z float64) float64 { return Sigmoid(z) * Sigmoid(-z) })
	for i := range x {
		x[i].X = Sigmoid(x[i].X)
	}
	return x
}

// gauss is quadrature over [lo, hi] under a density, five nodes of Gauss and Legendre to each
// piece of length ¼ or less.
func gauss(lo, hi float64, kinks []float64, density func(float64) float64) (x Axis) {
	ends := slices.Clone(kinks)
	for z := lo; z <= hi; z += 0.25 {
		ends = append(ends, z)
	}
	slices.Sort(ends)
	for i, to := range ends[1:] {
		from := ends[i]
		for k, t := range legendre {
			z := (from+to)/2 + t*(to-from)/2
			x = append(x, Point{z, legendreWeight[k] * (to - from) / 2 * density(z)})
		}
	}
	return x
}

var (
	legendre = [5]float64{
		-math.Sqrt(5+2*math.Sqrt(10./7)) / 3, -math.Sqrt(5-2*math.Sqrt(10./7)) / 3, 0,
		math.Sqrt(5-2*math.Sqrt(10./7)) / 3, math.Sqrt(5+2*math.Sqrt(10./7)) / 3,
	}
	legendreWeight = [5]float64{
		(322 - 13*math.Sqrt(70)) / 900, (322 + 13*math.Sqrt(70)) / 900, 128. / 225,
		(322 + 13*math.Sqrt(70)) / 900, (322 - 13*math.Sqrt(70)) / 900,
	}
)
