package opt_test

import (
	"testing"

	"gater/nn"
	"gater/opt"
)

// TestLazyWithMaxNorm: a limit comes and goes. Where it is on, rules that move sleeping weights
// update everything, and the others all that has no unit in several blocks; either way the weights
// are the dense ones, and also those of blocks that are never opened are limited.
func TestLazyWithMaxNorm(t *testing.T) {
	for _, r := range lazyRules {
		g, dense := newGatedBag(40), newGatedBag(40)
		g.scale, dense.scale = r.scale, r.scale
		o, d := opt.New(r.rule, r.rate, g), opt.New(r.rule, r.rate, dense)
		o.Lazy()
		moves := r.name != "sgd" && r.name != "rmsprop"
		for phase, limit := range []float64{2, 0, 1.5, 1, 0} {
			o.MaxNorm, d.MaxNorm = limit, limit
			from := 100 * phase
			g.train(o, nil, from, from+1, often(0.05))
			o.Flush(nil)
			was, is := norms(dense.bag[0].p)[2], norms(g.bag[0].p)[2]
			if limit > 0 && is > 1.001*limit || phase == 0 && was <= limit {
				t.Errorf("%s: block 1 is never opened, and goes from norm %v to %v with a limit of %v", r.name, was, is, limit)
			}
			g.train(o, nil, from+1, from+100, often(0.05))
			want := 3
			if limit > 0 && moves {
				want = 0
			} else if limit > 0 {
				want = 2 // not the weights whose columns are units
			}
			if o.Resting() != want {
				t.Errorf("%s: with limit %v %d parameters rest, want %d", r.name, limit, o.Resting(), want)
			}
			dense.train(d, nil, from, from+100, often(0.05))
		}
		o.Flush(nil)
		g.closely(t, dense, tolerance(1e-6, 1e-5))
	}
}

// other is a rule with an update of its own and the rest of Adam.
type other struct{ opt.Adam }

func (other) Update(w, _ []opt.Float, _ opt.Moments, _ opt.Now) { w[0]++ }

// TestLazyRefuses: rules that opt does not know, and β's whose sums may diverge, update everything.
func TestLazyRefuses(t *testing.T) {
	for _, c := range []struct {
		rule opt.Rule
		want bool
	}{
		{opt.SGD{}, true}, {opt.RMSprop{}, true}, {opt.Adam{}, true}, {opt.Adam{B1: 0.9, B2: 0.95}, true},
		{opt.Adam{B1: 0.9, B2: 0.94}, false}, {opt.Adam{B1: 0.99, B2: 0.99}, false},
		{other{}, false}, {struct{ opt.Rule }{opt.Adam{}}, false},
	} {
		g := newGatedBag(4)
		o := lazyOn(g, c.rule)
		if got := g.bag[0].p.Sleeper != nil; got != c.want {
			t.Errorf("%+v: lazy is %v, want %v", c.rule, got, c.want)
		}
		g.train(o, nil, 0, 2, often(0.3)) // and all goes on
		for name := range o.Asleep() {
			if !c.want {
				t.Errorf("%+v: keeps %s", c.rule, name)
			}
			break
		}
	}
}

// TestLazyWithoutBlocks: a parameter of which passes speak as a whole, in blocks that do not
// divide it, or now in these blocks and then in others, is updated as a whole.
func TestLazyWithoutBlocks(t *testing.T) {
	for name, learn := range map[string]func(s nn.Sleeper, t int){
		"whole":  func(s nn.Sleeper, _ int) { s.Learnt(nil) },
		"uneven": func(s nn.Sleeper, t int) { s.Learnt(newGatedBag(7).pairs(t, often(0.3))) },
		"this and that": func(s nn.Sleeper, t int) {
			s.Learnt(newGatedBag(4).pairs(t, often(0.3)))
			s.Learnt(newGatedBag(8).pairs(t, often(0.3)))
		},
		"silent": func(nn.Sleeper, int) {},
	} {
		g, dense := newGatedBag(8), newGatedBag(8)
		o, d := lazyOn(g, opt.Adam{}), opt.New(opt.Adam{}, opt.Constant(0.01), dense)
		for s := range 20 {
			for i, n := range g.bag {
				copy(n.p.Grad.Data, n.p.Val.Data)
				copy(dense.bag[i].p.Grad.Data, n.p.Val.Data)
				learn(n.p.Sleeper, s)
			}
			o.Step(nil, 8, 0)
			d.Step(nil, 8, 0)
		}
		if g.sameBits(t, dense.bag, true); t.Failed() {
			t.Fatal(name)
		}
	}
}
