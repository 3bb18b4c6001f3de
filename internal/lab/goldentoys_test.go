package lab_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/internal/catalog"
	"gater/internal/lab"
)

// TestToy: the per-coordinate variances of the toy of 200 units (Titsias and Shi, 2022). The
// literature's are of two runs: half of those of estimators of one.
func TestToy(t *testing.T) {
	for _, c := range []struct {
		name string
		e    est.Estimator
		want float64
	}{
		{"score function", est.Reinforce{}, 2 * 7.81e-3},
		{"MuProp without a baseline", est.MuProp{}, 2 * 7.81e-3},
		{"times the sigmoid's", est.StraightThroughSigmoid{}, 2 * 7.81e-7},
		{"ReinMax", est.ReinMax{}, 2 * 7.81e-7},
		{"less the mean", est.Reinforce{Baseline: still(0.25 + 1e-6)}, 2 * 6.22e-10},
		{"leave-one-out", est.RLOO{}, 1.250e-9},
		{"DisARM", est.DisARM{}, 1.244e-9},
		{"ARM", est.ARM{}, 1.660e-9},
	} {
		r := of(t, "toy200", c.e, own(), lab.Options{Draws: 1 << 15, Seed: 4})
		near(t, c.name+": variance", r.Variance, c.want, 4*r.VarSE+1e-3*c.want) // printed with three digits
		if r.Exact != 2.5e-6 && math.Abs(r.Exact-2.5e-6) > 1e-12 {
			t.Errorf("the true gradient is %v", r.Exact)
		}
	}
}

// TestThreeUnits: the mean variances of the three units come in the order of the literature, and
// within 40 % of its figures, which are of a loss that it does not print. BitFlip and DisARM, close
// to each other there, come the other way round here, and are held to their figures alone.
func TestThreeUnits(t *testing.T) {
	last := math.Inf(1)
	for _, c := range []struct {
		e    est.Estimator
		want float64 // as printed, of another loss
	}{
		{est.Reinforce{}, .234}, {est.RLOO{}, .150}, {est.DisARM{}, .106}, {est.MuProp{}, .039}, {est.ReinMax{}, .0117}, {est.LocalExpectations{}, .0083},
	} {
		r := of(t, "three", c.e, own(), lab.Options{Draws: 1 << 16})
		t.Logf("%T: %.4g, printed %.3g", c.e, r.Variance, c.want)
		if r.Variance > last || math.Abs(math.Log(r.Variance/c.want)) > math.Log(1.4) {
			t.Errorf("%T: variance %v, the one before %v, printed %v", c.e, r.Variance, last, c.want)
		}
		last = r.Variance
	}
	flip := of(t, "three", est.BitFlip{}, own(), lab.Options{}).Variance
	near(t, "BitFlip: variance", flip, .113, .4*.113)
}

// TestSharedLogit: every estimator of the catalogue that claims to be unbiased for bits is within 4.5
// standard errors of −0.045 on the three units of one input, and some that do not are far from it.
func TestSharedLogit(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	far := 0
	for i := range catalog.Gates {
		s, err := catalog.ParseSpec(catalog.Gates[i].Name)
		if err != nil {
			t.Fatal(err)
		}
		if lab.FitsBits(s) != nil {
			continue
		}
		r := measure(t, "shared", s.Text, own(), lab.Options{NoExact: true, Draws: 1 << 13, Seed: 3})
		near(t, "the true gradient", r.Exact, -0.045, 1e-12)
		z := math.Abs(r.Mean+0.045) / math.Hypot(r.BiasSE, 1e-8)
		if a := s.New().About(); a.Unbiased && lab.Hard(s.New()) && z > 4.5 {
			t.Errorf("%s: %v ± %v", s.Text, r.Mean, r.BiasSE)
		} else if !a.Unbiased && z > 10 {
			far++
		}
	}
	if far < 3 {
		t.Errorf("control: only %d biased estimators are seen to be", far)
	}
}
