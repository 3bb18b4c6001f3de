package opt_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/opt"
)

// bag is a layer that only has parameters.
type bag []named

type named struct {
	name string
	p    *nn.Param
}

func (b bag) Run(_ *nn.Pass, x *nn.Var, next nn.Next) []float64 { return next(x) }

func (b bag) Visit(v *nn.Visitor) {
	for _, n := range b {
		v.Param(n.name, n.p)
	}
}

// newBag is parameters of all fans, some larger than a piece of work, filled from a seed.
func newBag(seed uint64) bag {
	b := bag{
		{"weight", nn.NewParam(70, 300, nn.FanCols)},
		{"small", nn.NewParam(700, 13, nn.FanCols)},
		{"gate.weight", nn.NewParam(150, 90, nn.FanRows)},
		{"gate.bias", nn.NewParam(1, 90, nn.FanNone)},
	}
	r := rand.New(rand.NewPCG(seed, 1))
	for _, n := range b {
		for i := range n.p.Val.Data {
			n.p.Val.Data[i] = mat.Float(r.NormFloat64())
		}
	}
	return b
}

// gradients fills every gradient with the numbers of step t.
func (b bag) gradients(t int) {
	r := rand.New(rand.NewPCG(uint64(t), 2))
	for _, n := range b {
		for i := range n.p.Grad.Data {
			n.p.Grad.Data[i] = mat.Float(8 * r.NormFloat64())
		}
	}
}

// train takes steps from to to-1 on a pool, at ten steps an epoch.
func (b bag) train(o *opt.Optimiser, pool *mat.Pool, from, to int) {
	for t := from; t < to; t++ {
		b.gradients(t)
		o.Step(pool, 8, float64(t)/10)
	}
}

func (b bag) sameBits(t *testing.T, c bag, want bool) {
	t.Helper()
	same := true
	for i, n := range b {
		for j, v := range n.p.Val.Data {
			same = same && math.Float64bits(float64(v)) == math.Float64bits(float64(c[i].p.Val.Data[j]))
		}
	}
	if same != want {
		t.Errorf("same bits is %v, want %v", same, want)
	}
}

// near reports whether got is want up to a few roundings of mat.Float.
func near(got, want float64) bool {
	eps := float64(math.Nextafter32(1, 2) - 1)
	if mat.Float(1)+mat.Float(1e-10) != 1 {
		eps = 0x1p-52
	}
	return math.Abs(got-want) <= 64*eps*(1+math.Abs(want))
}

func TestDecayExemptsBiases(t *testing.T) {
	b := bag{{"w", nn.NewParam(1, 1, nn.FanRows)}, {"b", nn.NewParam(1, 1, nn.FanNone)}}
	for _, n := range b {
		n.p.Val.Fill(2)
	}
	opt.New(opt.Adam{Decay: 0.5}, opt.Constant(0.5), b).Step(nil, 1, 0)
	if w, bias := b[0].p.Val.Data[0], b[1].p.Val.Data[0]; w != 1.5 || bias != 2 {
		t.Errorf("a weight of 2 decays to %v, a bias to %v, want 1.5 and 2", w, bias)
	}
}

func TestNaNIsNotHidden(t *testing.T) {
	for _, r := range rules {
		b := newBag(1)
		o := opt.New(r.rule, opt.Constant(0.1), b)
		o.MaxNorm = 1
		for _, n := range b {
			n.p.Grad.Data[5] = mat.Float(math.NaN())
		}
		o.Step(nil, 1, 0)
		for _, n := range b {
			for i, v := range n.p.Val.Data {
				if math.IsNaN(float64(v)) != (i == 5) {
					t.Fatalf("%s: %s[%d] = %v", r.name, n.name, i, v)
				}
			}
		}
	}
}

func TestGroups(t *testing.T) {
	rate := func(groups ...opt.Group) string {
		b := bag{{"w", nn.NewParam(1, 1, nn.FanCols)}, {"gate.w", nn.NewParam(1, 1, nn.FanCols)},
			{"gate.b", nn.NewParam(1, 1, nn.FanNone)}}
		for _, n := range b {
			n.p.Grad.Fill(-1)
		}
		opt.New(opt.SGD{}, opt.Constant(1), b, groups...).Step(nil, 1, 0)
		return fmt.Sprint(b[0].p.Val.Data, b[1].p.Val.Data, b[2].p.Val.Data)
	}
	for _, c := range []struct {
		groups []opt.Group
		want   string
	}{
		{nil, "[1] [1] [1]"},
		{[]opt.Group{{"gate.", 0.5}}, "[1] [0.5] [0.5]"},
		{[]opt.Group{{"gate.", 0.5}, {".b", 0.25}}, "[1] [0.5] [0.125]"},
		{[]opt.Group{{"gate.", 0}}, "[1] [0] [0]"},
	} {
		if got := rate(c.groups...); got != c.want {
			t.Errorf("%v: steps of %s, want %s", c.groups, got, c.want)
		}
	}
	wantPanic(t, `"gat3."`, func() { rate(opt.Group{Match: "gat3.", Rate: 1}) })
}

func TestTiedParameterIsUpdatedOnce(t *testing.T) {
	p := nn.NewParam(1, 1, nn.FanCols)
	p.Grad.Fill(-1)
	opt.New(opt.SGD{}, opt.Constant(1), bag{{"a", p}, {"b", p}}).Step(nil, 1, 0)
	if p.Val.Data[0] != 1 {
		t.Errorf("a step of %v, want 1", p.Val.Data[0])
	}
}

func TestEmptyBatchPanics(t *testing.T) {
	o := opt.New(opt.SGD{}, opt.Constant(1), newBag(1))
	wantPanic(t, "batch has 0 rows", func() { o.Step(nil, 0, 0) })
}

func wantPanic(t *testing.T, text string, f func()) {
	t.Helper()
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, text) {
			t.Errorf("panic %q, want one with %q", got, text)
		}
	}()
	f()
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		rule           opt.Rule
		rate, momentum float64
	}{
		{opt.SGD{}, 0.05, 0},
		{opt.SGD{Momentum: ramp}, 0.05, 0.7},
		{opt.Adam{}, 0.05, 0},
	} {
		o := opt.New(c.rule, opt.Linear{From: 0.1, Epochs: 2}, newBag(1))
		if rate, μ := o.Settings(1); rate != c.rate || μ != c.momentum {
			t.Errorf("%T: rate %v and momentum %v, want %v and %v", c.rule, rate, μ, c.rate, c.momentum)
		}
	}
}
