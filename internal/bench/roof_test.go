package bench

import (
	"math"
	"testing"
)

// plain is a net small enough to count by hand: 4 blocks of 4 units.
var plain = Net{Name: "plain", In: 8, Units: 16, Layers: 1, Out: 8, Width: 4, Gater: 2}

func TestFormulas(t *testing.T) {
	two := plain
	two.Layers = 2
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"union of one row", Union(0.1, 1), 0.1},
		{"union", Union(0.1, 4), 0.3439},
		{"union of nothing", Union(0, 100), 0},
		{"dense", plain.DenseMacs(), 8*16 + 16*8},
		{"dense, two layers", two.DenseMacs(), 8*16 + 16*16 + 16*8},
		{"gated", plain.GatedMacs(0.25), 64},
		{"gated, two layers", two.GatedMacs(0.25), 64 + 16},
		{"gater", plain.GaterMacs(0.25), 2 * (8 + 4)},
		{"gaters", two.GaterMacs(0.25), 2*(8+4) + 2*(0.25*16+4)},
		{"ceiling", plain.Ceiling(0.25), 256.0 / (64 + 24)},
		{"ceiling of an open net", plain.Ceiling(1), 256.0 / (256 + 24)},
		{"step ceiling", plain.StepCeiling(0.25), (3*256.0 - 128) / (3*(64+24) - 32 - 16)},
		{"forward bytes of one row", plain.ForwardBytes(0.25, 1), 4 * (64 + 24)},
		{"forward bytes of many", plain.ForwardBytes(0.25, 1000), 4 * (256 + 24)},
		{"step bytes", plain.StepBytes(0.25, 1, 32), 3*4*(64+24) + 32*(256+24)},
		{"roof of arithmetic", Roof(8, 2, 4, 4), 4},
		{"roof of memory", Roof(8, 2, 40, 4), 10},
	} {
		if math.Abs(c.got-c.want) > 1e-9*math.Abs(c.want) {
			t.Errorf("%s is %v, want %v", c.what, c.got, c.want)
		}
	}
}

// TestCeilingOfTheory: with a linear gater d→G and d = o the ceiling is 1/(p + 1/2b).
func TestCeilingOfTheory(t *testing.T) {
	for _, b := range []float64{16, 32, 64} {
		n := Net{In: 1024, Units: 4096, Layers: 1, Out: 1024, Width: int(b)}
		linear := float64(n.In) * float64(n.Blocks())
		got := n.DenseMacs() / (n.GatedMacs(0.1) + linear)
		if want := 1 / (0.1 + 1/(2*b)); math.Abs(got-want) > 1e-9 {
			t.Errorf("width %v: %v, want %v", b, got, want)
		}
	}
}

// TestMacsAreCounted: the formulas are what package nn counts, at the share of blocks that was
// open. Open blocks meet in the second layer by chance: there the count is near.
func TestMacsAreCounted(t *testing.T) {
	const rows = 512
	for _, c := range []struct {
		layers int
		tol    float64
	}{{1, 1e-9}, {2, 0.02}} {
		n := plain
		n.Layers = c.layers
		net, gates := n.gated(1)
		m := newModel("", n, net, gates, Even(4, 0.25), rows, nil).optimise("sgd")
		forward := m.flops(m.forward) / 2 / rows
		p := float64(m.pass.Work.Open) / float64(m.pass.Work.All)
		near(t, "forward", forward, n.GatedMacs(p)+n.GaterMacs(p), c.tol)
		step := m.flops(m.step) / 2 / rows
		p = float64(m.pass.Work.Open) / float64(m.pass.Work.All)
		near(t, "step", step, (3*n.DenseMacs()-float64(n.In*n.Units))/n.StepCeiling(p), c.tol)

		d := newModel("", n, n.dense(c.layers == 1, 1), nil, nil, rows, nil).optimise("adam")
		near(t, "dense", d.flops(d.forward)/2/rows, n.DenseMacs(), 1e-9)
		near(t, "dense step", d.flops(d.step)/2/rows, 3*n.DenseMacs()-float64(n.In*n.Units), 1e-9)
	}
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.Abs(got-want) > tol*want {
		t.Errorf("%s: %v multiply-adds a row, want %v", what, got, want)
	}
}

func TestBandwidthAt(t *testing.T) {
	b := Bandwidth{[]int{10, 100}, []float64{7, 3}}
	for bytes, want := range map[float64]float64{1: 7, 10: 7, 11: 3, 1000: 3} {
		if got := b.At(bytes); got != want {
			t.Errorf("at %v bytes: %v, want %v", bytes, got, want)
		}
	}
}
