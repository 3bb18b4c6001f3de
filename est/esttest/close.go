package esttest

import (
	"unsafe"

	"gater/mat"
)

// T is what a check reports to; a *testing.T is one.
type T interface {
	Helper()
	Errorf(format string, args ...any)
}

// tol is tight where mat.Float is float64, else loose.
func tol(tight, loose float64) float64 {
	if unsafe.Sizeof(mat.Float(0)) == 8 {
		return tight
	}
	return loose
}

// Close checks |got − want| ≤ tol·max(1, |want|), element by element, with the tight tolerance
// in float64.
func Close(t T, what string, got, want []float64, tight, loose float64) {
	t.Helper()
	room := tol(tight, loose)
	if len(got) != len(want) {
		t.Errorf("%s: %d numbers, want %d", what, len(got), len(want))
		return
	}
	for i, w := range want {
		if d := got[i] - w; !(max(d, -d) <= room*max(1, w, -w)) {
			t.Errorf("%s: element %d is %.13g, want %.13g, off by %.2g", what, i, got[i], w, d)
		}
	}
}

// Wide is a row of a matrix as float64.
func Wide(x []mat.Float) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}
