package est_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// outputs keeps what units send on.
func outputs(d nn.Depth, u *est.Units, a mat.M, noise nn.Streams) (rows [][]float64) {
	esttest.Run(d, u, a, func(h, _ []float64) float64 {
		rows = append(rows, slices.Clone(h))
		return 0
	}, noise)
	return rows
}

// TestOneHotSampler: each group has one column on, with the probabilities of its softmax.
func TestOneHotSampler(t *testing.T) {
	a := []float64{0.3, -1, 2, 0, 0.5, -0.2}
	want := append(esttest.Softmax(a[:3]), esttest.Softmax(a[3:])...)
	even := []float64{1. / 3, 1. / 3, 1. / 3, 1. / 3, 1. / 3, 1. / 3}
	for _, e := range []est.Estimator{est.Reinforce{Discrete: est.OneHot(3)}, est.StraightThroughSigmoid{Discrete: est.OneHot(3)}} {
		var tally esttest.Tally
		for _, h := range outputs(nn.Look, est.New(e), esttest.Rows(a, 20_000), esttest.Noise(3)) {
			tally.Add(h...)
			if h[0]+h[1]+h[2] != 1 || h[3]+h[4]+h[5] != 1 {
				t.Fatalf("%T: %v is not one-hot", e, h)
			}
		}
		if z, j := tally.Far(want); z > 4.5 {
			t.Errorf("%T: column %d is on %v of the time, want %v", e, j, tally.Mean(j), want[j])
		}
		if z, _ := tally.Far(even); z < 10 {
			t.Errorf("control: %T: even odds are only %.1f standard errors off", e, z)
		}
	}
}

// TestOneHotDraw: the outcome is the first whose running sum of p is above u; one with p = 0 is
// never drawn, whatever rounding does.
func TestOneHotDraw(t *testing.T) {
	never := math.Inf(-1)
	for _, c := range []struct {
		a    []float64
		u    float64
		want int
	}{
		{[]float64{0, 0, 0, 0}, 0.2499, 0}, {[]float64{0, 0, 0, 0}, 0.2501, 1}, {[]float64{0, 0, 0, 0}, 0.99, 3},
		{[]float64{never, 0, never, 0}, 1e-9, 1}, {[]float64{0, 0, never, never}, 1 - 1e-7, 1},
		{[]float64{-200, 0, -200, -200}, 1e-9, 1}, {[]float64{700, 0, 0, 0}, 1 - 1e-7, 0},
	} {
		h := outputs(nn.Look, est.New(est.Reinforce{Discrete: est.OneHot(4)}), esttest.Rows(c.a, 1), esttest.Script{{c.u}})[0]
		if h[c.want] != 1 {
			t.Errorf("%v at u = %v: %v, want column %d", c.a, c.u, h, c.want)
		}
	}
}

// TestArgMax: used at a threshold, each group has its likeliest column on, whatever the threshold;
// the mean is the softmax.
func TestArgMax(t *testing.T) {
	a := []float64{0.3, -1, 2, 0.5, 0.5, -0.2}
	u := est.New(est.StraightThrough{Discrete: est.OneHot(3)})
	for _, θ := range []float64{-1, 0.4, 2, math.Inf(1)} {
		u.SetThreshold(θ)
		if h := outputs(nn.Use, u, esttest.Rows(a, 1), nil)[0]; !slices.Equal(h, []float64{0, 0, 1, 1, 0, 0}) {
			t.Errorf("θ = %v: %v", θ, h)
		}
	}
	u.Deploy = est.Means{}
	esttest.Close(t, "mean", outputs(nn.Use, u, esttest.Rows(a, 1), nil)[0],
		append(esttest.Softmax(a[:3]), esttest.Softmax(a[3:])...), 1e-12, 1e-6)
}

// TestOneHotMessages: what is wrong with a group is said with what to do.
func TestOneHotMessages(t *testing.T) {
	run := func(k, cols int) func() {
		return func() {
			esttest.Learn(est.Reinforce{Discrete: est.OneHot(k)}, esttest.Rows(make([]float64, cols), 1), linear, esttest.Noise(1))
		}
	}
	nntest.Panics(t, "est: Categorical: 7 columns are no multiple of K = 3: make the layer before 6 or 9 wide", run(3, 7))
	nntest.Panics(t, "est: Categorical: K is 1: a group needs 2 columns or more", run(1, 7))
	for k, want := range map[int]bool{-1: false, 0: false, 1: false, 2: true, 5: true} {
		if err := (est.OneHot(k).Check()); (err == nil) != want {
			t.Errorf("K = %d: %v", k, err)
		}
	}
	if err := (est.Reinforce{}).Check(); err != nil {
		t.Error(err)
	}
}

// TestOneHotGates: behind one-hot gates exactly one block of each group is open, and skipping
// leaves the rest uncomputed. TestPoison and TestSkips say that it changes nothing.
func TestOneHotGates(t *testing.T) {
	const rows, k = 12, 3
	for _, skip := range []nn.Skip{nn.SkipAll, nn.SkipNothing} {
		c := newConditional(est.Reinforce{Discrete: est.OneHot(k)}, skip, 3)
		c.run(nn.Learn, rows)
		if w := c.pass.Work; w.Open*k != w.All || w.All != rows*blocks {
			t.Errorf("%v: %d of %d blocks are open, want one in %d", skip, w.Open, w.All, k)
		}
	}
	macs := func(skip nn.Skip) int64 {
		c := newConditional(est.Reinforce{Discrete: est.OneHot(k)}, skip, 3)
		c.run(nn.Learn, rows)
		gater := int64(rows * (4*4*2 + 3*4*blocks)) // the layer before, whose input wants no gradient, and the gater
		return c.pass.Work.Macs - gater
	}
	if all, part := macs(nn.SkipNothing), macs(nn.SkipAll); part*k != all {
		t.Errorf("%d multiply-adds behind the gates, want a %dth of %d", part, k, all)
	}
}

// TestTwoColumnsAreABit: one-hot pairs with inputs (0, a) are Bernoulli units of input a: the same
// gradient of the second column, and the first is its opposite.
func TestTwoColumnsAreABit(t *testing.T) {
	pair := []float64{0, fixA[0], 0, fixA[1], 0, fixA[2]}
	second := esttest.Func(func(h, df []float64) float64 {
		d := make([]float64, 3)
		l := fixF([]float64{h[1], h[3], h[5]}, d)
		for j := range d {
			if df != nil {
				df[2*j+1] += d[j]
			}
		}
		return l
	})
	for name, e := range map[string]struct{ bits, pairs est.Estimator }{
		"reinforce":                {est.Reinforce{}, est.Reinforce{Discrete: est.OneHot(2)}},
		"enumerate":                {est.Enumerate{}, est.Enumerate{Discrete: est.OneHot(2)}},
		"RODEO":                    {est.RODEO{}, est.RODEO{Discrete: est.OneHot(2)}},
		"straight-through sigmoid": {est.StraightThroughSigmoid{}, est.StraightThroughSigmoid{Discrete: est.OneHot(2)}},
	} {
		want := esttest.Integrate(t, e.bits, fixA, fixF, nil)
		got := esttest.IntegrateAt(t, e.pairs, pair, second, esttest.OneHot{K: 2}.Cuts(pair))
		for j := range fixA {
			esttest.Close(t, fmt.Sprint(name, " ", j), got.Mean[2*j:2*j+2], []float64{-want.Mean[j], want.Mean[j]}, 1e-12, 1e-5)
		}
	}
}
