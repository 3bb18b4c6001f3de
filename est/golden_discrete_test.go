package est_test

import (
	"fmt"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// bowl is f(b) = (b − t)² over one unit.
func bowl(t float64) esttest.Func {
	return one(func(b float64) float64 { return (b - t) * (b - t) }, func(b float64) float64 { return 2 * (b - t) })
}

// A printed row is an estimator's bias and variance on one Bernoulli unit with loss (b − t)², at
// (t, θ) = (.45, .5), (.45, .8) and (.499, .5), to the digits that were worked out by hand and by
// quadrature in another program.
type printedRow struct {
	name string
	e    est.Estimator
	// noise is the draws as axes; nil: coins, integrated exactly
	noise func(a float64) []esttest.Draw
	want  [3][2]float64 // bias, variance
	tol   float64
}

var printedAt = [3][2]float64{{0.45, 0.5}, {0.45, 0.8}, {0.499, 0.5}}

// logistic is one draw of z = a + logistic noise, with the turn of the unit as a kink.
func logistic(a float64) []esttest.Draw {
	return []esttest.Draw{{Units: []esttest.Axis{esttest.Logistic(-a)}}}
}

// twice is z, and the noise of a draw of z given the outcome.
func twice(a float64) []esttest.Draw {
	return append(logistic(a), esttest.Draw{Units: []esttest.Axis{esttest.Logistic()}})
}

var printedRows = []printedRow{
	{"REINFORCE", est.Reinforce{}, nil, [3][2]float64{{0, .01594}, {0, .007921}, {0, .01563}}, 1e-3},
	{"RLOO, K = 2", est.RLOO{}, nil, [3][2]float64{{0, 6.25e-4}, {0, 5.44e-4}, {0, 2.5e-7}}, 1e-3},
	{"RLOO, K = 4", est.RLOO{K: 4}, nil, [3][2]float64{{0, 1.042e-4}, {0, 1.867e-4}, {0, 4.167e-8}}, 1e-3},
	{"ST", est.StraightThrough{}, nil, [3][2]float64{{.075, 1}, {.684, .64}, {.0015, 1}}, 1e-3},
	{"ST sigmoid", est.StraightThroughSigmoid{}, nil, [3][2]float64{{0, .0625}, {.096, .01638}, {0, .0625}}, 1e-3},
	{"ReinMax", est.ReinMax{}, nil, [3][2]float64{{0, .0625}, {0, .03534}, {0, .0625}}, 1e-3},
	{"Concrete, τ = 1", est.Concrete{Tau: nn.Fix(1)}, logistic, [3][2]float64{{-.00833, .004817}, {.0347, .003204}, {-1.67e-4, .004762}}, 3e-3},
	{"Concrete, τ = .1", est.Concrete{Tau: nn.Fix(.1)}, logistic, [3][2]float64{{-2.01e-4, .08619}, {.00946, .05697}, {-4.0e-6, .08266}}, 6e-3},
	{"ST Gumbel, τ = 1", est.StraightThroughGumbel{Tau: nn.Fix(1)}, logistic, [3][2]float64{{-.00833, .03339}, {.0617, .02167}, {-1.67e-4, .03333}}, 3e-3},
	{"ST Gumbel, τ = ½", est.StraightThroughGumbel{}, logistic, [3][2]float64{{-.00354, .07793}, {.0511, .05182}, {-7.1e-5, .07762}}, 3e-3},
	{"REBAR, η = 1, τ = ½, independent", est.REBAR{Independent: true}, twice, [3][2]float64{{0, .02265}, {0, .01493}, {0, .02229}}, 1e-3},
	{"REBAR, τ = 2", est.REBAR{Tau: nn.Fix(2)}, logistic, [3][2]float64{{0, -1}, {0, -1}, {0, -1}}, 0},
	{"MuProp", est.MuProp{}, nil, [3][2]float64{{0, .015625}, {0, .043264}, {0, .015625}}, 1e-9},
	{"local expectations", est.LocalExpectations{}, nil, [3][2]float64{}, 1e-12},
}

// TestGolden: bias and variance on one unit. Where 0 is wanted it is 0 to 1e-12.
func TestGoldenDiscrete(t *testing.T) {
	for _, r := range printedRows {
		for i, at := range printedAt {
			a := []float64{logit(at[1])}
			var m esttest.Moments
			if r.noise == nil {
				m = esttest.Integrate(t, r.e, a, bowl(at[0]), nil)
			} else {
				m = esttest.QuadratureOver(r.e, a, bowl(at[0]), r.noise(a[0])...)
			}
			_, truth := esttest.Shallow(esttest.Bernoulli, a, bowl(at[0]))
			name := fmt.Sprintf("%s at t = %v, θ = %v", r.name, at[0], at[1])
			near(t, name+": bias", m.Mean[0]-truth[0], r.want[i][0], r.tol)
			if r.want[i][1] >= 0 { // else not in print
				near(t, name+": variance", m.Var[0], r.want[i][1], r.tol)
			}
		}
	}
}

// near compares got with a printed number, to a share of it, or to rounding where it is 0.
func near(t *testing.T, what string, got, want, share float64) {
	t.Helper()
	tight := 1e-12
	if want != 0 {
		tight = share * max(want, -want)
	}
	esttest.Close(t, what, []float64{got}, []float64{want}, tight, tight+2e-5)
}
