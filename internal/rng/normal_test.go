package rng

import (
	"math"
	"testing"
)

// corners are words at the ends, around the middle and where the regions meet.
func corners() []uint32 {
	w := []uint32{0, 1, 2, 3, 10, 100, 1 << 10, 1 << 16, 1 << 20, 1 << 24}
	seam := uint32(322122547) // 0.075·2³²
	for d := range uint32(5) {
		w = append(w, seam-2+d, 1<<31-2+d)
	}
	for i := range uint32(1000) {
		w = append(w, i*4294967) // an even walk over the whole range
	}
	return w
}

func TestQuantileInvertsTheNormalDistribution(t *testing.T) {
	for _, w := range corners() {
		z, u := quantile(w), float64(2*int64(w)+1)*0x1p-33
		if z != -quantile(^w) {
			t.Errorf("word %#x: not symmetric", w)
		}
		// δu = φ(z)·δz: compare on the side where u is small and keeps its digits.
		tail := math.Min(u, 1-u)
		if err := math.Abs(0.5*math.Erfc(math.Abs(z)/math.Sqrt2) - tail); err > 2e-14*tail {
			t.Errorf("word %#x: Φ(%v) misses %v by %.1e of it", w, z, u, err/tail)
		}
	}
	if z := quantile(0); z > -6.33 || z < -6.35 {
		t.Errorf("the grid ends at %v, the comment says 6.34", z)
	}
}

func TestLn(t *testing.T) {
	for _, w := range corners() {
		x := float64(2*int64(w)+1) * 0x1p-33
		want := math.Log(x)
		if math.Abs(ln(x)-want) > 4e-16*math.Abs(want) {
			t.Errorf("ln(%v) = %v, want %v", x, ln(x), want)
		}
	}
}
