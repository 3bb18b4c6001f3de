package est_test

import (
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
