package est_test

import (
	"math"
	"slices"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// swapped is the expectation of an estimate that is linear in the π of each unit as long as no
// swap of two of them turns: one point, the mean, in each such cell of the simplex.
func swapped(law esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
	return func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
		var j esttest.Joint
		for u := range len(a) / law.Group() {
			j = append(j, cells(inputsOf(law, a, u)))
		}
		return esttest.OverJoint(e, a, f, j)
	}
}

// cells is the cells of the simplex of two or three outcomes with inputs φ, which are cut where
// π_x/π_y is some e^{φ_i − φ_k}. A side is the uniforms whose exponentials are the cell's mean.
func cells(φ []float64) (sides []esttest.Side) {
	whole := [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}[:len(φ)]
	all := [][][]float64{whole}
	for x := range φ {
		for y := range x {
			for i := range φ {
				for k := range φ {
					if i != k {
						all = cut(all, x, y, math.Exp(φ[i]-φ[k]))
					}
				}
			}
		}
	}
	for _, c := range all {
		for t := 1; t+1 < max(len(c), 3); t++ {
			part := [][]float64{c[0], c[t], c[min(t+1, len(c)-1)]}[:min(3, len(c))]
			side := esttest.Side{W: size(part)}
			for d := range φ {
				m := 0.0
				for _, v := range part {
					m += v[d] / float64(len(part))
				}
				side.X = append(side.X, math.Exp(-m))
			}
			sides = append(sides, side)
		}
	}
	return sides
}

// cut parts each polygon along π_x = c·π_y.
func cut(all [][][]float64, x, y int, c float64) (out [][][]float64) {
	for _, poly := range all {
		var low, high [][]float64
		for i, v := range poly {
			w := poly[(i+1)%len(poly)]
			d, e := v[x]-c*v[y], w[x]-c*w[y]
			if d <= 0 {
				low = append(low, v)
			}
			if d >= 0 {
				high = append(high, v)
			}
			if d*e < 0 && !(len(poly) == 2 && i == 1) {
				at := make([]float64, len(v))
				for k := range at {
					at[k] = (v[k]*e - w[k]*d) / (e - d)
				}
				low, high = append(low, at), append(high, at)
			}
		}
		for _, p := range [][][]float64{low, high} {
			if len(p) >= min(3, len(poly)) {
				out = append(out, p)
			}
		}
	}
	return out
}

// size is a cell's share of the simplex: the determinant of its corners.
func size(c [][]float64) float64 {
	if len(c) == 2 {
		return math.Abs(c[0][0] - c[1][0])
	}
	x, y, z := c[0], c[1], c[2]
	return math.Abs(x[0]*(y[1]*z[2]-y[2]*z[1]) - x[1]*(y[0]*z[2]-y[2]*z[0]) + x[2]*(y[0]*z[1]-y[1]*z[0]))
}

// TestCells: they make up the simplex, and an outcome has its probability.
func TestCells(t *testing.T) {
	for _, φ := range [][]float64{{0, 0.7}, {0, 0}, {-0.8, 0.4, 1.1}, {0, 0, 0}, {2, -1, 0.3}} {
		got := make([]float64, len(φ)+1)
		for _, s := range cells(φ) {
			got[len(φ)] += s.W
			z := slices.Clone(φ)
			for i, u := range s.X {
				z[i] -= math.Log(-math.Log(u))
			}
			got[slices.Index(z, slices.Max(z))] += s.W
		}
		esttest.Close(t, "shares", got, append(esttest.Softmax(φ), 1), 1e-12, 1e-12)
	}
}

// TestARSMOfBits is ARM: the uniforms whose exponentials have its share of their sum.
func TestARSMOfBits(t *testing.T) {
	for _, u := range []float64{0.1, 0.3, 0.5001, 0.8, 0.97} {
		want := esttest.Learn(est.ARM{}, esttest.Rows(fixA, 1), fixF, esttest.Script{{u, 1 - u, u}})
		draws := []float64{}
		for _, u := range []float64{u, 1 - u, u} {
			draws = append(draws, math.Exp(u-1), math.Exp(-u))
		}
		got := esttest.Learn(est.ARSM{}, esttest.Rows(fixA, 1), fixF, esttest.Script{draws})
		esttest.Close(t, "ARM", esttest.Wide(got.Grad.Data), esttest.Wide(want.Grad.Data), 1e-12, 1e-5)
	}
}
