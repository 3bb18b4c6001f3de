package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// TestNumbersOfThePages: the single draws that the pages under docs/derive work out by hand, for
// f = (h − 0.45)² unless the row says otherwise.
func TestNumbersOfThePages(t *testing.T) {
	bowl := one(func(h float64) float64 { return (h - 0.45) * (h - 0.45) }, func(h float64) float64 { return 2 * (h - 0.45) })
	for _, c := range []struct {
		page string
		e    est.Estimator
		p    float64
		f    esttest.Func
		u    []float64
		want float64
	}{
		{"score function, on", est.Reinforce{}, 0.8, bowl, []float64{0.1}, 0.0605},
		{"score function, off", est.Reinforce{}, 0.8, bowl, []float64{0.9}, -0.162},
		{"score function, best baseline, on", est.Reinforce{Baseline: fixed{0.2225}}, 0.8, bowl, []float64{0.1}, 0.016},
		{"score function, best baseline, off", est.Reinforce{Baseline: fixed{0.2225}}, 0.8, bowl, []float64{0.9}, 0.016},
		{"score function, E[f], on", est.Reinforce{Baseline: fixed{0.2825}}, 0.8, bowl, []float64{0.1}, 0.004},
		{"score function, E[f], off", est.Reinforce{Baseline: fixed{0.2825}}, 0.8, bowl, []float64{0.9}, 0.064},
		{"leave-one-out, unlike", est.RLOO{}, 0.8, bowl, []float64{0.1, 0.9}, 0.05},
		{"MuProp, on", est.MuProp{}, 0.8, bowl, []float64{0.1}, 0.12},
		{"MuProp, off", est.MuProp{}, 0.8, bowl, []float64{0.9}, -0.4},
		{"DisARM, unlike", est.DisARM{}, 0.8, bowl, []float64{0.1}, 0.04},
		{"DisARM, alike", est.DisARM{}, 0.8, bowl, []float64{0.5}, 0},
		{"local expectations", est.LocalExpectations{}, 0.8, bowl, []float64{0.9}, 0.016},
		{"REBAR", est.REBAR{}, 0.5, bowl, []float64{0.75}, 0.158},
		{"double control variates, both on", est.DoubleCV{}, 0.8, bowl, []float64{0.1, 0.1}, 0.176},
		{"double control variates, both off", est.DoubleCV{}, 0.8, bowl, []float64{0.9, 0.9}, -0.144},
		{"double control variates, unlike", est.DoubleCV{}, 0.8, bowl, []float64{0.1, 0.9}, -0.284},
		{"ReinMax, on", est.ReinMax{}, 0.8, bowl, []float64{0.1}, 0.11},
		{"ReinMax, off", est.ReinMax{}, 0.8, bowl, []float64{0.9}, -0.36},
		{"gapped, on", est.GappedStraightThrough{}, 0.5, bowl, []float64{0.1}, 1.1 * 32 / 289},
		{"surrogate", est.Surrogate{}, 0.5, bowl, []float64{0.1}, -0.9},
		{"times smooth, on", est.TimesSmooth{}, 0.25, linear, []float64{0.1}, 0.1875},
		{"times smooth of the code, on", est.TimesSmoothCode{}, 0.25, linear, []float64{0.1}, 0.1875},
		{"noisy rectifier", est.NoisyRectifier{Logistic: true}, 0.5, linear, []float64{0.75}, 1},
		{"straight-through, on", est.StraightThrough{}, 0.8, bowl, []float64{0.1}, 1.1},
		{"with the sigmoid, off", est.StraightThroughSigmoid{}, 0.8, bowl, []float64{0.9}, -0.144},
		{"straight-through Gumbel, y = ¾", est.StraightThroughGumbel{Tau: nn.Fix(1)}, 0.5, bowl, []float64{0.75}, 0.1875 * 1.1},
	} {
		got := esttest.Learn(c.e, esttest.Rows([]float64{logit(c.p)}, 1), c.f, esttest.Script{c.u}).Grad
		esttest.Close(t, c.page, esttest.Wide(got.Data), []float64{c.want}, 1e-9, 1e-6)
	}
}

// of3 is a group of three for the pages on sampling without replacement and on sum and sample.
var of3 = struct{ p, f, truth [3]float64 }{
	[3]float64{0.5, 0.3, 0.2}, [3]float64{1, 2, 4}, [3]float64{-0.45, 0.03, 0.42},
}

// TestPagesOnGroups: the formulas of those pages have the right mean over all that can be drawn;
// without the baseline's or the sample's factor they have not.
func TestPagesOnGroups(t *testing.T) {
	p, f := of3.p, of3.f
	pairs := func(factor func(i, j int) float64) []float64 {
		g := make([]float64, 3)
		for i := range 3 {
			for j := i + 1; j < 3; j++ {
				w := p[i]*p[j]/(1-p[i]) + p[j]*p[i]/(1-p[j])
				d := w * factor(i, j) * (f[i] - f[j])
				g[i] += d
				g[j] -= d
			}
		}
		return g
	}
	right := func(i, j int) float64 { return (1 - p[i]) * (1 - p[j]) / (2 - p[i] - p[j]) }
	esttest.Close(t, "without replacement", pairs(right), of3.truth[:], 1e-12, 1e-12)
	if !differ(pairs(func(int, int) float64 { return 0.3 }), of3.truth[:], 0.01) {
		t.Error("control: any factor will do")
	}
	rest := func(scale float64) []float64 {
		g := make([]float64, 3)
		for d := 1; d < 3; d++ {
			for j := range g {
				g[j] += p[d] / 0.5 * (p[0]*f[0]*(same(j, 0)-p[j]) + scale*f[d]*(same(j, d)-p[j]))
			}
		}
		return g
	}
	esttest.Close(t, "sum and sample", rest(0.5), of3.truth[:], 1e-12, 1e-12)
	if !differ(rest(1), of3.truth[:], 0.01) {
		t.Error("control: the sample's weight does not matter")
	}
}

func same(j, k int) float64 {
	if j == k {
		return 1
	}
	return 0
}

// TestStickBreaking: the page on DisARM for groups, over all cells of its two uniforms. Sticks
// that one sample alone asks for must not be treated as those that both do.
func TestStickBreaking(t *testing.T) {
	esttest.Close(t, "stick breaking", sticks(true), of3.truth[:], 1e-12, 1e-12)
	if !differ(sticks(false), of3.truth[:], 0.01) {
		t.Error("control: it does not matter which sample asked")
	}
}

// sticks is the mean estimate; right says that a stick that one sample asks for gets its score.
func sticks(right bool) []float64 {
	p, f := of3.p, of3.f
	v := [2]float64{p[0], p[1] / (p[1] + p[2])}
	g := make([]float64, 3)
	for _, c0 := range coinCells(v[0]) {
		for _, c1 := range coinCells(v[1]) {
			b, anti := [2]float64{c0.b, c1.b}, [2]float64{c0.anti, c1.anti}
			d, e := chosen(b), chosen(anti)
			half := c0.w * c1.w * (f[d] - f[e]) / 2
			var α [2]float64
			for k := range 2 {
				switch {
				case k <= d && k <= e:
					α[k] = half * (b[k] - anti[k]) * max(v[k], 1-v[k])
				case k <= d && right:
					α[k] = half * (b[k] - v[k])
				case k <= e && right:
					α[k] = -half * (anti[k] - v[k])
				case k <= d || k <= e:
					α[k] = half
				}
			}
			g[0] += α[0]
			g[1] += α[1] - α[0]*v[1]
			g[2] += -α[1] - α[0]*(1-v[1])
		}
	}
	return g
}

// A cell is uniforms that give one antithetic pair, and how likely they are.
type cell struct{ w, b, anti float64 }

func coinCells(v float64) []cell {
	m, alike := min(v, 1-v), math.Round(v)
	return []cell{{m, 1, 0}, {1 - 2*m, alike, alike}, {m, 0, 1}}
}

func chosen(b [2]float64) int {
	for k, on := range b {
		if on == 1 {
			return k
		}
	}
	return 2
}
