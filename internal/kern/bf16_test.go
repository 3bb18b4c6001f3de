package kern

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestBF16: numbers go to the nearest of sixteen bits, ties to the even one, and those that are of
// sixteen bits stay.
func TestBF16(t *testing.T) {
	for x, want := range map[float32]uint16{1: 0x3f80, -2: 0xc000, 0: 0, 1 + 1.0/256: 0x3f80, 1 + 3.0/256: 0x3f82, 1 + 1.0/256 + 1e-6: 0x3f81,
		math.MaxFloat32: 0x7f80, 1e-45: 0, 0x1p-133: 1, float32(math.Inf(-1)): 0xff80, 0x1.fep127: 0x7f7f} {
		if got := ToBF16(x); got != want {
			t.Errorf("%v is %#x, want %#x", x, got, want)
		}
	}
	if x := FromBF16(ToBF16(math.Float32frombits(0x7f800001))); x == x {
		t.Errorf("NaN is %v", x)
	}
	for b := range 1 << 16 {
		if x := FromBF16(uint16(b)); x == x && ToBF16(x) != uint16(b) {
			t.Fatalf("%#x is %v and then %#x", b, x, ToBF16(x))
		}
	}
	r := rand.New(rand.NewPCG(31, 32))
	for range 10000 {
		x := float32(r.NormFloat64())
		b := ToBF16(x)
		near := math.Abs(float64(FromBF16(b) - x))
		for _, other := range []uint16{b - 1, b + 1} {
			if math.Abs(float64(FromBF16(other)-x)) < near {
				t.Fatalf("%v is %v, and %v nearer", x, FromBF16(b), FromBF16(other))
			}
		}
	}
}

// TestBF16Product: products with narrow weights have the bits of those with the same weights widened,
// on every tier; weights that are not open are not read.
func TestBF16Product(t *testing.T) {
	onEachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(33, 34))
		pool := NewPool(3)
		defer pool.Close()
		for _, s := range [][3]int{{1, 1, 1}, {1, 784, 48}, {3, 5, 9}, {9, 64, 16}, {17, 65, 300}, {1, 2048, 10}, {130, 40, 70}, {2, 30, 1100}, {0, 5, 5}, {1, 65, 30}, {1, 64, 60}} {
			for _, width := range []int{0, 1, 5, 16} {
				if width > 0 && s[1]%width != 0 {
					continue
				}
				m, k, n := s[0], s[1], s[2]
				a, bias := newMat(r, m, k, 0, 0), newMat(r, 1, n, 0, 0).data()
				var in *Pairs
				w := newMat(r, k, n, 0, 0).data()
				if width > 0 {
					in = somePairs(r, m, k/width, width, 0.3)
					a.each(func(i, l int, x *Float) {
						if i >= 0 && !in.has(i, l/width) {
							*x = 0
						}
					})
					for h := range in.Blocks {
						if len(in.rowsOf(h)) == 0 {
							for i := range w[h*width*n : (h+1)*width*n] {
								w[h*width*n+i] = nan
							}
						}
					}
				}
				x := NewBF16(w, 1, k, n)
				wide := make([]Float, k*n)
				widen(wide, x.w)
				for i, v := range wide {
					if v != v {
						wide[i] = 0
					}
				}
				want, got := newMat(r, m, n, 3, 1), newMat(r, m, n, 3, 1)
				want.each(func(i, j int, x *Float) {
					if i >= 0 {
						*x = bias[j]
					}
				})
				if m > 0 {
					MulNN(want.data(), want.ld, a.data(), k, wide, n, nil, m, n, k)
				}
				for _, p := range []*Pool{nil, pool} {
					p.NarrowNN(got.data(), got.ld, bias, a.data(), k, x, in, m)
					sameBits(t, "product", got, want)
				}
			}
		}
	})
}

// TestBF16Experts: as TestBF16Product, for a gated layer.
func TestBF16Experts(t *testing.T) {
	onEachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(35, 36))
		for _, s := range []struct{ rows, blocks, width, k, in int }{{1, 3, 1, 5, 0}, {5, 4, 3, 70, 0}, {40, 6, 32, 132, 4}, {33, 9, 17, 65, 5},
			{1, 20, 16, 784, 0}, {1, 30, 16, 320, 16}, {6, 2, 300, 40, 8}} {
			open := somePairs(r, s.rows, s.blocks, s.width, 0.4)
			x := newExperts(r, open, s.k, true)
			if s.in > 0 {
				x.In = somePairs(r, s.rows, s.k/s.in, s.in, 0.4)
			}
			for g := range s.blocks {
				if len(open.rowsOf(g)) == 0 {
					for i := range x.W[g*s.k*s.width : (g+1)*s.k*s.width] {
						x.W[g*s.k*s.width+i] = nan
					}
				}
			}
			x.DY = nil
			narrow := x.clone()
			narrow.Narrow, narrow.W = NewBF16(x.W, s.blocks, s.k, s.width), nil
			widen(x.W, narrow.Narrow.(*BF16).w)
			(*Pool)(nil).Forward(x.Experts)
			(*Pool)(nil).Forward(narrow.Experts)
			for i, v := range x.Val {
				if bits(v) != bits(narrow.Val[i]) || v != v {
					t.Fatalf("%+v: element %d is %v, want %v", s, i, narrow.Val[i], v)
				}
			}
		}
	})
}
