package nn_test

import (
	"fmt"
	"slices"
	"testing"

	"gater/est"
	"gater/nn"
)

func visited() nn.Seq {
	gater := nn.Seq{nn.NewLinear(4, 3), est.New(est.Reinforce{Baseline: &est.MinVariance{}})}
	return nn.Seq{nn.NewLinear(4, 4), nn.Tanh{}, nn.NewGated(gater, 4, 3, 2), nn.Seq{nn.NewLinear(6, 2)}}
}

func TestNames(t *testing.T) {
	var params, states, layers []string
	for name, p := range nn.Params(visited()) {
		params = append(params, name+" "+p.Val.Shape()+" "+fmt.Sprint(p.Fan))
	}
	for name := range nn.States(visited()) {
		states = append(states, name)
	}
	for name, l := range nn.Layers(visited()) {
		layers = append(layers, fmt.Sprintf("%s %T", name, l))
	}
	for _, c := range []struct {
		got, want []string
	}{
		{params, []string{"0.weight 4×4 1", "0.bias 1×4 0", "2.gate.0.weight 4×3 1", "2.gate.0.bias 1×3 0",
			"2.weight 12×2 1", "2.bias 1×6 0", "3.0.weight 6×2 1", "3.0.bias 1×2 0"}},
		{states, []string{"2.gate.1.units.baseline.weighted_loss", "2.gate.1.units.baseline.weight"}},
		{layers, []string{"0 *nn.Linear", "1 nn.Tanh", "2 *nn.Gated", "2.gate nn.Seq", "2.gate.0 *nn.Linear",
			"2.gate.1 *est.Units", "3 nn.Seq", "3.0 *nn.Linear"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%q\nwant %q", c.got, c.want)
		}
	}
}

// TestWalkStops: a walk that is broken off goes no further.
func TestWalkStops(t *testing.T) {
	for stop := 1; stop <= 8; stop++ {
		n := 0
		for range nn.Params(visited()) {
			if n++; n == stop {
				break
			}
		}
		for range nn.Layers(visited()) {
			break
		}
		for range nn.States(visited()) {
			break
		}
		if n != stop {
			t.Errorf("%d parameters of %d", n, stop)
		}
	}
}

// TestAllow: a gated layer skips what its gater's units allow, or less.
func TestAllow(t *testing.T) {
	gate := func(layers ...nn.Layer) nn.Layer { return append(nn.Seq{nn.NewLinear(4, 3)}, layers...) }
	for _, c := range []struct {
		gate nn.Layer
		can  nn.Skip
	}{
		{gate(), nn.SkipNothing},
		{gate(est.New(est.Sigmoid{})), nn.SkipNothing},
		{gate(est.New(est.StraightThrough{})), nn.SkipForward},
		{gate(est.New(est.Reinforce{})), nn.SkipAll},
		{gate(nn.Seq{est.New(est.Reinforce{})}), nn.SkipAll},
		{gate(est.New(est.Reinforce{}), nn.NewLinear(3, 3), est.New(est.StraightThrough{})), nn.SkipForward},
		{est.New(est.Reinforce{}), nn.SkipAll},
	} {
		l := nn.NewGated(c.gate, 4, 3, 2)
		if l.Skip != c.can {
			t.Errorf("%v: skips %v, want %v", c.gate, l.Skip, c.can)
		}
		for want := nn.SkipNothing; want <= nn.SkipAll; want++ {
			err := l.Allow(want)
			if ok := want <= c.can; (err == nil) != ok || ok && l.Skip != want {
				t.Errorf("of %v, %v: %v, now %v", c.can, want, err, l.Skip)
			}
		}
	}
}
