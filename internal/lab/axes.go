package lab

import (
	"math"
	"slices"
)

// coin is a uniform draw of which only the side of the cuts matters: a point in every interval
// between them, at a fraction of it, with its length, which may be 0, as weight.
func coin(at float64, cuts ...float64) (x []point) {
	slices.Sort(cuts)
	lo := 0.0
	for _, hi := range append(cuts, 1) {
		x = append(x, point{lo + at*(hi-lo), hi - lo})
		lo = hi
	}
	return x
}

// uniform is a draw u for quadrature over z = log u − log(1−u), where densities and relaxations
// are smooth but for kinks. What lies beyond the last u below 1 counts there.
func uniform(h, shift float64, kinks ...float64) []point {
	last := map[bool]float64{true: 16, false: 34}[single]
	x := quadrature(-last-4, last, h, shift, kinks, func(z float64) float64 { return sigmoid(z) * sigmoid(-z) })
	for i := range x {
		x[i].x = min(sigmoid(x[i].x), 1-map[bool]float64{true: 0x1p-24, false: 0x1p-53}[single])
	}
	x[len(x)-1].w += sigmoid(-last)
	return normalise(x)
}

// normal is a normal draw for quadrature, smooth but for kinks.
func normal(h, shift float64, kinks ...float64) []point {
	return normalise(quadrature(-9, 9, h, shift, kinks, func(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }))
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// quadrature is Gauss and Legendre's rule under a density, eight nodes to every piece of [lo, hi]
// between kinks and the points lo + (shift+k)·h, 0 ≤ shift < 1: as many nodes for any shift.
func quadrature(lo, hi, h, shift float64, kinks []float64, density func(float64) float64) (x []point) {
	ends := []float64{lo, hi}
	for _, k := range kinks {
		if lo < k && k < hi {
			ends = append(ends, k)
		}
	}
	for k := range int((hi - lo) / h) {
		ends = append(ends, lo+(shift+float64(k))*h)
	}
	slices.Sort(ends)
	for i, b := range ends[1:] {
		a := ends[i]
		for k, t := range legendre.x {
			z := (a+b)/2 + t*(b-a)/2
			x = append(x, point{z, legendre.w[k] * (b - a) / 2 * density(z)})
		}
	}
	return x
}

func normalise(x []point) []point {
	sum := 0.0
	for _, p := range x {
		sum += p.w
	}
	for i := range x {
		x[i].w /= sum
	}
	return x
}

// legendre is the rule of eight nodes: the roots x of the Legendre polynomial P₈, found by
// Newton's method, and weights 2 / (1−x²)P₈′(x)².
var legendre = func() (r struct{ x, w [8]float64 }) {
	const n = 8
	for i := range n {
		x := math.Cos(math.Pi * (float64(i) + 0.75) / (n + 0.5))
		var slope float64
		for range 50 {
			p, q := 1.0, 0.0 // P_k and P_{k−1}
			for k := range n {
				p, q = ((2*float64(k)+1)*x*p-float64(k)*q)/float64(k+1), p
			}
			slope = n * (x*p - q) / (x*x - 1)
			x -= p / slope
		}
		r.x[i], r.w[i] = x, 2/((1-x*x)*slope*slope)
	}
	return r
}()
