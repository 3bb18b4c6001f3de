package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
)

// inTurn is the law of two units drawn one after the other without putting back, with the
// probabilities of a softmax.
type inTurn struct{ kOf }

func (l inTurn) Outcome(h, a []float64, i int) float64 {
	l.kOf.Outcome(h, a, i)
	p := esttest.Softmax(a)
	w, both := 0.0, 1.0
	for j, h := range h {
		if h == 1 {
			w += 1 / (1 - p[j])
			both *= p[j]
		}
	}
	return w * both
}

func (l inTurn) Back(g, a, _ []float64, i int, loss float64) {
	h, x := make([]float64, len(a)), append([]float64(nil), a...)
	for j := range x {
		x[j] = a[j] + 1e-5
		up := math.Log(l.Outcome(h, x, i))
		x[j] = a[j] - 1e-5
		g[j] += loss * (up - math.Log(l.Outcome(h, x, i))) / 2e-5
		x[j] = a[j]
	}
}

// TestPerturbed: the K largest under Gumbel noise are drawn in turn; with none at all a unit is a
// bit, uniform by uniform.
func TestPerturbed(t *testing.T) {
	a := []float64{0.3, -1, 2, 0}
	seen, tally := map[string]float64{}, esttest.Tally{}
	const rows = 40_000
	f := esttest.Func(func(h, _ []float64) float64 { seen[fmt.Sprint(h)]++; return 0 })
	esttest.Learn(est.IMLE{Perturbed: est.Perturbed{K: 2}}, esttest.Rows(a, rows), f, esttest.Noise(1))
	h := make([]float64, 4)
	for i := range kOf(2).Outcomes(4) {
		p := inTurn{2}.Outcome(h, a, i)
		q := kOf(2).Outcome(h, a, i)
		got, err := seen[fmt.Sprint(h)]/rows, math.Sqrt(p*(1-p)/rows)
		tally.Add(math.Abs(got-q) / err)
		if math.Abs(got-p) > 4.5*err {
			t.Errorf("P of %v is %v, want %v", h, got, p)
		}
	}
	if tally.Mean(0) < 5 {
		t.Error("control: it could be the law of Subset as well")
	}
	run := func(e est.Estimator) []float64 {
		return esttest.Learn(e, esttest.Rows(fixA, 50), fixF, esttest.Noise(5)).Loss
	}
	esttest.Close(t, "bits", run(est.IMLE{}), run(est.Reinforce{}), 0, 0)
}

// TestIMLEBias: one bit, λ and the slopes d₁ and d₀ of the loss at 1 and at 0: the mean is what the
// four intervals of the noise give, and goes to the trapezoid rule when symmetric.
func TestIMLEBias(t *testing.T) {
	for _, a := range []float64{-1.5, 0.2} {
		for _, d := range [][2]float64{{2, 1}, {-1, 0.5}, {1.5, -2}, {-1, -3}} {
			for _, λ := range []float64{3, 0.5, 1e-3} {
				f := one(func(h float64) float64 { return 7 * h }, func(h float64) float64 { return d[1] + h*(d[0]-d[1]) })
				p := func(x float64) float64 { return esttest.Sigmoid(a + x) }
				var cuts []float64
				for _, d := range d {
					cuts = append(cuts, p(λ*d), p(-λ*d))
				}
				at := func(float64) []float64 { return append(cuts, p(0)) }
				plain := (max(0, p(0)-p(-λ*d[0])) - max(0, p(-λ*d[1])-p(0))) / λ
				m := esttest.Integrate(t, est.IMLE{Lambda: λ}, []float64{a}, f, at)
				esttest.Close(t, "plain", m.Mean, []float64{plain}, 1e-12, 1e-3)
				// On: turned off by λd₁ > 0, and by −λd₁ > 0 on the other side. Off: the same.
				both := (max(0, p(0)-p(-λ*d[0])) - max(0, p(0)-p(λ*d[0])) + max(0, p(λ*d[1])-p(0)) - max(0, p(-λ*d[1])-p(0))) / (2 * λ)
				m = esttest.Integrate(t, est.IMLE{Lambda: λ, Symmetric: true}, []float64{a}, f, at)
				esttest.Close(t, "symmetric", m.Mean, []float64{both}, 1e-12, 1e-3)
				if λ == 1e-3 {
					esttest.Close(t, "limit", []float64{both}, []float64{p(0) * (1 - p(0)) * (d[0] + d[1]) / 2}, 3e-3, 3e-3)
				}
			}
		}
	}
}

// TestTop: the k largest, of equals the first.
func TestTop(t *testing.T) {
	f := esttest.Func(func(h, _ []float64) float64 { return h[0] + 2*h[1] + 4*h[2] + 8*h[3] })
	for want, c := range map[float64]struct {
		a []float64
		k int
	}{1: {[]float64{3, 1, 2, 0}, 1}, 5: {[]float64{3, 1, 2, 0}, 2}, 6: {[]float64{-9, 1, 1, 1}, 2}, 15: {[]float64{0, 0, 0, -1e30}, 4}, 8: {[]float64{-1e30, -1e30, -1e30, 0}, 1}} {
		for name, e := range map[string]est.Estimator{
			"IMLE": est.IMLE{Perturbed: est.Perturbed{K: c.k}}, "SIMPLE": est.SIMPLE{Subset: est.Subset{K: c.k}},
		} {
			u := est.New(e)
			u.SetThreshold(0.7)
			if got := outputs(0, u, esttest.Rows(c.a, 1), nil)[0]; f(got, nil) != want {
				t.Errorf("%s: %d of %v: %v", name, c.k, c.a, got)
			}
		}
	}
}

// TestIMLEInGroups: the largest of each group under Gumbel noise has the law of the softmax, and
// where the gradient moves a group one unit comes on and one goes off.
func TestIMLEInGroups(t *testing.T) {
	e := est.IMLE{Perturbed: est.Perturbed{Group: 3}}
	const rows = 40_000
	seen := make([]float64, len(groups))
	esttest.Learn(e, esttest.Rows(groups, rows), func(h, _ []float64) float64 {
		for j, h := range h {
			seen[j] += h / rows
		}
		return 0
	}, esttest.Noise(3))
	for u := range 2 {
		p := esttest.Softmax(groups[3*u : 3*u+3])
		for k, p := range p {
			if got := seen[3*u+k]; math.Abs(got-p) > 4.5*math.Sqrt(p*(1-p)/rows) {
				t.Errorf("P of %d in group %d is %v, want %v", k, u, got, p)
			}
		}
	}
	r := esttest.Learn(est.IMLE{Perturbed: est.Perturbed{Group: 3}, Lambda: 0.5}, esttest.Rows(groups, 500), bowl(0.3), esttest.Noise(4))
	moved := 0
	for i := range 500 {
		for u := range 2 {
			sum, some := 0.0, false
			for _, g := range r.Grad.Row(i)[3*u : 3*u+3] {
				sum += float64(g)
				some = some || g != 0
			}
			if sum != 0 {
				t.Fatalf("row %d: the gradients of group %d sum to %v: one comes on where one goes off", i, u, sum)
			}
			if some {
				moved++
			}
		}
	}
	if moved == 0 {
		t.Error("control: no group ever moves")
	}
}
