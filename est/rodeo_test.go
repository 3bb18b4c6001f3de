package est_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// stein is RODEO of k samples with the given weights for its eight control variates.
func stein(k int, c ...float64) est.Estimator { return steinIn(est.Discrete{}, k, c...) }

func steinIn(d est.Discrete, k int, c ...float64) est.Estimator {
	e := est.RODEO{Discrete: d, K: k, Fit: &est.LeastSquares{}}
	for name, s := range nn.States(nn.Seq{est.New(e)}) {
		switch {
		case strings.HasSuffix(name, "gram"):
			*s = make([]float64, 64)
			for m := range 8 {
				(*s)[9*m] = 1
			}
		case strings.HasSuffix(name, "cross"):
			*s = append(make([]float64, 0, 8), c...)
		default:
			*s = []float64{1e15}
		}
	}
	return e
}

// unitVector has a 1 at m.
func unitVector(m int) []float64 {
	c := make([]float64, 8)
	c[m] = 1
	return c
}

// TestRODEOIsUnbiased for whatever weight of each control variate: they have mean 0, and none is 0.
func TestRODEOIsUnbiased(t *testing.T) {
	for k := 2; k <= 3; k++ {
		for _, f := range tables()[:2] {
			_, want := esttest.Shallow(esttest.Bernoulli, fixA, f)
			plain := esttest.Integrate(t, est.RLOO{K: k}, fixA, f, nil)
			for m := range 8 {
				got := esttest.Integrate(t, stein(k, unitVector(m)...), fixA, f, nil)
				what := fmt.Sprintf("%d samples, control variate %d", k, m)
				esttest.Close(t, what, got.Mean, want, 1e-12, 1e-4)
				if !differ(got.Var, plain.Var, 1e-3) {
					t.Errorf("%s does nothing", what)
				}
			}
		}
	}
}

// TestRODEOInGroupsIsUnbiased for whatever weight of each control variate.
func TestRODEOInGroupsIsUnbiased(t *testing.T) {
	law := esttest.OneHot{K: 3}
	f := esttest.Func(groupF)
	_, want := esttest.Shallow(law, groupA, f)
	plain := esttest.IntegrateAt(t, est.RLOO{Discrete: est.OneHot(3)}, groupA, f, law.Cuts(groupA))
	for m := range 8 {
		got := esttest.IntegrateAt(t, steinIn(est.OneHot(3), 2, unitVector(m)...), groupA, f, law.Cuts(groupA))
		esttest.Close(t, fmt.Sprint("control variate ", m), got.Mean, want, 1e-12, 1e-4)
		if !differ(got.Var, plain.Var, 1e-4) {
			t.Errorf("control variate %d does nothing", m)
		}
	}
}

// TestRODEOWithoutWeights is leave-one-out, draw by draw.
func TestRODEOWithoutWeights(t *testing.T) {
	for k := 2; k <= 4; k++ {
		run := func(e est.Estimator) []float64 {
			return esttest.Wide(esttest.Learn(e, esttest.Rows(fixA, 30), fixF, esttest.Noise(2)).Grad.Data)
		}
		want := run(est.RLOO{K: k})
		esttest.Close(t, "no fit", run(est.RODEO{K: k}), want, 1e-12, 1e-5)
		esttest.Close(t, "a fresh fit", run(est.RODEO{K: k, Fit: &est.LeastSquares{}}), want, 1e-12, 1e-5)
		if !differ(run(stein(k, 1, 1, 1, 1, 1, 1, 1, 1)), want, 0.01) {
			t.Error("control: weights of 1 change nothing")
		}
	}
}

// TestRODEOByNeighbours: the control variates of one draw are those that the definition gives, a
// sum over all D neighbours of each sample.
func TestRODEOByNeighbours(t *testing.T) {
	a := []float64{-1, 0.3, 0.8, -0.2, 2}
	const k = 3
	f := esttest.Func(func(h, df []float64) float64 {
		x := h[0] - 2*h[1] + 0.5*h[2] + 1.5*h[3] - h[4]
		for j, w := range []float64{1, -2, 0.5, 1.5, -1} {
			if df != nil {
				df[j] += w * math.Cos(x)
			}
		}
		return math.Sin(x)
	})
	run := func(e est.Estimator) []float64 {
		return esttest.Wide(esttest.Learn(e, esttest.Rows(a, 1), f, esttest.Noise(8)).Grad.Data)
	}
	var b, slope [k][]float64
	var loss [k]float64
	n := 0
	esttest.Learn(est.RLOO{K: k}, esttest.Rows(a, 1), func(h, _ []float64) float64 {
		b[n], slope[n] = append([]float64(nil), h...), make([]float64, len(a))
		loss[n] = f(h, slope[n])
		n++
		return 0
	}, esttest.Noise(8))
	mean := func(k0 int, x func(k int) float64) (m float64) {
		for n := range k {
			if n != k0 {
				m += x(n) / (k - 1)
			}
		}
		return m
	}
	h := func(k0, m int, y []float64) float64 { // h_m of sample k0 at y
		x := mean(k0, func(n int) (x float64) {
			for j, g := range slope[n] {
				x += g * (y[j] - b[n][j])
			}
			return x
		})
		level := mean(k0, func(n int) float64 { return loss[n] })
		return []float64{x, x * x, x * level, 1, level}[m]
	}
	stein1 := func(y []float64, g func(y []float64) float64) (sum float64) {
		for j, a := range a {
			p, z := esttest.Sigmoid(a), append([]float64(nil), y...)
			z[j] = 1 - z[j]
			sum += (z[j]*p + (1-z[j])*(1-p)) * (g(z) - g(y))
		}
		return sum
	}
	plain := run(est.RLOO{K: k})
	for m := range 8 {
		want := make([]float64, len(a))
		for i, a := range a {
			p := esttest.Sigmoid(a)
			for n := range k {
				if m < 3 {
					want[i] += (b[n][i] - p) / k * mean(n, func(l int) float64 {
						return stein1(b[l], func(y []float64) float64 { return h(l, m, y) })
					})
				} else {
					want[i] += stein1(b[n], func(y []float64) float64 { return h(n, m-3, y) * (y[i] - p) }) / k
				}
			}
		}
		got := run(stein(k, unitVector(m)...))
		for i := range got {
			got[i] = plain[i] - got[i]
		}
		esttest.Close(t, fmt.Sprint("control variate ", m), got, want, 1e-12, 1e-5)
	}
}
