package est_test

import (
	"fmt"
	"math"
	"math/bits"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// gaps are the n−1 uniforms of each unit, in each of the outcomes that ARMS can make of them: which
// of the n gaps are wider than t = 1 − m^{1/(n−1)}, of which any q are with chance (1 − qt)₊^{n−1}.
func gaps(n int) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
	return func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
		var all esttest.Joint
		for _, a := range a {
			m := esttest.Sigmoid(-math.Abs(a))
			all = append(all, outcomes(n, 1-math.Pow(m, 1/float64(n-1))))
		}
		return esttest.OverJoint(e, a, f, all)
	}
}

// outcomes goes through the sets of wide gaps; those chances are sums over the sets that contain it.
func outcomes(n int, t float64) (sides []esttest.Side) {
	least := func(q int) float64 { return math.Pow(max(0, 1-float64(q)*t), float64(n-1)) }
	for set := range 1 << n {
		w := 0.0
		for more := range 1 << n {
			if more&set == set {
				q := bits.OnesCount(uint(more))
				w += least(q) * float64(1-2*((q-bits.OnesCount(uint(set)))&1))
			}
		}
		if w > 1e-15 {
			sides = append(sides, esttest.Side{X: cutsOf(n, set, t), W: w})
		}
	}
	return sides
}

// cutsOf are uniforms whose gaps are wider than t in the set and narrower elsewhere.
func cutsOf(n, set int, t float64) (x []float64) {
	q := float64(bits.OnesCount(uint(set)))
	narrow := 1 / float64(n) // if none is wide
	if q > 0 {
		narrow = min(t, (1-q*t)/max(1, float64(n)-q)) / 2
	}
	sum := 0.0
	for k := range n - 1 {
		gap := narrow
		if set>>k&1 == 1 {
			gap = (1 - (float64(n)-q)*narrow) / q
		}
		sum += gap
		x = append(x, sum)
	}
	return x
}

// TestGaps: the outcomes' chances sum to 1, that of one gap being wide is m, and the uniforms have
// the gaps that they stand for.
func TestGaps(t *testing.T) {
	for n := 2; n <= 5; n++ {
		for _, m := range []float64{0.02, 0.2, 0.45, 0.5} {
			wide := 1 - math.Pow(m, 1/float64(n-1))
			one, first, last := 0.0, 0.0, 0.0
			for _, s := range outcomes(n, wide) {
				one += s.W
				if s.X[0] > wide {
					first += s.W
				}
				if 1-s.X[n-2] > wide {
					last += s.W
				}
			}
			esttest.Close(t, fmt.Sprintf("n = %d, m = %v", n, m), []float64{one, first, last}, []float64{1, m, m}, 1e-12, 1e-12)
		}
	}
}

// TestARMSIsUnbiased for two to five samples, any loss, and probabilities near 0 and 1.
func TestARMSIsUnbiased(t *testing.T) {
	for n := 2; n <= 5; n++ {
		for _, a := range inputs {
			for _, f := range tables()[:2] {
				if n > 3 {
					a, f = a[1:], esttest.Table([]float64{1, -2, 0.3, 3})
				}
				_, want := esttest.Shallow(esttest.Bernoulli, a, f)
				got := gaps(n)(est.ARMS{N: n}, a, esttest.Blind(f))
				esttest.Close(t, fmt.Sprintf("%d samples at %v", n, a), got.Mean, want, 1e-12, 2e-5)
			}
		}
	}
}

// TestARMSOfTwo is DisARM, uniform by uniform.
func TestARMSOfTwo(t *testing.T) {
	for _, a := range inputs {
		run := func(e est.Estimator) []float64 {
			r := esttest.Learn(e, esttest.Rows(a, 50), fixF, esttest.Noise(4))
			return esttest.Wide(r.Grad.Data)
		}
		esttest.Close(t, fmt.Sprint(a), run(est.ARMS{N: 2}), run(est.DisARM{}), 1e-12, 1e-5)
		if !differ(run(est.ARMS{N: 3}), run(est.DisARM{}), 1e-3) {
			t.Errorf("control: three samples at %v are DisARM too", a)
		}
	}
}

// TestARMSGolden: the published variances at t = .49, and never above those of independent samples.
func TestARMSGolden(t *testing.T) {
	for _, c := range []struct {
		n       int
		p, want float64
	}{{4, 0.25, 1.83e-6}, {4, 0.5, 6.1e-7}, {6, 0.25, 1.04e-6}} {
		u := esttest.Bowl(0.49, c.p)
		got := gaps(c.n)(est.ARMS{N: c.n}, u.A(), u.F).Var[0]
		if math.Abs(got-c.want) > 0.01*c.want {
			t.Errorf("%d samples, p = %v: variance %.4g, published as %.3g", c.n, c.p, got, c.want)
		}
		if loo := u.LeaveOneOut(c.n); got > loo {
			t.Errorf("%d samples, p = %v: variance %v, independent %v", c.n, c.p, got, loo)
		}
	}
}
