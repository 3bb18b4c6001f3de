package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// TestSampler: a unit is on with probability σ(a), not 1 − σ(a) as the paper's equation 3 has it.
func TestSampler(t *testing.T) {
	a := []float64{-3, -1, 0, 0.5, 2}
	var on, off []float64
	for _, a := range a {
		on, off = append(on, esttest.Sigmoid(a)), append(off, esttest.Sigmoid(-a))
	}
	var tally esttest.Tally
	var h esttest.Func = func(h, _ []float64) float64 {
		tally.Add(h...)
		return 0
	}
	for _, e := range []est.Estimator{est.Reinforce{}, est.StraightThrough{}, est.Enumerate{},
		est.StraightThroughSigmoid{}, est.StraightThroughClipped{}, est.StraightThroughOpen{}} {
		tally = esttest.Tally{}
		esttest.Run(nn.Look, est.New(e), esttest.Rows(a, 20_000), h, esttest.Noise(8))
		if z, j := tally.Far(on); z > 4.5 {
			t.Errorf("%T: unit %d is on %.4f of the time, want %.4f", e, j, tally.Mean(j), on[j])
		}
		if z, _ := tally.Far(off); z < 10 {
			t.Errorf("control: %T: 1 − σ(a) is only %.1f standard errors off", e, z)
		}
	}
}

// TestCoin: the coin is u < p, exactly.
func TestCoin(t *testing.T) {
	count := esttest.Func(func(h, _ []float64) float64 { return h[0] + 2*h[1] + 4*h[2] })
	a := esttest.Rows([]float64{0, 0, 0}, 1) // p = ½
	got := esttest.Learn(est.Reinforce{}, a, count, esttest.Script{{0.5, 0.499999, 0.500001}}).Loss[0]
	if got != 2 {
		t.Errorf("coins of p = ½ at u = ½, just below and just above: outcome %v, want 2", got)
	}
}

// TestModes: how units act when the network is used.
func TestModes(t *testing.T) {
	a := []float64{-2, -1, 0.5}
	var h []float64
	take := esttest.Func(func(x, _ []float64) float64 {
		h = append([]float64(nil), x...)
		return 0
	})
	p := []float64{esttest.Sigmoid(-2), esttest.Sigmoid(-1), esttest.Sigmoid(0.5)}
	u := esttest.Script{{0.1, 0.5, 0.9}} // on, off, off
	for _, c := range []struct {
		name string
		e    est.Estimator
		mode est.Mode
		want []float64
	}{
		{"sample", est.Reinforce{}, nil, []float64{1, 0, 0}},
		{"sample", est.Reinforce{}, est.Sampled{}, []float64{1, 0, 0}},
		{"mean", est.Reinforce{}, est.Means{}, p},
		{"threshold", est.Reinforce{}, est.Threshold{Theta: 0.2}, []float64{0, 1, 1}},
		{"threshold", est.Reinforce{}, est.Threshold{Theta: 0.5}, []float64{0, 0, 1}},
		{"threshold", est.Rectifier{}, est.Threshold{Theta: 0.5}, []float64{0, 0, 0}}, // above, not at
		{"threshold", est.StraightThroughSigmoid{Slope: nn.Fix(2)}, est.Threshold{Theta: 0.2}, []float64{0, 0, 1}},
		{"threshold", est.TimesSmooth{}, est.Threshold{Theta: 0.4}, []float64{0, math.Sqrt(p[1]), math.Sqrt(p[2])}},
		{"threshold", est.Rectifier{}, est.Threshold{}, []float64{0, 0, 0.5}},
		{"threshold", est.Sigmoid{}, est.Threshold{Theta: 0.2}, []float64{0, p[1], p[2]}},
	} {
		unit := est.New(c.e)
		unit.Deploy = c.mode
		noise := esttest.Script{append([]float64(nil), u[0]...)}
		esttest.Run(nn.Use, unit, esttest.Rows(a, 1), take, noise)
		esttest.Close(t, c.name, h, c.want, 1e-12, 1e-6)
		if c.mode != nil && c.mode.String() != c.name {
			t.Errorf("%T calls itself %q", c.mode, c.mode)
		}
	}
	unit := est.New(est.Reinforce{})
	unit.SetThreshold(0.2)
	esttest.Run(nn.Use, unit, esttest.Rows(a, 1), take, esttest.Noise(1))
	esttest.Close(t, "SetThreshold", h, []float64{0, 1, 1}, 0, 0)
	if esttest.Run(nn.Look, unit, esttest.Rows(a, 1), take, esttest.Script{u[0]}); h[0] != 1 || h[2] != 0 {
		t.Errorf("in training the threshold decides: %v", h)
	}
}
