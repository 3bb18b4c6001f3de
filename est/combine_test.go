package est_test

import (
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

func pairAndFlip() est.Estimator {
	return &est.Combine{Of: []est.Estimator{est.DisARM{}, est.BitFlip{}}}
}

// mixed is the expectation of pairAndFlip over the pair, the bits, and which of them is turned.
func mixed(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
	var pair []esttest.Axis
	for _, a := range a {
		pair = append(pair, esttest.Steps(0.5, sides(a)...))
	}
	var turns []float64
	for j := 1; j < len(a); j++ {
		turns = append(turns, float64(j)/float64(len(a)))
	}
	return esttest.Over(e, a, f, pair, esttest.Coins(a), []esttest.Axis{esttest.Steps(0.5, turns...)})
}

// TestCombine: once the moments are known, the mean square is in no unit above that of either, and
// in some well below both; the mean stays exact.
func TestCombine(t *testing.T) {
	better := 0
	for _, a := range inputs {
		for _, f := range tables() {
			e, noise := pairAndFlip(), esttest.Noise(5)
			for i := range 100 {
				esttest.Learn(e, esttest.Rows(a, 400), f, noise.Step(i))
			}
			got := mixed(e, a, f)
			_, want := esttest.Shallow(esttest.Bernoulli, a, f)
			esttest.Close(t, "mean", got.Mean, want, 1e-12, 1e-5)
			pair, flip := held(t, "DisARM").integrate(t, a, f).Var, held(t, "bit flip").integrate(t, a, f).Var
			for j, v := range got.Var {
				if least := min(pair[j], flip[j]); v > 1.05*least+1e-9 {
					t.Errorf("unit %d at %v: variance %v, DisARM %v, BitFlip %v", j, a, v, pair[j], flip[j])
				} else if v < 0.8*least {
					better++
				}
			}
		}
	}
	if better < 5 {
		t.Errorf("only in %d units is it below both by a fifth", better)
	}
}

// TestCombineStartsEven, and stays there for two estimators that are alike: half the variance.
func TestCombineStartsEven(t *testing.T) {
	e := &est.Combine{Of: []est.Estimator{est.Reinforce{}, est.Reinforce{}}}
	one := esttest.Integrate(t, est.Reinforce{}, fixA, fixF, nil)
	two := esttest.Integrate(t, e, fixA, fixF, nil)
	for j := range fixA {
		esttest.Close(t, "variance", []float64{2 * two.Var[j] / one.Var[j]}, []float64{1}, 1e-10, 1e-4)
	}
}

// present mixes two score functions of one unit by moments that the batch at hand is part of: the
// mistake.
type present struct{ m [3]float64 }

func (p *present) mix(g, h float64) float64 {
	const ρ = 0.5
	p.m = [3]float64{ρ*p.m[0] + (1-ρ)*g*g, ρ*p.m[1] + (1-ρ)*g*h, ρ*p.m[2] + (1-ρ)*h*h}
	w, v := p.m[2]-p.m[1]+1e-3, p.m[0]-p.m[1]+1e-3
	return (w*g + v*h) / (w + v)
}

// TestWeightsAreFromBefore: with weights of past draws a batch of one row is unbiased; with the
// present one among them it is not.
func TestWeightsAreFromBefore(t *testing.T) {
	a, f := []float64{-0.5}, esttest.Table([]float64{1, 3})
	_, want := esttest.Shallow(esttest.Bernoulli, a, f)
	row, noise := esttest.Rows(a, 1), esttest.Noise(1)
	make := func() []est.Estimator {
		return []est.Estimator{est.Reinforce{Baseline: fixed{2}}, est.Reinforce{}}
	}
	e, alone, control := &est.Combine{Of: make(), Decay: 0.5}, make(), present{}
	good, bad := esttest.Tally{}, esttest.Tally{}
	for i := range 20_000 {
		good.Add(float64(esttest.Learn(e, row, f, noise.Step(3*i)).Grad.Data[0]))
		g := esttest.Learn(alone[0], row, f, noise.Step(3*i+1)).Grad.Data[0]
		h := esttest.Learn(alone[1], row, f, noise.Step(3*i+2)).Grad.Data[0]
		bad.Add(control.mix(float64(g), float64(h)))
	}
	if z, _ := good.Far(want); z > 4.5 {
		t.Errorf("%.1f standard errors off", z)
	}
	if z, _ := bad.Far(want); z < 10 {
		t.Errorf("control: only %.1f standard errors off", z)
	}
}

// TestCombineRefuses what would not be unbiased, or not one law.
func TestCombineRefuses(t *testing.T) {
	for want, of := range map[string][]est.Estimator{
		"the number of estimators is 1: it must be 2 or more": {est.DisARM{}},
		"est.StraightThrough is biased":                       {est.DisARM{}, est.StraightThrough{}},
		"est.Reinforce is for units of another law than":      {est.DisARM{}, est.Reinforce{Discrete: est.OneHot(3)}},
		"est.NoisyRectifier is for units of another law":      {est.DisARM{}, est.NoisyRectifier{}},
		"est: ARMS: N is 1":                                   {est.DisARM{}, est.ARMS{N: 1}},
	} {
		if err := est.Check(&est.Combine{Of: of}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestResume: an estimator whose state was kept goes on with the same bits as if it had not been
// interrupted, and does not without it.
func TestResume(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		a, f := make([]float64, p.cols(3)), esttest.Func(tame)
		rng.Normal(a, rng.Key{Seed: 6})
		step := func(e est.Estimator, i int) []mat.Float {
			return esttest.Learn(e, esttest.Rows(a, 7), f, esttest.Noise(3).Step(i)).Grad.Data
		}
		old, fresh, naive := p.make(), p.make(), p.make()
		for i := range 3 {
			step(old, i)
		}
		var kept [][]float64
		for _, s := range nn.States(nn.Seq{est.New(old)}) {
			kept = append(kept, append([]float64(nil), *s...))
		}
		i := 0
		for _, s := range nn.States(nn.Seq{est.New(fresh)}) {
			*s = kept[i]
			i++
		}
		same, other := true, true
		want, got, without := step(old, 3), step(fresh, 3), step(naive, 3)
		for i, w := range want {
			same, other = same && got[i] == w, other && without[i] == w
		}
		if !same || other != (len(kept) == 0) {
			t.Errorf("resumed with %d pieces of state: same is %v; without them: %v", len(kept), same, other)
		}
	})
}
