package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// int8Case is a product with random weights of bytes and its definition, worked out from the whole
// numbers in int64.
type int8Case struct {
	w       *Int8
	bias, a []Float
	in      *Pairs
	m       int
	p       map[int][]int64 // inputs as whole numbers, a row each once it is asked for
}

// onEachTier is eachTier without what only products of floats do in two ways.
func onEachTier(t *testing.T, f func(t *testing.T)) {
	eachTier(t, func(t *testing.T) {
		if active == nil || fewTerms > 0 {
			f(t)
		}
	})
}

// newInt8Case draws weights and inputs; at the extremes all are as large as they can be.
func newInt8Case(r *rand.Rand, m, k, n, blocks int, in *Pairs, extreme bool) *int8Case {
	draw := func(n int) []Float {
		x := make([]Float, n)
		for i := range x {
			if x[i] = Float(r.NormFloat64()); extreme {
				x[i] = Float(2*r.IntN(2) - 1)
			}
		}
		return x
	}
	w := draw(blocks * k * n)
	c := &int8Case{NewInt8(w, Quantise(w, blocks, k, n), blocks, k, n), draw(blocks * n), draw(m * k), in, m, map[int][]int64{}}
	if in != nil {
		for i := range c.a {
			if !in.has(i/k, i%k/in.Width) {
				c.a[i] = 0
			}
		}
	}
	return c
}

func (o *Pairs) has(row, block int) bool {
	for _, h := range o.of(int32(row)) {
		if int(h) == block {
			return true
		}
	}
	return false
}

// at is y[r, j] of block b by the definition.
func (c *int8Case) at(b, r, j int) Float {
	x := c.a[r*c.w.k : (r+1)*c.w.k]
	top := float32(0)
	for _, v := range x {
		top = max(top, float32(math.Abs(float64(v))))
	}
	p := c.p[r]
	if p == nil {
		p = make([]int64, len(x))
		for l, v := range x {
			if top > 0 {
				p[l] = int64(math.RoundToEven(float64(float32(v) * float32(127/top))))
			}
		}
		c.p[r] = p
	}
	sum := int64(0)
	for l, v := range p {
		sum += v * int64(c.w.Q((b*c.w.k+l)*c.w.n+j))
	}
	if sum != int64(int32(sum)) {
		panic("the sum has left int32")
	}
	s := Float(Float(sum) * c.w.scale[b*c.w.n+j])
	return c.bias[b*c.w.n+j] + Float(s*Float(top/127))
}

// TestInt8: a product of bytes has the bits of its definition on every tier, for any number of
// threads, with all inputs open or some, and writes nothing else.
func TestInt8(t *testing.T) {
	onEachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(21, 22))
		pool := NewPool(3)
		defer pool.Close()
		for _, s := range [][3]int{{1, 1, 1}, {1, 3, 2}, {2, 4, 8}, {3, 5, 9}, {8, 63, 15}, {9, 64, 16}, {17, 65, 17}, {5, 127, 33}, {1, 784, 48},
			{33, 36, 5}, {1, 2048, 10}, {0, 5, 5}, {4, 16, 1}, {7, 33, 7}, {2, 130, 700}, {70, 40, 20}} {
			for _, width := range []int{0, 1, 3, 4, 16} {
				if width > 0 && s[1]%width != 0 {
					continue
				}
				var in *Pairs
				if width > 0 {
					in = somePairs(r, s[0], s[1]/width, width, 0.3)
				}
				c := newInt8Case(r, s[0], s[1], s[2], 1, in, r.IntN(3) == 0)
				for _, p := range []*Pool{nil, pool} {
					y := newMat(r, s[0], s[2], 3, 1)
					y.each(func(_, _ int, x *Float) { *x = outside })
					p.NarrowNN(y.data(), y.ld, c.bias, c.a, s[1], c.w, in, s[0])
					y.each(func(i, j int, x *Float) {
						if i < 0 && *x != outside {
							t.Fatalf("%v: wrote outside", s)
						}
						if i >= 0 && bits(*x) != bits(c.at(0, i, j)) {
							t.Fatalf("%v, blocks of %d, %d threads: (%d, %d) is %v, want %v", s, width, p.Threads(), i, j, *x, c.at(0, i, j))
						}
					})
				}
			}
		}
	})
}

// TestInt8Most: the longest product that is allowed is exact with every number as large as can be; one
// that is twice as long is not, hence the limit.
func TestInt8Most(t *testing.T) {
	for _, n := range []int{1, 9} {
		for k, right := range map[int]bool{MaxInt8: true, 2 * MaxInt8: false} {
			w, x := make([]Float, k*n), make([]Float, k)
			for i := range w {
				w[i] = -1
			}
			for i := range x {
				x[i] = 1
			}
			packed := NewInt8(w, Quantise(w, 1, k, n), 1, k, n)
			onEachTier(t, func(t *testing.T) {
				y := make([]Float, n)
				(*Pool)(nil).NarrowNN(y, n, make([]Float, n), x, k, packed, nil, 1)
				if got := math.Abs(float64(y[n-1])/float64(-k)-1) < 1e-6; got != right {
					t.Errorf("%d columns of %d: %v", n, k, y[n-1])
				}
			})
		}
	}
}

// TestInt8Experts: as TestInt8, for the open pairs of a gated layer; shut pairs are not written, and
// weights of blocks that no row has open are not read.
func TestInt8Experts(t *testing.T) {
	onEachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(23, 24))
		pool := NewPool(3)
		defer pool.Close()
		for _, s := range []struct{ rows, blocks, width, k, in int }{{1, 3, 1, 5, 0}, {5, 4, 3, 70, 0}, {40, 6, 32, 132, 4}, {33, 9, 17, 65, 5},
			{1, 20, 16, 784, 0}, {1, 30, 16, 320, 16}, {130, 4, 8, 96, 8}} {
			open := somePairs(r, s.rows, s.blocks, s.width, 0.4)
			var in *Pairs
			if s.in > 0 {
				in = somePairs(r, s.rows, s.k/s.in, s.in, 0.4)
			}
			c := newInt8Case(r, s.rows, s.k, s.width, s.blocks, in, false)
			for _, p := range []*Pool{nil, pool} {
				x := newExperts(r, open, s.k, true)
				x.X, x.B, x.W, x.Narrow, x.In, x.DY = c.a, c.bias, nil, c.w, in, nil
				p.Forward(x.Experts)
				n := 0
				x.eachPair(func(row, g int) {
					for j := range s.width {
						e := max(0, c.at(g, row, j))
						y := x.G[row*s.blocks+g] * e
						if bits(x.E[n]) != bits(e) || bits(x.Y[n]) != bits(y) || bits(x.Val[row*open.Cols()+g*s.width+j]) != bits(y) {
							t.Fatalf("%+v: unit %d of block %d, row %d is %v, want %v", s, j, g, row, x.E[n], e)
						}
						x.Val[row*open.Cols()+g*s.width+j] = shut
						n++
					}
				})
				for i, v := range x.Val {
					if v != shut {
						t.Fatalf("%+v: shut element %d is now %v", s, i, v)
					}
				}
			}
		}
	})
}

// TestInt8Near: the product is near that of the floats, to a part in a hundred of what its terms add
// up to; with a scale that is wrong it is not.
func TestInt8Near(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 26))
	const m, k, n = 6, 300, 40
	w := make([]Float, k*n)
	for i := range w {
		w[i] = Float(r.NormFloat64())
	}
	float := append([]Float(nil), w...)
	scale := Quantise(w, 1, k, n)
	for _, wrong := range []bool{false, true} {
		if wrong {
			scale[7] *= 1.1
		}
		c := &int8Case{NewInt8(w, scale, 1, k, n), make([]Float, n), make([]Float, m*k), nil, m, nil}
		for i := range c.a {
			c.a[i] = Float(r.NormFloat64())
		}
		got, want := make([]Float, m*n), make([]Float, m*n)
		(*Pool)(nil).NarrowNN(got, n, c.bias, c.a, k, c.w, nil, m)
		mulNNRef(want, n, c.a, k, float, n, nil, m, n, k)
		worst := 0.0
		for i := range got {
			worst = max(worst, math.Abs(float64(got[i]-want[i])))
		}
		if limit := 0.05 * math.Sqrt(k); (worst < limit) == wrong {
			t.Errorf("wrong scale %v: off by %v, limit %v", wrong, worst, limit)
		}
	}
}

// TestRows: inputs as whole numbers, on every tier and at every length as plain Go has them; rows of
// zeros, of tiny numbers and of what is none.
func TestRows(t *testing.T) {
	onEachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(27, 28))
		for n := range 131 {
			x := newMat(r, 1, n, 0, n%4).data()
			p, want := make([]int8, n+lineIn), make([]int8, n+lineIn)
			top := absMaxRef(x)
			if got := absMax(x); got != top {
				t.Fatalf("max of %d is %v, want %v", n, got, top)
			}
			if n == 0 {
				continue
			}
			if got, want := round8(p, x, 127/top), round8Ref(want, x, 127/top); got != want {
				t.Fatalf("sum of %d is %v, want %v", n, got, want)
			}
			if fmt.Sprint(p[:n]) != fmt.Sprint(want[:n]) || fmt.Sprint(p[(n+15)/16*16:]) != fmt.Sprint(want[(n+15)/16*16:]) {
				t.Fatalf("%d numbers: %v, want %v", n, p, want)
			}
		}
		for _, c := range []struct {
			x    []Float
			t    Float
			want int8
		}{{[]Float{0, 0, 0}, 0, 0}, {[]Float{1, 0.5, -254.0 / 255}, 1.0 / 127, 127}, {[]Float{1e-40, 0, 0}, 0, 0}, {[]Float{nan, 2, 1}, nan, 0}, {[]Float{2, 1, Float(inf)}, nan, 0}} {
			p := []int8{9, 9, 9, 9}
			got, _ := quantRow(p, c.x)
			if p[0] != c.want || bits(Float(float32(got))) != bits(Float(float32(c.t))) && !(got != got && c.t != c.t) {
				t.Errorf("%v: %v times %v, want %v", c.x, got, p, c.t)
			}
		}
	})
}

// TestQuantise: whole numbers up to 127, scales that give the weights back to half a step, each once
// in its place; zeros stay so.
func TestQuantise(t *testing.T) {
	r := rand.New(rand.NewPCG(29, 30))
	const blocks, k, n = 3, 21, 10
	w := make([]Float, blocks*k*n)
	for i := range w {
		if w[i] = Float(r.NormFloat64() * float64(1+i%n)); i%n == 4 {
			w[i] = 0
		}
	}
	q := append([]Float(nil), w...)
	s := Quantise(q, blocks, k, n)
	x := NewInt8(q, s, blocks, k, n)
	top := 0
	for i := range w {
		at := i/(k*n)*n + i%n
		if x.Q(i) != int(q[i]) {
			t.Fatalf("weight %d is %d, want %v", i, x.Q(i), q[i])
		}
		if d := math.Abs(float64(w[i]) - float64(s[at])*float64(q[i])); d > 0.5001*float64(s[at]) {
			t.Fatalf("weight %d is %v, from %d %v", i, w[i], x.Q(i), s[at])
		}
		top = max(top, x.Q(i), -x.Q(i))
	}
	if top != 127 || s[4] != 0 {
		t.Errorf("the largest is %d, the scale of zeros %v", top, s[4])
	}
}

// TestDot8: the sums of every number of rows and groups are those of the definition, at the extremes
// too, and nothing is written beside them.
func TestDot8(t *testing.T) {
	onEachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(37, 38))
		for m := range tallest + 1 {
			for groups := range 20 {
				ld := (groups + 3) * groupIn
				p, u, rows := make([]int8, (m+1)*ld+1), make([]uint8, groups*groupIn*panelOut+1), make([]int, m)
				for i := range p {
					p[i] = []int8{-127, 127, 0, int8(r.IntN(255) - 127)}[r.IntN(4)]
				}
				for i := range u {
					u[i] = []uint8{0, 255, uint8(r.IntN(256))}[r.IntN(3)]
				}
				for i := range rows {
					rows[i] = i * ld
				}
				got := make([]int32, (m+1)*panelOut)
				for i := range got {
					got[i] = int32(i)
				}
				want := append([]int32(nil), got...)
				dot8Ref(want, p, rows, u, groups)
				if dot8(got, p, rows, u, groups); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("%d rows, %d groups: %v, want %v", m, groups, got, want)
				}
			}
		}
	})
}
