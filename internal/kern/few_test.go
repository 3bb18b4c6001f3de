package kern

import (
	"math/rand/v2"
	"testing"
)

// TestRowsAlone: a row of a product has the same bits whether it is worked out alone, with one other, or
// with many, whatever the number of terms. Terms in another order give other bits.
func TestRowsAlone(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(21, 22))
		for _, s := range []struct{ k, n int }{{3, 64}, {4, 70}, {32, 200}, {65, 33}, {130, 2100}} {
			a, b := newMat(r, 7, s.k, 1, 1), newMat(r, s.k, s.n, 2, 3)
			all := newMat(r, 7, s.n, 0, 2)
			one, two, back := all.clone(), all.clone(), all.clone()
			MulNN(all.data(), all.ld, a.data(), a.ld, b.data(), b.ld, nil, 7, s.n, s.k)
			for i := range 7 {
				row := []int32{int32(i)}
				MulNN(one.data(), one.ld, a.data(), a.ld, b.data(), b.ld, row, 1, s.n, s.k)
				for l := s.k - 1; l >= 0; l-- {
					MulNN(back.data()[i*back.ld:], back.ld, a.data()[i*a.ld+l:], a.ld, b.data()[l*b.ld:], b.ld, nil, 1, s.n, 1)
				}
			}
			MulNN(two.data(), two.ld, a.data(), a.ld, b.data(), b.ld, []int32{0, 5}, 2, s.n, s.k)
			sameBits(t, "a row alone", one, all)
			differ := false
			for _, i := range []int{0, 5} {
				for j := range s.n {
					if x, y := two.data()[i*two.ld+j], all.data()[i*all.ld+j]; x != y {
						t.Fatalf("k=%d n=%d: row %d of two has %v in column %d, of seven %v", s.k, s.n, i, x, j, y)
					}
					differ = differ || back.data()[i*back.ld+j] != all.data()[i*all.ld+j]
				}
			}
			if !differ {
				t.Errorf("control: k=%d n=%d: terms in reverse give the same bits", s.k, s.n)
			}
		}
	})
}
