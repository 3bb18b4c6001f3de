package table

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestQuick: what quick reads has the bits that strconv.ParseFloat makes of it, and what is no
// decimal it does not read.
func TestQuick(t *testing.T) {
	check := func(s string) bool {
		x, ok := quick(s)
		if want, err := strconv.ParseFloat(s, 64); ok && (err != nil || math.Float64bits(x) != math.Float64bits(want)) {
			t.Errorf("%q is %v, want %v, %v", s, x, want, err)
		}
		return ok
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100000 {
		s := strconv.FormatFloat((r.Float64()-0.5)*math.Pow(10, float64(r.IntN(9))), 'f', r.IntN(8), 64)
		if !check(s) {
			t.Fatalf("%q is not read", s)
		}
	}
	for _, s := range []string{"-0", "0", ".5", "5.", "-.25", "123456789012345", "0.00000000000001", "-12345.6789012345"} {
		if !check(s) {
			t.Errorf("%q is not read", s)
		}
	}
	for _, s := range []string{"", "-", ".", "-.", "1.2.3", "--1", "+1", "1e5", " 1", "1_0", "0x1", "NaN", "Inf", "1234567890123456", "1.2345678901234567", "١"} {
		if check(s) {
			t.Errorf("%q is read", s)
		}
	}
}
