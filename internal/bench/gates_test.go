package bench

import (
	"math"
	"slices"
	"testing"

	"gater/mat"
	"gater/nn"
)

func TestRates(t *testing.T) {
	z := Zipf(128, 0.1)
	sum := 0.0
	for _, p := range z {
		sum += p
	}
	if math.Abs(sum/128-0.1) > 1e-9 || !slices.IsSortedFunc(z, func(a, b float64) int { return int(math.Copysign(1, b-a)) }) || z[0] > 1 {
		t.Errorf("Zipf has mean %v and begins with %v", sum/128, z[:3])
	}
	if math.Abs(z[20]*21-z[40]*41) > 1e-9 {
		t.Errorf("rates do not fall as 1/k: %v and %v", z[20], z[40])
	}
	var got [2]float64
	ring := Rates{0.9, 0.1}.draw(20, 500, 1)
	for _, m := range ring {
		for i, v := range m.Data {
			got[i%2] += float64(v) / 10000
		}
	}
	if math.Abs(got[0]-0.9) > 0.015 || math.Abs(got[1]-0.1) > 0.015 {
		t.Errorf("blocks of rates 0.9 and 0.1 are open at %v", got)
	}
	if slices.Equal(ring[0].Data, ring[1].Data) {
		t.Error("two patterns are the same")
	}
}

// TestForced: what the network computes is the pattern, used and in training, and the next run
// has another.
func TestForced(t *testing.T) {
	net, gates := plain.gated(1)
	m := newModel("", plain, net, gates, Even(4, 0.5), 16, nil).optimise("sgd")
	var seen []bool
	m.pass.Watch = func(l nn.Layer, v mat.M) {
		if _, ok := l.(*nn.Gated); ok {
			for _, g := range v.Data {
				seen = append(seen, g != 0)
			}
		}
	}
	for name, run := range map[string]func(){"forward": m.forward, "step": m.step} {
		var last []bool
		for range 3 {
			seen = nil
			run()
			var want []bool
			for _, v := range gates[0].patterns[gates[0].now].Data {
				want = append(want, v != 0)
			}
			if !slices.Equal(seen, want) {
				t.Errorf("%s: gates are %v, want %v", name, seen, want)
			}
			if slices.Equal(seen, last) {
				t.Errorf("%s: the same pattern twice", name)
			}
			last = seen
		}
	}
}

func TestExactly(t *testing.T) {
	o := exactly(6, 4, 5, 50)
	for k := range 6 {
		if n := o.Off[k+1] - o.Off[k]; n != 5 {
			t.Errorf("block %d has %d rows, want 5", k, n)
		}
	}
	y, x, w := mat.New(50, 24), matrix(50, 3, 1), matrix(24, 3, 2)
	mat.BlocksNT(nil, y, x, w, o, nil) // it checks the lists
	if slices.Equal(o.Row[:5], o.Row[5:10]) && slices.Equal(o.Row[:5], o.Row[10:15]) {
		t.Error("blocks have the same rows")
	}
}

// TestSameBits is that the comparison sees a difference.
func TestSameBits(t *testing.T) {
	build := func(seed uint64) *model {
		net, gates := plain.gated(seed)
		m := newModel("", plain, net, gates, Even(4, 0.5), 4, nil).optimise("sgd")
		m.out = mat.New(4, plain.Out)
		return m
	}
	if !sameBits(build(1), build(1)) {
		t.Error("two runs of the same differ")
	}
	if sameBits(build(1), build(2)) {
		t.Error("different weights are the same")
	}
}
