package est_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestSubsetSampler: every outcome of K units of six comes up as often as it should.
func TestSubsetSampler(t *testing.T) {
	a := []float64{0.3, -1, 2, 0, 0.5, -3}
	for k := 1; k <= 6; k++ {
		law, seen := kOf(k), map[string]float64{}
		g := esttest.NewGrid(esttest.Draw{Units: axes(law.Cuts(a))})
		esttest.Learn(est.SIMPLE{Subset: est.Subset{K: k}}, esttest.Rows(a, g.Rows()), count(g, seen), g)
		h := make([]float64, 6)
		for i := range law.Outcomes(6) {
			p := law.Outcome(h, a, i)
			esttest.Close(t, fmt.Sprint("P of ", h), []float64{seen[fmt.Sprint(h)]}, []float64{p}, 1e-12, 1e-5)
			delete(seen, fmt.Sprint(h))
		}
		if len(seen) > 0 {
			t.Errorf("K = %d: also %v", k, seen)
		}
	}
}

func axes(cuts [][]float64) (x []esttest.Axis) {
	for _, c := range cuts {
		x = append(x, esttest.Steps(0.5, c...))
	}
	return x
}

// count is a loss of 0 that adds up the weights of the rows by what their units are.
func count(g *esttest.Grid, seen map[string]float64) esttest.Func {
	row := 0
	return func(h, _ []float64) float64 {
		seen[fmt.Sprint(h)] += g.Weight(row)
		row++
		return 0
	}
}

// TestMarginals: the mean and the Jacobian of the law are those of all outcomes, for inputs far
// apart and far off as well; adding a number to all inputs changes nothing.
func TestMarginals(t *testing.T) {
	for _, a := range [][]float64{
		{0.3, -1, 2, 0, 0.5, -3}, {1, 1, 1, 1}, {0}, {40, -40, 0.5, 30, -60}, {700, 701, -700, 700.5}, {-90, -91, -92, -88, -90},
	} {
		for k := 1; k <= len(a); k++ {
			for _, shift := range []float64{0, 3} {
				x := slices.Clone(a)
				for j := range x {
					x[j] += shift
				}
				// In float32 inputs of this size are themselves rounded.
				loose := 1e-5 * max(1, slices.Max(x)-slices.Min(x))
				mean := esttest.Run(nn.Slope, est.New(est.SIMPLE{Subset: est.Subset{K: k}}), esttest.Rows(x, 1), marginalProbe(t, k, a, loose), nil)
				v, want := []float64{1, -2, 0.5, 3, -1, 0.2}[:len(a)], make([]float64, len(a))
				h, mu := make([]float64, len(a)), kOf(k).marginals(a)
				for i := range kOf(k).Outcomes(len(a)) {
					w := kOf(k).Outcome(h, a, i)
					dot := 0.0
					for j := range h {
						dot += v[j] * h[j]
					}
					for j := range h {
						want[j] += w * (h[j] - mu[j]) * dot
					}
				}
				esttest.Close(t, fmt.Sprintf("K = %d of %v: Cov·v", k, a), esttest.Wide(mean.Grad.Data), want, 1e-11, loose)
			}
		}
	}
}

// marginalProbe is the loss v·m, which checks m.
func marginalProbe(t *testing.T, k int, a []float64, loose float64) esttest.Func {
	return func(m, df []float64) (l float64) {
		esttest.Close(t, fmt.Sprintf("K = %d of %v: mean", k, a), m, kOf(k).marginals(a), 1e-12, loose)
		for j, v := range []float64{1, -2, 0.5, 3, -1, 0.2}[:len(a)] {
			l += v * m[j]
			df[j] += v
		}
		return l
	}
}

// TestSIMPLEOnASum: exact for a loss that is a sum over units; on fixture B it is biased.
func TestSIMPLEOnASum(t *testing.T) {
	a, law := []float64{0.3, -1, 2, 0, 0.5, -3}, kOf(2)
	f := esttest.Func(func(h, df []float64) (l float64) {
		for j, h := range h {
			l += float64(j*j) * h
			if df != nil {
				df[j] += float64(j * j)
			}
		}
		return l
	})
	_, want := esttest.Shallow(law, a, f)
	m := esttest.IntegrateAt(t, est.SIMPLE{Subset: est.Subset{K: 2}}, a, f, law.Cuts(a))
	esttest.Close(t, "gradient", m.Mean, want, 1e-12, 1e-5)
}

// TestOneOfThem: K = 1 is a one-hot group, for the sampler's law, the mean and the estimate.
func TestOneOfThem(t *testing.T) {
	want := esttest.IntegrateAt(t, est.StraightThroughSigmoid{Discrete: est.OneHot(6)}, groupA, groupF, esttest.OneHot{K: 6}.Cuts(groupA))
	got := esttest.IntegrateAt(t, est.SIMPLE{Subset: est.Subset{K: 1}}, groupA, groupF, kOf(1).Cuts(groupA))
	esttest.Close(t, "SIMPLE", got.Mean, want.Mean, 1e-12, 1e-5)
	esttest.Close(t, "SIMPLE: variance", got.Var, want.Var, 1e-12, 1e-5)
}

// TestManyOfMany: 400 units of 2,000: exactly so many are on, the marginals sum to their number, and
// those of equal inputs are equal.
func TestManyOfMany(t *testing.T) {
	a := make([]float64, 2000)
	for j := range a {
		a[j] = float64(j%5) * 3
	}
	u := est.New(est.SIMPLE{Subset: est.Subset{K: 400}})
	for _, h := range outputs(nn.Look, u, esttest.Rows(a, 3), esttest.Noise(1)) {
		if n := sum(h); n != 400 {
			t.Errorf("%v units are on, want 400", n)
		}
	}
	u.Deploy = est.Means{}
	m := outputs(nn.Use, u, esttest.Rows(a, 1), nil)[0]
	esttest.Close(t, "Σμ", []float64{sum(m) / 400, m[4] / m[1999], m[0] / m[5]}, []float64{1, 1, 1}, 1e-10, 1e-5)
	u.SetThreshold(0.9)
	if h := outputs(nn.Use, u, esttest.Rows(a, 1), nil)[0]; sum(h) != 400 || h[4] != 1 || h[3] != 0 {
		t.Errorf("at a threshold %v units are on: %v…", sum(h), h[:10])
	}
}

func sum(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}

// TestSubsetGates: exactly K blocks of each row are open.
func TestSubsetGates(t *testing.T) {
	for _, e := range []est.Estimator{est.SIMPLE{Subset: est.Subset{K: 2}}, est.IMLE{Perturbed: est.Perturbed{K: 2}}} {
		c := newConditional(e, e.About().Skips, 3)
		c.run(nn.Look, 9)
		if w := c.pass.Work; w.Open != 2*9 || w.All != 9*blocks {
			t.Errorf("%T: %d of %d blocks are open, want 2 a row", e, w.Open, w.All)
		}
	}
}

// TestSubsetRefuses settings that make no sense, and more units than there are.
func TestSubsetRefuses(t *testing.T) {
	for want, e := range map[string]est.Estimator{
		"est: Subset: K is 0: it must be 1 or more":  est.SIMPLE{},
		"est: Subset: K is -1: it must be 1 or more": est.SIMPLE{Subset: est.Subset{K: -1}},
		"λ is -1 and K is 0: λ must be above 0":      est.IMLE{Lambda: -1},
		"λ is NaN": est.IMLE{Lambda: math.NaN()},
		"both K = 2 of a row and one of each group of 3": est.IMLE{Perturbed: est.Perturbed{K: 2, Group: 3}},
		"K is 1: a group needs 2 columns or more":        est.IMLE{Perturbed: est.Perturbed{Group: 1}},
		"λ is 0 and K is -2":                             est.IMLE{Perturbed: est.Perturbed{K: -2}},
	} {
		if err := est.Check(e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for _, e := range []est.Estimator{est.SIMPLE{Subset: est.Subset{K: 4}}, est.IMLE{Perturbed: est.Perturbed{K: 4}}} {
		nntest.Panics(t, "K is 4 of 3 columns: take at most 3", func() {
			esttest.Learn(e, mat.New(1, 3), fixF, esttest.Noise(1))
		})
	}
}
