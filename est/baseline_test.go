package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
)

// best is (1−p)·E[L|h=1] + p·E[L|h=0] on fixture A, unit by unit (equation 10 of the paper).
var best = fixed{1.14087353317, 5.10407773254, 2.47248741792}

// TestBaselineVariance: the variances of the estimate with no baseline, the mean loss and the
// best one, on fixture A.
func TestBaselineVariance(t *testing.T) {
	variance := func(b est.Baseline) []float64 {
		return esttest.Integrate(t, est.Reinforce{Baseline: b}, fixA, fixF, nil).Var
	}
	esttest.Close(t, "none", variance(nil), []float64{0.444733, 5.617339, 3.755754}, 1e-6, 1e-5)
	esttest.Close(t, "mean loss", variance(all(fixLoss, 3)), []float64{0.422813, 2.169173, 2.338384}, 1e-6, 1e-5)
	lowest := variance(best)
	esttest.Close(t, "best", lowest, []float64{0.308074, 0.495281, 2.319131}, 1e-6, 1e-5)
	for j, a := range fixA {
		p := esttest.Sigmoid(a)
		l1, v1 := given(fixA, fixF, j, 1)
		l0, v0 := given(fixA, fixF, j, 0)
		esttest.Close(t, "best baseline", []float64{best[j]}, []float64{(1-p)*l1 + p*l0}, 1e-10, 1e-10)
		esttest.Close(t, "floor", lowest[j:j+1], []float64{p*(1-p)*(1-p)*v1 + (1-p)*p*p*v0}, 1e-10, 1e-5)
		excess := variance(all(fixLoss, 3))[j] - lowest[j]
		esttest.Close(t, "excess", []float64{excess}, []float64{p * (1 - p) * (1 - 2*p) * (1 - 2*p) * (l1 - l0) * (l1 - l0)}, 1e-10, 1e-5)
		for _, b := range []float64{-3, 0, 2, 7} { // a parabola in b
			got := variance(all(b, 3))[j] - lowest[j]
			esttest.Close(t, fmt.Sprintf("b = %v", b), []float64{got}, []float64{p * (1 - p) * (b - best[j]) * (b - best[j])}, 1e-9, 1e-4)
		}
	}
}

// TestMeanLossCanHurt: for a rare gate that helps a lot, the mean loss is worse than no baseline.
func TestMeanLossCanHurt(t *testing.T) {
	for l0, hurts := range map[float64]bool{3: true, 2: false} { // the turn is at 2.43·L₁
		a := []float64{math.Log(0.1 / 0.9)}
		f := esttest.Table([]float64{l0, 1})
		none := esttest.Integrate(t, est.Reinforce{}, a, f, nil)
		mean := esttest.Integrate(t, est.Reinforce{Baseline: fixed{none.Loss}}, a, f, nil)
		if (mean.Var[0] > none.Var[0]) != hurts {
			t.Errorf("L₀ = %v: variance %v without, %v with the mean loss", l0, none.Var[0], mean.Var[0])
		}
	}
}

// TestMinVarianceFindsTheBest: fed with samples, the ratio of the averages settles at the best
// baseline, and starts at 1; the mean loss settles at the mean.
func TestMinVarianceFindsTheBest(t *testing.T) {
	b, m := &est.MinVariance{Decay: 0.98}, &est.MeanLoss{Decay: 0.98}
	esttest.Close(t, "start", b.Values(3), []float64{1, 1, 1}, 0, 0)
	esttest.Close(t, "start", m.Values(3), []float64{0, 0, 0}, 0, 0)
	var ratio, mean esttest.Tally
	noise := esttest.Noise(3)
	for i := range 400 {
		noise.Step(2 * i)
		esttest.Learn(est.Reinforce{Baseline: b}, esttest.Rows(fixA, 500), fixF, noise)
		noise.Step(2*i + 1)
		esttest.Learn(est.Reinforce{Baseline: m}, esttest.Rows(fixA, 500), fixF, noise)
		if i >= 200 {
			ratio.Add(b.Values(3)...)
			mean.Add(m.Values(3)...)
		}
	}
	for j := range fixA {
		if got := ratio.Mean(j); math.Abs(got-best[j]) > 0.03 {
			t.Errorf("unit %d: the baseline settles at %v, want %v", j, got, best[j])
		}
		if got := mean.Mean(j); math.Abs(got-fixLoss) > 0.03 {
			t.Errorf("unit %d: the mean loss settles at %v, want %v", j, got, fixLoss)
		}
	}
}

// late is MinVariance that is asked after it has seen the batch: the mistake.
type late struct{ est.MinVariance }

func (l *late) gradient(h, p mat.M, loss []float64) float64 {
	l.Update(h, p, loss)
	return float64(h.Data[0]-p.Data[0]) * (loss[0] - l.Values(1)[0])
}

// TestBaselinesAreFromBefore: with a running baseline a batch of one row is unbiased, since the
// baseline in use is the one from before; with the one from after it is not.
func TestBaselinesAreFromBefore(t *testing.T) {
	a, f := []float64{-0.5}, esttest.Table([]float64{1, 3})
	_, want := esttest.Shallow(esttest.Bernoulli, a, f)
	const runs = 40_000
	row := esttest.Rows(a, 1)
	for name, b := range map[string]est.Baseline{
		"MinVariance": &est.MinVariance{Decay: 0.5}, "MeanLoss": &est.MeanLoss{Decay: 0.5},
	} {
		tally, noise := esttest.Tally{}, esttest.Noise(1)
		u := est.New(est.Reinforce{Baseline: b})
		p := &nn.Pass{Noise: noise}
		src := &esttest.Source{A: row}
		head := f.Head(p)
		for i := range runs {
			noise.Step(i)
			p.Run(nn.Learn, nn.Seq{src, u}, row, head)
			tally.Add(float64(src.Grad.Data[0]))
		}
		if z, _ := tally.Far(want); z > 4.5 {
			t.Errorf("%s: %.1f standard errors off", name, z)
		}
	}
	var control esttest.Tally
	l, p := &late{est.MinVariance{Decay: 0.5}}, esttest.Rows([]float64{esttest.Sigmoid(a[0])}, 1)
	noise, u, h := esttest.Noise(2), mat.New(1, 1), mat.New(1, 1)
	for i := range runs {
		noise.Step(i).At(0).Uniform(u)
		h.Data[0] = 0
		if u.Data[0] < p.Data[0] {
			h.Data[0] = 1
		}
		control.Add(l.gradient(h, p, []float64{1 + 2*float64(h.Data[0])}))
	}
	if z, _ := control.Far(want); z < 10 {
		t.Errorf("control: a baseline that has seen the draw is only %.1f standard errors off", z)
	}
}

// TestBaselineState: a baseline's numbers are the network's state, and restore it.
func TestBaselineState(t *testing.T) {
	for name, make := range map[string]func() est.Baseline{
		"MinVariance": func() est.Baseline { return &est.MinVariance{} },
		"MeanLoss":    func() est.Baseline { return &est.MeanLoss{} },
	} {
		old, fresh := make(), make()
		esttest.Learn(est.Reinforce{Baseline: old}, esttest.Rows(fixA, 50), fixF, esttest.Noise(1))
		states := map[string][]float64{}
		for name, s := range nn.States(nn.Seq{est.New(est.Reinforce{Baseline: old})}) {
			states[name] = *s
		}
		for name, s := range nn.States(nn.Seq{est.New(est.Reinforce{Baseline: fresh})}) {
			*s = append([]float64(nil), states[name]...)
		}
		esttest.Close(t, name, fresh.Values(3), old.Values(3), 0, 0)
		if !differ(fresh.Values(3), make().Values(3), 1e-3) || len(states) == 0 {
			t.Errorf("%s: state %v is that of a fresh one", name, states)
		}
	}
}
