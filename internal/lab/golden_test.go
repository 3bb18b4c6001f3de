package lab_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/internal/lab"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// still is a baseline that stays as it is.
type still float64

func (b still) Values(units int) []float64 {
	all := make([]float64, units)
	for j := range all {
		all[j] = float64(b)
	}
	return all
}

func (still) Update(_, _ mat.M, _ []float64) {}

// of measures an estimator without a name.
func of(t *testing.T, task string, e est.Estimator, s lab.Settings, o lab.Options) *lab.Result {
	t.Helper()
	k, err := lab.FindKind(task)
	if err != nil {
		t.Fatal(err)
	}
	p, err := k.New(s)
	if err != nil {
		t.Fatal(err)
	}
	o.Threads = 2
	r, err := lab.Measure(context.Background(), k, p, func() est.Estimator { return e }, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// point is a unit of probability θ with the loss (b − t)².
type point struct{ t, θ float64 }

func (p point) f(b float64) float64     { return (b - p.t) * (b - p.t) }
func (p point) slope(b float64) float64 { return 2 * (b - p.t) }
func (p point) exact() float64          { return p.θ * (1 - p.θ) * (1 - 2*p.t) }

// one is the bias and variance of g(b) with b drawn.
func (p point) one(g func(b float64) float64) (bias, variance float64) {
	mean, variance := bit(p.θ, g)
	return mean - p.exact(), variance
}

// closed are estimators whose bias and variance on one unit have a closed form.
var closed = []struct {
	name string
	e    func(p point) est.Estimator
	want func(p point) (bias, variance float64)
}{
	{"score function", func(point) est.Estimator { return est.Reinforce{} },
		func(p point) (float64, float64) { return p.one(func(b float64) float64 { return (b - p.θ) * p.f(b) }) }},
	{"less the mean", func(p point) est.Estimator {
		mean, _ := bit(p.θ, p.f)
		return est.Reinforce{Baseline: still(mean)}
	}, func(p point) (float64, float64) {
		mean, _ := bit(p.θ, p.f)
		return p.one(func(b float64) float64 { return (b - p.θ) * (p.f(b) - mean) })
	}},
	{"less the best", func(p point) est.Estimator { return est.Reinforce{Baseline: still((1-p.θ)*p.f(1) + p.θ*p.f(0))} },
		func(point) (float64, float64) { return 0, 0 }},
	{"leave-one-out of 2", func(point) est.Estimator { return est.RLOO{} }, leaveOneOut(2)},
	{"leave-one-out of 4", func(point) est.Estimator { return est.RLOO{K: 4} }, leaveOneOut(4)},
	{"ARM", func(point) est.Estimator { return est.ARM{} }, func(p point) (float64, float64) {
		m := min(p.θ, 1-p.θ)
		return 0, p.jump()*(1./12-2*math.Pow(0.5-m, 3)/3) - p.exact()*p.exact()
	}},
	{"DisARM", func(point) est.Estimator { return est.DisARM{} }, func(p point) (float64, float64) {
		m := min(p.θ, 1-p.θ)
		return 0, p.jump() / 4 * (1 - m) * (1 - m) * 2 * m * (1 - 2*m)
	}},
	{"straight-through", func(point) est.Estimator { return est.StraightThrough{} },
		func(p point) (float64, float64) { return p.one(p.slope) }},
	{"times the sigmoid's", func(point) est.Estimator { return est.StraightThroughSigmoid{} },
		func(p point) (float64, float64) {
			return p.one(func(b float64) float64 { return p.θ * (1 - p.θ) * p.slope(b) })
		}},
	{"ReinMax", func(point) est.Estimator { return est.ReinMax{} },
		func(p point) (float64, float64) {
			return p.one(func(b float64) float64 { return math.Abs(b-p.θ) * p.slope(b) / 2 })
		}},
}

// jump is (f(1) − f(0))².
func (p point) jump() float64 { return (1 - 2*p.t) * (1 - 2*p.t) }

// leaveOneOut is (f(1) − f(0))² times the variance of the sample variance of K bits.
func leaveOneOut(k float64) func(point) (float64, float64) {
	return func(p point) (float64, float64) {
		v := p.θ * (1 - p.θ)
		return 0, p.jump() * (v*(1-3*v) - v*v*(k-3)/(k-1)) / k
	}
}

// literature is the published figures at three points: bias and variance, as printed.
var literature = map[string][3][2]float64{
	"score function":      {{0, .01594}, {0, .007921}, {0, .01563}},
	"less the mean":       {{0, 0}, {0, 5.76e-4}, {0, 0}},
	"less the best":       {},
	"leave-one-out of 2":  {{0, 6.25e-4}, {0, 5.44e-4}, {0, 2.5e-7}},
	"leave-one-out of 4":  {{0, 1.042e-4}, {0, 1.867e-4}, {0, 4.167e-8}},
	"ARM":                 {{0, 2.083e-4}, {0, 3.973e-4}, {0, 8.333e-8}},
	"DisARM":              {{0, 0}, {0, 3.84e-4}, {0, 0}},
	"straight-through":    {{.075, 1}, {.684, .64}, {.0015, 1}},
	"times the sigmoid's": {{0, .0625}, {.096, .01638}, {0, .0625}},
	"ReinMax":             {{0, .0625}, {0, .03534}, {0, .0625}},
}

var points = [3]point{{.45, .5}, {.45, .8}, {.499, .5}}

// TestClosedForms: the laboratory's moments are the closed forms, to what Floats round, and those the
// literature's.
func TestClosedForms(t *testing.T) {
	for _, c := range closed {
		for i, p := range points {
			bias, variance := c.want(p)
			r := of(t, "unit", c.e(p), lab.Settings{T: p.t, Theta: p.θ}, lab.Options{})
			near(t, fmt.Sprintf("%s at %+v: bias", c.name, p), r.Bias, bias, nntest.Tol(1e-13, 1e-8))
			near(t, fmt.Sprintf("%s at %+v: variance", c.name, p), r.Variance, variance, nntest.Tol(1e-13, 1e-8))
			if r.Method == "draws" {
				t.Errorf("%s: the moments are of draws", c.name)
			}
			for j, x := range [2]float64{bias, variance} {
				near(t, c.name+": the closed form, beside the literature", x, literature[c.name][i][j], 1e-9+5e-4*math.Abs(x))
			}
		}
	}
}

// relaxed are estimators with continuous noise, at the same points: bias and variance as printed.
var relaxed = []struct {
	name string
	e    est.Estimator
	want [3][2]float64
}{
	{"Concrete, τ = 1", est.Concrete{Tau: nn.Fix(1)}, [3][2]float64{{-.00833, .004817}, {.0347, .003204}, {-1.67e-4, .004762}}},
	{"Concrete, τ = .1", est.Concrete{Tau: nn.Fix(.1)}, [3][2]float64{{-2.01e-4, .08619}, {.00946, .05697}, {-4e-6, .08266}}},
	{"straight-through Gumbel, τ = 1", est.StraightThroughGumbel{Tau: nn.Fix(1)}, [3][2]float64{{-.00833, .03339}, {.0617, .02167}, {-1.67e-4, .03333}}},
	{"straight-through Gumbel, τ = .5", est.StraightThroughGumbel{Tau: nn.Fix(.5)}, [3][2]float64{{-.00354, .07793}, {.0511, .05182}, {-7.1e-5, .07762}}},
	// Of K draws the variance is what the printed limit leaves, and a Kth of what goes.
	{"Gumbel-Rao of 8, τ = 1", est.GumbelRao{Tau: nn.Fix(1), K: 8}, rao(8, [3][2]float64{{-.00833, .02778}, {.0617, .01493}, {-1.67e-4, .02778}}, [3]float64{.03339, .02167, .03333})},
	{"Gumbel-Rao of 8, τ = .5", est.GumbelRao{Tau: nn.Fix(.5), K: 8}, rao(8, [3][2]float64{{-.00354, .04605}, {.0511, .02302}, {-7.1e-5, .04605}}, [3]float64{.07793, .05182, .07762})},
	{"REBAR, independent", est.REBAR{Tau: nn.Fix(.5), Independent: true}, [3][2]float64{{0, .02265}, {0, .01493}, {0, .02229}}},
}

// rao is the moments of Gumbel-Rao of k draws, from those of its limit and of one draw.
func rao(k float64, limit [3][2]float64, one [3]float64) [3][2]float64 {
	for i := range limit {
		limit[i][1] += (one[i] - limit[i][1]) / k
	}
	return limit
}

// TestRelaxedFigures: by quadrature they are the printed figures, by draws within 4 standard errors
// of them and what rounding them took away.
func TestRelaxedFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("two million draws")
	}
	for _, c := range relaxed {
		for i, p := range points {
			r := of(t, "unit", c.e, lab.Settings{T: p.t, Theta: p.θ}, lab.Options{Seed: 5})
			for _, x := range []struct {
				what          string
				got, want, se float64
			}{{"bias", r.Bias, c.want[i][0], r.BiasSE}, {"variance", r.Variance, c.want[i][1], r.VarSE}} {
				near(t, fmt.Sprintf("%s at %+v by %s: %s", c.name, p, r.Method, x.what), x.got, x.want, 4*x.se+6e-7+2e-3*math.Abs(x.want))
			}
		}
	}
}

func near(t *testing.T, what string, got, want, room float64) {
	t.Helper()
	if d := math.Abs(got - want); !(d <= room) {
		t.Errorf("%s is %.9g, want %.9g, off by %.2g", what, got, want, d)
	}
}
