package est_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
	"gater/nn/nntest"
	"gater/opt"
)

// sane reports whether all numbers are finite.
func sane(x ...float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// TestDerivative: an estimator reads ∂f/∂h if About says so, and is refused for a black box, and
// otherwise does neither.
func TestDerivative(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		reads := p.make().About().Derivative || p.make().About().Slopes != nil
		f := esttest.Blind(func(h, _ []float64) float64 { return h[0]*h[1] - h[2] })
		all := []float64{}
		for i := range 4 { // the noise may turn a unit off whose derivative would be read
			all = append(all, esttest.Wide(esttest.Learn(p.make(), esttest.Rows(fixA, 5), f, esttest.Noise(uint64(i))).Grad.Data)...)
		}
		if sane(all...) == reads {
			t.Errorf("About says it reads a derivative: %v; without one all is finite: %v", reads, sane(all...))
		}
		err := est.CheckBlackBox(p.make())
		if (err != nil) != reads || err != nil && !strings.Contains(err.Error(), "take an estimator that reads its value alone") {
			t.Errorf("%v", err)
		}
	})
}

// TestExtremes: at inputs of ±50 and ±500, where probabilities are 0 and 1 to the last digit,
// estimates are finite numbers.
func TestExtremes(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		for _, x := range []float64{50, 500} {
			a := make([]float64, p.cols(3))
			for j := range a {
				a[j] = []float64{x, -x, 0, -x}[j%4]
			}
			r := esttest.Learn(p.make(), esttest.Rows(a, 50), tame, esttest.Noise(1))
			if all := append(esttest.Wide(r.Grad.Data), r.Loss...); !sane(all...) {
				t.Errorf("inputs of ±%v: losses %v, gradient %v", x, r.Loss[:3], r.Grad.Row(0))
			}
		}
	})
}

// tame is a loss that stays of order 1, and its derivative, for outputs of any size.
func tame(h, df []float64) (l float64) {
	for j, v := range h {
		w := float64(j%3) - 0.7
		l += math.Tanh(w * v)
		if df != nil {
			df[j] += w * (1 - math.Tanh(w*v)*math.Tanh(w*v))
		}
	}
	return l
}

// TestLostRows: a row with an input that is not a finite number has a loss that is not one, so
// that whoever watches the loss sees it; other rows keep theirs.
func TestLostRows(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			for d := nn.Use; d <= nn.Learn; d++ {
				a := esttest.Rows(make([]float64, p.cols(2)), 3)
				a.Row(1)[1] = nn.Float(bad)
				loss := esttest.Run(d, est.New(p.make()), a, tame, esttest.Noise(1)).Loss
				if !sane(loss[0], loss[2]) || !math.IsNaN(loss[1]) {
					t.Errorf("%v, input %v: losses %v", d, bad, loss)
				}
			}
		}
	})
}

// TestLostLooks: a loss that is no finite number in any run of what follows makes the row's loss NaN,
// as its gradient is; other rows keep theirs.
func TestLostLooks(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		a := make([]float64, p.cols(2))
		for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			for run := range min(3, p.make().About().Runs(len(a))) {
				calls := 0
				f := func(h, df []float64) float64 {
					if calls++; calls == 3*run+2 { // the second of three rows
						return bad
					}
					return tame(h, df)
				}
				loss := esttest.Run(nn.Learn, est.New(p.make()), esttest.Rows(a, 3), f, esttest.Noise(1)).Loss
				if !sane(loss[0], loss[2]) || sane(loss[1]) || run > 0 && !math.IsNaN(loss[1]) {
					t.Errorf("run %d has a loss of %v: losses %v", run, bad, loss)
				}
			}
		}
	})
}

// badly is an estimator whose settings are wrong.
type badly struct{ learner }

func (badly) Check() error { return fmt.Errorf("est: badly: no") }

// TestCheck: wrong settings are refused in one line that says what they must be; New panics with it.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		e    est.Estimator
		want string // "" for none
	}{
		{est.Reinforce{}, ""}, {est.Rectifier{}, ""}, {learner{}, ""},
		{badly{}, "est: badly: no"},
		{est.Reinforce{Discrete: est.OneHot(1)}, "K is 1"},
		{est.StraightThroughSigmoid{}, ""},
		{est.RLOO{K: 1}, "est: RLOO: K is 1: it must be 2 or more, or take Reinforce"},
		{est.RLOO{K: -3}, "est: RLOO: K is -3"},
		{est.Concrete{Tau: nn.Fix(0)}, "est: Concrete: τ is 0 at epoch 0: it must be a number above 0 throughout, such as 0.5"},
		{est.StraightThroughGumbel{Tau: nn.Fix(-1)}, "est: StraightThroughGumbel: τ is -1"},
		{est.DoubleCV{K: 1}, "est: DoubleCV: K is 1: it must be 2 or more, or take Reinforce"},
		{est.CARMS{N: 1}, "est: CARMS: N is 1: it must be 2 or more, or take Reinforce"},
		{est.RODEO{K: 1}, "est: RODEO: K is 1: it must be 2 or more, or take Reinforce"},
		{est.ARMS{N: 1}, "est: ARMS: N is 1: it must be 2 or more, or take Reinforce"},
		{est.UnorderedSet{K: 1}, "est: UnorderedSet: K is 1: it must be 2 or more, or take Reinforce"},
		{est.UnorderedSet{K: 9}, "est: UnorderedSet: K is 9: it must be 8 or less, or take RLOO"},
		{est.SumAndSample{K: -1}, "est: SumAndSample: K is -1: it must be 1 or more, or take Reinforce"},
		{est.ARS{Ref: 2}, "est: ARS: the reference is 2: it must be an outcome, 0 to 1"},
		{est.ARS{Discrete: est.OneHot(3), Ref: 2}, ""},
		{est.ARSM{Discrete: est.OneHot(1)}, "K is 1"},
		{est.CategoricalDisARM{Discrete: est.OneHot(1)}, "K is 1"},
		{est.GumbelRao{K: -1}, "est: GumbelRao: K is -1: it must be 1 or more"},
		{est.GumbelRao{Tau: nn.Turn(opt.Exponential{From: 1, PerEpoch: 0.9})}, "est: GumbelRao: τ is 0 at epoch"},
		{est.GumbelRao{Tau: nn.Turn(opt.Exponential{From: 1, PerEpoch: 0.9, Floor: 0.1})}, ""},
		{est.ReinMax{Tau: nn.Fix(0.5)}, "est: ReinMax: τ is 0.5 at epoch 0: it must be 1 or more throughout"},
		{est.ReinMax{Alpha: 2}, "est: ReinMax: α is 2: it must be above 0 and at most 1"},
		{est.ReinMax{Alpha: 0.5, Tau: nn.Fix(2)}, "leave one of them out"},
		{est.REBAR{Tau: nn.Fix(math.Inf(1))}, "est: REBAR: τ is +Inf"},
		{est.RELAX{}, "est: RELAX: there is no critic: give it &Critic{}, or take REBAR"},
		{est.GappedStraightThrough{Gap: -1}, "the gap is -1: it must be a number above 0"},
		{est.LocalExpectations{Discrete: est.OneHot(0)}, "K is 0"},
		{est.StraightThroughSigmoid{Slope: nn.Fix(2)}, ""},
		{est.StraightThroughSigmoid{Slope: nn.Fix(0)}, "the slope is 0 at epoch 0: it must be a number above 0 throughout, such as 1"},
		{est.StraightThroughSigmoid{Slope: nn.Turn(opt.Linear{From: 5, To: -1, Epochs: 4})}, "the slope is -1 at epoch 10"},
		{est.StraightThroughSigmoid{Slope: nn.Fix(math.NaN())}, "the slope is NaN"},
	} {
		err := est.Check(c.e)
		if c.want == "" {
			if err != nil {
				t.Errorf("%T: %v", c.e, err)
			}
			continue
		}
		if !strings.Contains(fmt.Sprint(err), c.want) || strings.Contains(fmt.Sprint(err), "\n") {
			t.Errorf("%T: %v, want %q", c.e, err, c.want)
		}
		nntest.Panics(t, c.want, func() { est.New(c.e) })
	}
}

// TestAnnealedSlope: the slope in use is where the dial stands.
func TestAnnealedSlope(t *testing.T) {
	d := nn.Turn(opt.Linear{From: 1, To: 5, Epochs: 4})
	for epoch, m := range map[float64]float64{0: 1, 2: 3, 9: 5} {
		d.Set(epoch)
		cut := func(a float64) []float64 { return []float64{esttest.Sigmoid(m * a)} }
		got := esttest.Integrate(t, est.StraightThroughSigmoid{Slope: nn.Fix(m)}, fixA, fixF, cut)
		want := esttest.Integrate(t, est.StraightThroughSigmoid{Slope: d}, fixA, fixF, cut)
		esttest.Close(t, fmt.Sprint("epoch ", epoch), got.Mean, want.Mean, 0, 0)
	}
}
