package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// TestCARMSOfBitsIsARMS: the same mean and the same variance.
func TestCARMSOfBitsIsARMS(t *testing.T) {
	for n := 2; n <= 4; n++ {
		want := gaps(n)(est.ARMS{N: n}, fixA, fixF)
		got := broken(n)(esttest.Bernoulli)(est.CARMS{N: n}, fixA, fixF)
		esttest.Close(t, "mean", got.Mean, want.Mean, 1e-12, 1e-5)
		esttest.Close(t, "variance", got.Var, want.Var, 1e-12, 1e-5)
	}
}

// TestCARMSIsBelowLeaveOneOut at as many runs, on six groups' coordinates together, where outcomes
// are about as likely as each other; with one near certain the two are the same, nearly.
func TestCARMSIsBelowLeaveOneOut(t *testing.T) {
	for _, c := range []struct {
		a     []float64
		below float64
	}{{[]float64{0, 0.1, -0.1, 0.2, 0, -0.2}, 0.85}, {[]float64{6, 0, 0.3, 0, 0.1, 6}, 1.001}} {
		for n := 2; n <= 3; n++ {
			law := esttest.OneHot{K: 3}
			got := sumOf(broken(n)(law)(est.CARMS{Discrete: est.OneHot(3), N: n}, c.a, bowl(0.3)).Var)
			loo := sumOf(esttest.IntegrateAt(t, est.RLOO{Discrete: est.OneHot(3), K: n}, c.a, bowl(0.3), law.Cuts(c.a)).Var)
			if !(got < c.below*loo) {
				t.Errorf("%d samples at %v: variance %v, leave-one-out %v", n, c.a, got, loo)
			}
		}
	}
}

// sumOf is the sum of some numbers.
func sumOf(x []float64) (sum float64) {
	for _, v := range x {
		sum += v
	}
	return sum
}

// TestGroupsByHand: single draws of a group of three, f = 1, 2, 4, that the pages work out.
func TestGroupsByHand(t *testing.T) {
	f := esttest.Func(func(h, _ []float64) float64 { return h[0] + 2*h[1] + 4*h[2] })
	for _, c := range []struct {
		name string
		e    est.Estimator
		p    []float64
		u    esttest.Script
		want []float64
	}{
		{"CARMS, second and third", est.CARMS{Discrete: est.OneHot(3), N: 2}, []float64{0.2, 0.3, 0.5}, esttest.Script{{0.5, 0.7}}, []float64{0, -2. / 3, 2. / 3}},
		{"CARMS, first and third", est.CARMS{Discrete: est.OneHot(3), N: 2}, []float64{0.2, 0.3, 0.5}, esttest.Script{{0.9, 0.7}}, []float64{-1.2, 0, 1.2}},
		{"CARMS, alike", est.CARMS{Discrete: est.OneHot(3), N: 2}, []float64{0.2, 0.3, 0.5}, esttest.Script{{0.5, 0.5}}, []float64{0, 0, 0}},
		{"CARMS, likelier first", est.CARMS{Discrete: est.OneHot(3), N: 2}, []float64{0.5, 0.3, 0.2}, esttest.Script{{0.9, 0.7}}, []float64{-1.2, 0, 1.2}},
		{"bit flip", est.BitFlip{Discrete: est.OneHot(3)}, []float64{0.5, 0.3, 0.2}, esttest.Script{{0.1, 0.5, 0.1}}, []float64{-0.25, 0.35, -0.1}},
		{"bit flip, the other", est.BitFlip{Discrete: est.OneHot(3)}, []float64{0.5, 0.3, 0.2}, esttest.Script{{0.1, 0.5, 0.9}}, []float64{-0.75, -0.45, 1.2}},
	} {
		a := make([]float64, 3)
		for k, p := range c.p {
			a[k] = math.Log(p)
		}
		got := esttest.Learn(c.e, esttest.Rows(a, 1), f, c.u).Grad
		esttest.Close(t, c.name, esttest.Wide(got.Data), c.want, 1e-9, 1e-6)
	}
}
