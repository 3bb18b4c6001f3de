package kern

import (
	"testing"
	"unsafe"
)

// TestProbes checks that the probes of every tier do what they are counted for: chains that
// settle at 2, the fixed point of a·½ + 1, and sums of the lanes that they read.
func TestProbes(t *testing.T) {
	old := active
	defer func() { active = old }()
	x := make([]Float, 3*readStep+5)
	for i := range x {
		x[i] = 1
	}
	for _, a := range append(tiers(), nil) {
		active = a
		chain, sum, lanes := peakGo(100), readGo(x[:3*readStep]), 4
		if a != nil {
			chain, sum, lanes = a.peak(&peakStart[0], 100), a.read(&x[0], 3*readStep), a.lanes
		}
		if chain != 2*peakChains {
			t.Errorf("%s: the chains add up to %v, want %v", CPU(), chain, 2*peakChains)
		}
		if want := Float(3 * readStep); a == nil && sum != want || a != nil && sum*Float(lanes) != want {
			t.Errorf("%s: the sum is %v", CPU(), sum)
		}
		if n := Read(x); n != 3*readStep*int(unsafe.Sizeof(x[0])) {
			t.Errorf("%s: Read counts %d bytes", CPU(), n)
		}
		if Read(x[:readStep-1]) != 0 {
			t.Errorf("%s: less than a step is counted", CPU())
		}
		if flops := Peak(); flops < 2*peakRounds*peakChains {
			t.Errorf("%s: Peak counts %d operations", CPU(), flops)
		}
	}
}
