package nn_test

import (
	"maps"
	"slices"
	"testing"

	"gater/nn"
	"gater/opt"
)

// turned is a layer with two dials, of which one may be nil.
type turned struct{ a, b *nn.Dial }

func (turned) Run(_ *nn.Pass, x *nn.Var, next nn.Next) []float64 { return next(x) }
func (l turned) Visit(v *nn.Visitor)                             { v.Into("a", l.a); v.Into("b", l.b) }

// TestDial: a dial stands at the start of its schedule until it is set, then where it was set;
// a nil one stands at its reader's own number.
func TestDial(t *testing.T) {
	var none *nn.Dial
	d := nn.Turn(opt.Exponential{From: 8, PerEpoch: 0.5, Floor: 1})
	for _, c := range []struct{ got, want float64 }{
		{none.Value(3), 3}, {nn.Fix(2).Value(3), 2}, {d.Value(3), 8},
	} {
		if c.got != c.want {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
	for epoch, want := range map[float64]float64{0: 8, 2: 2, 9: 1} {
		if d.Set(epoch); d.Value(3) != want {
			t.Errorf("epoch %v: %v, want %v", epoch, d.Value(3), want)
		}
	}
}

// TestDials: the dials of a network are found by name, and where they stand is its state; nil ones
// are neither.
func TestDials(t *testing.T) {
	net := nn.Seq{nn.Tanh{}, turned{nn.Fix(1), nil}, nn.Seq{turned{nn.Fix(2), nn.Fix(3)}}}
	got := map[string]float64{}
	for name, d := range nn.Dials(net) {
		d.Set(0)
		got[name] = d.Value(0)
	}
	if want := map[string]float64{"1.a": 1, "2.0.a": 2, "2.0.b": 3}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	var states []string
	for name, s := range nn.States(net) {
		states = append(states, name)
		*s = []float64{7}
	}
	if want := []string{"1.a.at", "2.0.a.at", "2.0.b.at"}; !slices.Equal(states, want) {
		t.Errorf("states %v, want %v", states, want)
	}
	for name, d := range nn.Dials(net) {
		if d.Value(0) != 7 {
			t.Errorf("%s stands at %v after its state was loaded", name, d.Value(0))
		}
	}
	for range nn.Dials(net) {
		break // no more calls of yield, or the runtime says so
	}
}
