package est_test

import (
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

func nvil() est.NVIL { return est.NVIL{Critic: &est.Critic{}, Moments: &est.Moving{}} }

// rowed is a loss that a row's input says much about: 5·x₀ and a bit of the units.
func rowed(p *nn.Pass, x mat.M) nn.Next {
	return func(h *nn.Var) []float64 {
		loss := make([]float64, h.Val.Rows)
		for i := range loss {
			loss[i] = 5*float64(x.Row(i)[0]) + 0.2*float64(h.Val.Row(i)[0]) + 3
		}
		return loss
	}
}

// rowVariance is the mean square of the estimates of a network's last steps, for inputs that differ
// from row to row; front is what stands before the units.
func rowVariance(e est.Estimator, front ...nn.Layer) float64 {
	noise, sum, n := esttest.Noise(3), 0.0, 0.0
	for i := range 400 {
		x := mat.New(32, 2)
		esttest.Noise(9).Step(i).At(0).Normal(x)
		p := &nn.Pass{Noise: noise.Step(i)}
		src := &esttest.Source{A: x}
		net := append(append(nn.Seq{src}, front...), est.New(e))
		p.Run(nn.Learn, net, x, rowed(p, x))
		for _, g := range esttest.Wide(src.Grad.Data) {
			if i >= 300 {
				sum += g * g
				n++
			}
		}
	}
	return sum / n
}

// TestNVILKnowsTheRow: where the loss depends on the row, a baseline that knows it leaves little of
// the variance that a running mean leaves; where the units see nothing of the row, a tap tells.
func TestNVILKnowsTheRow(t *testing.T) {
	plain := rowVariance(est.Reinforce{Baseline: &est.MeanLoss{}})
	if v := rowVariance(nvil()); v > plain/10 {
		t.Errorf("mean square %v, with a running mean %v", v, plain)
	}
	front := nn.Seq{&est.Tap{}, dark{}}
	tap := front[0].(*est.Tap)
	blind, told := nvil(), nvil()
	told.From = tap
	plain = rowVariance(blind, front...)
	if v := rowVariance(told, front...); v > plain/10 {
		t.Errorf("mean square %v with a tap, %v without", v, plain)
	}
}

// dark is a layer that sends zeros on.
type dark struct{}

func (dark) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	y.Val.Zero()
	loss := next(y)
	for i, d := range y.Grad.Data {
		x.Grad.Data[i] += d
	}
	return loss
}

// TestNVILIsFromBefore: with a batch of one row, and a critic that learns fast, the estimate is
// unbiased; with Normalise it has another scale.
func TestNVILIsFromBefore(t *testing.T) {
	a, f := []float64{-0.5}, esttest.Table([]float64{1, 6})
	_, want := esttest.Shallow(esttest.Bernoulli, a, f)
	for _, normalise := range []bool{false, true} {
		e := est.NVIL{Critic: &est.Critic{Rate: 0.1}, Moments: &est.Moving{Decay: 0.5}, Normalise: normalise}
		noise, tally := esttest.Noise(4), esttest.Tally{}
		for i := range 20_000 {
			tally.Add(esttest.Wide(esttest.Learn(e, esttest.Rows(a, 1), f, noise.Step(i)).Grad.Data)...)
		}
		if z, _ := tally.Far(want); z > 4.5 != normalise || e.About().Unbiased == normalise {
			t.Errorf("normalise %v: %.1f standard errors off", normalise, z)
		}
	}
}

// TestNVILNeeds a critic and moments.
func TestNVILNeeds(t *testing.T) {
	for _, e := range []est.NVIL{{}, {Critic: &est.Critic{}}, {Moments: &est.Moving{}}} {
		if err := est.Check(e); err == nil || !strings.Contains(err.Error(), "give it a critic, &Critic{}, and moments, &Moving{}") {
			t.Errorf("%v", err)
		}
	}
	nntest.Panics(t, "est: NVIL: give it a critic", func() { est.New(est.NVIL{}) })
}
