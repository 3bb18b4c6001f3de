package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// TestGappedByHand: y of the moved inputs, for a group of three with each outcome and for a bit.
func TestGappedByHand(t *testing.T) {
	a, d := []float64{0.5, 2, -1}, []float64{0.3, -0.8, 1.1}
	f := esttest.Func(func(_, df []float64) float64 {
		for j := range df {
			df[j] += d[j]
		}
		return 0
	})
	p := esttest.Softmax(a)
	sum := 0.0
	for k, moved := range [][]float64{{2, 1, -1}, {0.5, 2, -1}, {0.5, 1, 2}} { // gap 1
		for _, own := range []bool{false, true} {
			gap := 1.0
			if own {
				gap = -math.Log(1-p[k]) / p[k]
				for j, v := range a {
					moved[j] = v - max(0, v-2+gap)
				}
				moved[k] = 2
			}
			y := esttest.Softmax([]float64{moved[0] / 0.7, moved[1] / 0.7, moved[2] / 0.7})
			mean := y[0]*d[0] + y[1]*d[1] + y[2]*d[2]
			var want []float64
			for j := range y {
				want = append(want, y[j]*(d[j]-mean)/0.7)
			}
			e := est.GappedStraightThrough{Discrete: est.OneHot(3), Tau: nn.Fix(0.7)}
			if !own {
				e.Gap = 1
			}
			got := esttest.Learn(e, esttest.Rows(a, 1), f, esttest.Script{{sum + p[k]/2}})
			esttest.Close(t, fmt.Sprintf("outcome %d, gap %v", k, gap), esttest.Wide(got.Grad.Data), want, 1e-12, 1e-5)
		}
		sum += p[k]
	}
	for _, a := range []float64{-3, -0.4, 0.6, 3} {
		for _, h := range []float64{0, 1} {
			at := max(2*h*a-a, 1) * (2*h - 1)
			y := esttest.Sigmoid(at / 0.5)
			u := esttest.Sigmoid(a) + (0.5-h)*1e-3
			got := esttest.Learn(est.GappedStraightThrough{Gap: 1}, esttest.Rows([]float64{a}, 1), linear, esttest.Script{{u}})
			esttest.Close(t, fmt.Sprint("bit, a = ", a, ", h = ", h), append(esttest.Wide(got.Grad.Data), got.Loss[0]),
				[]float64{2 * y * (1 - y), h}, 1e-12, 1e-5)
		}
	}
}

// TestGappedBit: a bit of input a is the second column of a pair with inputs (0, a).
func TestGappedBit(t *testing.T) {
	second := esttest.Func(func(h, df []float64) float64 {
		if df != nil {
			df[1] += math.Exp(h[1])
		}
		return math.Exp(h[1])
	})
	for _, a := range []float64{-4, -0.3, 0, 1.7} {
		for _, gap := range []float64{0, 1} {
			bit := esttest.Integrate(t, est.GappedStraightThrough{Gap: gap}, []float64{a}, exp, nil)
			pair := esttest.IntegrateAt(t, est.GappedStraightThrough{Discrete: est.OneHot(2), Gap: gap},
				[]float64{0, a}, second, esttest.OneHot{K: 2}.Cuts([]float64{0, a}))
			esttest.Close(t, fmt.Sprint("a = ", a), pair.Mean, []float64{-bit.Mean[0], bit.Mean[0]}, 1e-12, 1e-5)
		}
	}
}
