package sparsity_test

import (
	"testing"

	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/sparsity"
)

// TestDeadUnit has a unit at a = −20, where it fires once in 5·10⁸ rows, between healthy ones at
// −2.2. Alone it stays dead; revived it is back at its target, and others are left alone.
func TestDeadUnit(t *testing.T) {
	x := mat.New(32, 3)
	x.Fill(-2.2) // on in a tenth of the rows
	for i := range x.Rows {
		x.Row(i)[1] = -20
	}
	units := func() nn.Layer { return est.New(est.NoisyRectifier{Logistic: true}) }
	rates := func(l nn.Layer, steps, tail int) (r [3]float64) {
		s := newSpy(l, x)
		for step := range steps {
			s.p.Noise = &streams{step: uint32(step)}
			for i, h := range s.at(nn.Learn).y {
				if h != 0 && step >= steps-tail {
					r[i%3] += 1 / float64(tail*x.Rows)
				}
			}
		}
		return r
	}
	if r := rates(units(), 1000, 1000); r[1] != 0 || r[0] < 0.08 || r[0] > 0.12 {
		t.Errorf("without help the rates are %v, want 0.1, 0, 0.1", r)
	}
	l := &sparsity.Revive{Units: units(), Floor: 0.02, Target: 0.1}
	if r := rates(l, 1500, 300); r[1] < 0.08 || r[1] > 0.16 {
		t.Errorf("revived, the rates are %v, want the second about 0.1", r)
	}
	if o := l.Offsets(); o[0] != 0 || o[2] != 0 || o[1] < 17 || o[1] > 19.5 {
		t.Errorf("offsets are %v, want 0, about 18, 0", o)
	}
	for j, r := range l.Rates() {
		if r < 0.02 || r > 0.3 {
			t.Errorf("rate %d is %v", j, r)
		}
	}
}

// TestReviveSteps follows one unit by hand: decay ½, floor 0.3, target 0.6, step 2.
func TestReviveSteps(t *testing.T) {
	l := &sparsity.Revive{Units: nn.Relu{}, Floor: 0.3, Target: 0.6, Step: 2, Decay: 0.5}
	x := mat.Of([]mat.Float{-3.5}, []mat.Float{-5})
	for i, c := range []struct{ rate, offset float64 }{
		{0.3, 0},    // off: ½·0.6, not below the floor
		{0.15, 2},   // below
		{0.075, 4},  // one of two rows is on from here
		{0.2875, 6}, // above the floor soon, and rising on
		{0.64375, 6},
		{0.821875, 6}, // both on: nothing moves any more
	} {
		newSpy(l, x).at(nn.Learn)
		if r, o := l.Rates()[0], l.Offsets()[0]; r != c.rate || o != c.offset {
			t.Fatalf("after %d steps rate %v and offset %v, want %v and %v", i+1, r, o, c.rate, c.offset)
		}
	}
	for d := nn.Use; d <= nn.Slope; d++ {
		if y := newSpy(l, x).at(d).y; y[0] != 2.5 || y[1] != 1 {
			t.Errorf("%v: output %v, want the offset in it", d, y)
		}
	}
	if l.Rates()[0] != 0.821875 {
		t.Error("the average moves without Learn")
	}
}

// looks is an estimator that also looks and slopes with everything on.
type looks struct{ est.StraightThrough }

func (e looks) Estimate(s *est.Site, f est.F) []float64 {
	h := s.New()
	h.Fill(1)
	f.Look(h)
	f.Slope(h)
	loss, _ := f.Learn(est.Draw(s, e))
	f.Look(h)
	return loss
}

// TestReviveCountsLearn: what an estimator only looks at is not counted.
func TestReviveCountsLearn(t *testing.T) {
	x := mat.New(4, 1)
	x.Fill(-50)
	l := &sparsity.Revive{Units: est.New(looks{}), Target: 0.5, Decay: 0.5}
	newSpy(l, x).at(nn.Learn)
	if r := l.Rates()[0]; r != 0.25 {
		t.Errorf("rate %v, want 0.25", r)
	}
}

// TestReviveIsSeenThrough: a gated layer finds the units and what they allow it to skip.
func TestReviveIsSeenThrough(t *testing.T) {
	for _, c := range []struct {
		e    est.Estimator
		want nn.Skip
	}{
		{est.NoisyRectifier{}, nn.SkipAll},
		{est.StraightThrough{}, nn.SkipForward},
	} {
		l := &sparsity.Revive{Units: est.New(c.e)}
		for _, gate := range []nn.Layer{l, nn.Seq{l, &sparsity.L1{}}} {
			if got := nn.SkipOf(gate); got != c.want {
				t.Errorf("%T: skips %v, want %v", c.e, got, c.want)
			}
		}
	}
	if got := nn.CostOf(&sparsity.Revive{Units: nn.NewLinear(3, 3)}); got.All != 9 {
		t.Errorf("cost %v, want that of the units", got)
	}
}

func TestReviveWidths(t *testing.T) {
	l := &sparsity.Revive{Units: nn.Relu{}, Target: 0.1}
	newSpy(l, mat.New(2, 3)).at(nn.Learn)
	nntest.Panics(t, "sparsity: Revive of 3 units: input has 4 columns", func() { newSpy(l, mat.New(2, 4)).at(nn.Use) })
	wide := &sparsity.Revive{Units: nn.NewLinear(3, 2)}
	nntest.Panics(t, "sparsity: Revive of 3 units: their output has 2 columns", func() { newSpy(wide, mat.New(2, 3)).at(nn.Learn) })
}
