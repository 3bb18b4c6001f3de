package est_test

import (
	"fmt"
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// weighed is double control variates of k samples with the weight η for each unit.
func weighed(k int, η ...float64) est.Estimator {
	e := est.DoubleCV{K: k, Eta: &est.Eta{}}
	for name, s := range nn.States(nn.Seq{est.New(e)}) {
		*s = make([]float64, len(η))
		for j, x := range η {
			(*s)[j] = 1
			if strings.HasSuffix(name, "num") {
				(*s)[j] = x
			}
		}
	}
	return e
}

// TestDoubleCVIsUnbiased for every weight, of two samples and of three, and for any loss.
func TestDoubleCVIsUnbiased(t *testing.T) {
	for _, f := range tables() {
		_, want := esttest.Shallow(esttest.Bernoulli, fixA, f)
		for _, e := range []est.Estimator{
			est.DoubleCV{}, est.DoubleCV{K: 3}, weighed(2, 0, 0, 0), weighed(2, 3, -1, 0.5), weighed(3, -2, 0.3, 1),
		} {
			m := esttest.Integrate(t, e, fixA, f, nil)
			esttest.Close(t, fmt.Sprintf("%+v", e), m.Mean, want, 1e-12, 1e-4)
		}
	}
}

// TestDoubleCVOfNothing: with weight 0 it is leave-one-out, draw by draw; with 1 it is not.
func TestDoubleCVOfNothing(t *testing.T) {
	for k := 2; k <= 4; k++ {
		run := func(e est.Estimator) []float64 {
			return esttest.Wide(esttest.Learn(e, esttest.Rows(fixA, 30), fixF, esttest.Noise(2)).Grad.Data)
		}
		want := run(est.RLOO{K: k})
		esttest.Close(t, "weight 0", run(weighed(k, 0, 0, 0)), want, 1e-12, 1e-5)
		if !differ(run(est.DoubleCV{K: k}), want, 0.01) {
			t.Error("control: with weight 1 it is leave-one-out too")
		}
		esttest.Close(t, "weight 1", run(weighed(k, 1, 1, 1)), run(est.DoubleCV{K: k}), 1e-12, 1e-5)
	}
}

// TestDoubleCVOnALine: two samples of a loss that is linear have no variance but that of the pair
// drawn; its closed form is what leave-one-out leaves of 0, so the estimate is exact.
func TestDoubleCVOnALine(t *testing.T) {
	f := esttest.Func(func(h, df []float64) float64 {
		if df != nil {
			df[0], df[1], df[2] = df[0]+3, df[1]-2, df[2]+0.5
		}
		return 3*h[0] - 2*h[1] + 0.5*h[2]
	})
	_, want := esttest.Shallow(esttest.Bernoulli, fixA, f)
	m := esttest.Integrate(t, est.DoubleCV{}, fixA, f, nil)
	esttest.Close(t, "gradient", m.Mean, want, 1e-12, 1e-5)
	esttest.Close(t, "variance", m.Var, []float64{0, 0, 0}, 1e-12, 1e-6)
	if m := esttest.Integrate(t, est.RLOO{}, fixA, f, nil); m.Var[0] < 0.01 {
		t.Errorf("control: leave-one-out has variance %v", m.Var)
	}
}

// TestDoubleCVGolden: the variance of two samples of one unit at the best weight, and that a
// learnt one goes there.
func TestDoubleCVGolden(t *testing.T) {
	for _, c := range []struct{ t, p, best, want float64 }{
		{0.45, 0.5, 0.02, 6.13e-4}, {0.45, 0.8, 0.09, 3.85e-5}, {0.499, 0.5, 0, 2.5e-7},
	} {
		u := esttest.Bowl(c.t, c.p)
		at := func(η float64) float64 {
			return esttest.Integrate(t, weighed(2, η), u.A(), u.F, nil).Var[0]
		}
		e := est.DoubleCV{Eta: &est.Eta{}}
		noise := esttest.Noise(1)
		for i := range 2000 {
			esttest.Learn(e, esttest.Rows(u.A(), 300), u.F, noise.Step(i))
		}
		learnt := esttest.Integrate(t, e, u.A(), u.F, nil).Var[0]
		t.Logf("t = %v, p = %v: variance %.4g at η = %v, %.4g as learnt", c.t, c.p, at(c.best), c.best, learnt)
		esttest.Close(t, "at the best weight", []float64{at(c.best) / c.want}, []float64{1}, 2e-3, 2e-3)
		if learnt > 1.002*c.want {
			t.Errorf("t = %v, p = %v: learnt %v, best %v", c.t, c.p, learnt, c.want)
		}
	}
}
