package est_test

import (
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// TestCategoricalDisARMOfBits is DisARM, whose left is to be on: the uniforms turned round.
func TestCategoricalDisARMOfBits(t *testing.T) {
	u := []float64{0.1, 0.3, 0.55, 0.8, 0.97}
	for _, halves := range []bool{false, true} {
		for i := range u {
			x := []float64{u[i], u[(i+2)%5], u[(i+3)%5]}
			want := esttest.Learn(est.DisARM{}, esttest.Rows(fixA, 1), fixF, esttest.Script{x})
			for j := range x {
				x[j] = 1 - x[j]
			}
			got := esttest.Learn(est.CategoricalDisARM{Halves: halves}, esttest.Rows(fixA, 1), fixF, esttest.Script{x})
			// What is off in the one is off in the other, of which the pair is the other way round.
			esttest.Close(t, "DisARM", esttest.Wide(got.Grad.Data), esttest.Wide(want.Grad.Data), 1e-12, 1e-5)
		}
	}
}

// TestDecisionsAreUnbiased: of groups of any size, by a stick and by halves, on any loss.
func TestDecisionsAreUnbiased(t *testing.T) {
	a := []float64{0.3, -1.2, 2, 0.1, -0.4, 1, 0.7}
	for k := 2; k <= 7; k++ {
		f := esttest.Func(func(h, _ []float64) (l float64) {
			for j, h := range h {
				l += h * []float64{1, -2, 0.3, 3, 0.2, -1, 5}[j]
			}
			return l
		})
		law := esttest.OneHot{K: k}
		_, want := esttest.Shallow(law, a[:k], f)
		stick := decided(func(lo, _ int) int { return lo + 1 })(law)
		tree := decided(func(lo, hi int) int { return (lo + hi) / 2 })(law)
		d := est.OneHot(k)
		esttest.Close(t, "stick", stick(est.CategoricalDisARM{Discrete: d}, a[:k], f).Mean, want, 1e-12, 1e-5)
		esttest.Close(t, "tree", tree(est.CategoricalDisARM{Discrete: d, Halves: true}, a[:k], f).Mean, want, 1e-12, 1e-5)
	}
}
