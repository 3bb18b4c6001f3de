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

// TestRowsToTheEnd: rows of an NT product have the same bits whether the rows of its right side are read
// to their end or a chunk of terms at a time, which the sizes decide. Chunks cut elsewhere give other
// bits.
func TestRowsToTheEnd(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(25, 26))
		for _, s := range []struct{ few, m, n, k int }{{1, 70, 9, 1500}, {3, 11, 30, 2500}, {1, 13, 60, 9000}, {20, 40, 90, 2000}} {
			a, b := newMat(r, s.m, s.k, 3, 1), newMat(r, s.n, s.k, 1, 0)
			all := newMat(r, s.m, s.n, 0, 2)
			few, cut := all.clone(), all.clone()
			MulNT(all.data(), all.ld, a.data(), a.ld, b.data(), b.ld, nil, s.m, s.n, s.k)
			MulNT(few.data(), few.ld, a.data(), a.ld, b.data(), b.ld, nil, s.few, s.n, s.k)
			differ := false
			for l := 0; l < s.k; l += 700 {
				MulNT(cut.data(), cut.ld, a.data()[l:], a.ld, b.data()[l:], b.ld, nil, s.few, s.n, min(700, s.k-l))
			}
			for i := range s.few {
				for j := range s.n {
					if x, y := *few.at(i, j), *all.at(i, j); x != y {
						t.Fatalf("%+v: element %d,%d of %d rows is %v, of all %v", s, i, j, s.few, x, y)
					}
					differ = differ || *few.at(i, j) != *cut.at(i, j)
				}
			}
			if !differ {
				t.Errorf("control: %+v: other chunks give the same bits", s)
			}
		}
	})
}

// TestCrowded: products of rows whose distance is a multiple of 2 KiB, which are copied, have the bits
// of the same rows at another distance, listed or all. Other rows have other bits.
func TestCrowded(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(23, 24))
		for _, s := range []struct{ m, n, k int }{{4, 17, 500}, {9, 33, 70}, {70, 20, 1000}, {150, 18, 900}} {
			ld := (s.k + 511) / 512 * 512
			near, wide := newMat(r, s.m, s.k, ld-s.k, 0), newMat(r, s.m, s.k, 3, 1)
			for i := range s.m {
				copy(wide.data()[i*wide.ld:][:s.k], near.data()[i*near.ld:])
			}
			b := newMat(r, s.n, s.k, 1, 0)
			for _, rows := range [][]int32{nil, someRows(r, s.m-1, s.m)} {
				m := s.m
				if rows != nil {
					m = len(rows)
				}
				got := newMat(r, s.m, s.n, 0, 2)
				want, other := got.clone(), got.clone()
				MulNT(got.data(), got.ld, near.data(), near.ld, b.data(), b.ld, rows, m, s.n, s.k)
				MulNT(want.data(), want.ld, wide.data(), wide.ld, b.data(), b.ld, rows, m, s.n, s.k)
				sameBits(t, "crowded rows", got, want)
				*wide.at(m-1, s.k-1) += 1
				MulNT(other.data(), other.ld, wide.data(), wide.ld, b.data(), b.ld, nil, s.m, s.n, s.k)
				if *other.at(m-1, 0) == *want.at(m-1, 0) {
					t.Error("control: another row gives the same bits")
				}
				*wide.at(m-1, s.k-1) = *near.at(m-1, s.k-1)
			}
		}
	})
}
