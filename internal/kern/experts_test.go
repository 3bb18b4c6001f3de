package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestExperts: a gated layer forwards and backwards is what its formulas say, on every tier and for
// any number of threads to the same bits; shut pairs of Val are not written, and what is shut in DY
// is not read.
func TestExperts(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		for _, s := range []struct {
			rows, blocks, width, k int
			share                  float64
		}{{1, 3, 1, 5, 0.5}, {5, 4, 3, 70, 0.5}, {40, 6, 32, 130, 0.5}, {33, 9, 17, 65, 0.5},
			{1, 3, 1, 5, 1}, {33, 37, 1, 50, 1}, {7, 29, 1, 900, 1}, {40, 25, 1, 131, 1}, {40, 25, 1, 131, 0.5}} {
			for _, rectify := range []bool{false, true} {
				open := somePairs(r, s.rows, s.blocks, s.width, s.share)
				one := newExperts(r, open, s.k, rectify)
				three := one.clone()
				name := fmt.Sprintf("%+v rectify=%v", s, rectify)
				one.pass(t, name, nil)
				p := NewPool(3)
				three.pass(t, name, p)
				p.Close()
				for what, pair := range map[string][2][]Float{"val": {one.Val, three.Val}, "dw": {one.DW, three.DW}, "db": {one.DB, three.DB}, "dg": {one.DG, three.DG}, "dx": {one.dx, three.dx}} {
					for i, v := range pair[0] {
						if math.Float64bits(float64(v)) != math.Float64bits(float64(pair[1][i])) {
							t.Fatalf("%s: %s[%d] is %v on one thread, %v on three", name, what, i, v, pair[1][i])
						}
					}
				}
				one.compare(t, name)
			}
		}
	})
}

type expertsCase struct {
	*Experts
	dx  []Float
	was *expertsCase // before the pass
}

func newExperts(r *rand.Rand, open *Pairs, k int, rectify bool) *expertsCase {
	draw := func(n int) []Float {
		x := make([]Float, n)
		for i := range x {
			x[i] = Float(r.NormFloat64())
		}
		return x
	}
	units, live := open.Cols(), open.Len()*open.Width
	c := &expertsCase{&Experts{Open: open, Rectify: rectify, X: draw(open.Rows * k), LdX: k, K: k, W: draw(units * k), B: draw(units),
		G: draw(open.Rows * open.Blocks), E: make([]Float, live), Y: make([]Float, live), Val: make([]Float, open.Rows*units),
		DY: draw(open.Rows * units), DE: make([]Float, live), DG: draw(open.Rows * open.Blocks), DB: draw(units), DW: draw(units * k)}, draw(open.Rows * k), nil}
	for i := range c.Val {
		c.Val[i] = shut
	}
	on := make(map[int]bool)
	c.eachPair(func(row, g int) {
		for j := range open.Width {
			on[row*units+g*open.Width+j] = true
		}
	})
	for i := range c.DY {
		if !on[i] {
			c.DY[i] = Float(math.NaN())
		}
	}
	return c
}

func (c *expertsCase) eachPair(f func(row, g int)) {
	for g := range c.Open.Blocks {
		for _, row := range c.Open.rowsOf(g) {
			f(int(row), g)
		}
	}
}

func (c *expertsCase) clone() *expertsCase {
	x := *c.Experts
	for _, p := range []*[]Float{&x.E, &x.Y, &x.Val, &x.DE, &x.DG, &x.DB, &x.DW} {
		*p = append([]Float(nil), *p...)
	}
	return &expertsCase{&x, append([]Float(nil), c.dx...), nil}
}

// pass goes forwards, which clears the gradient of y, and backwards, which clears the value.
func (c *expertsCase) pass(t *testing.T, name string, p *Pool) {
	t.Helper()
	before, dy := c.clone(), c.DY
	c.DY = append([]Float(nil), dy...)
	p.Forward(c.Experts)
	c.cleared(t, name+": dy after Forward", c.DY, dy)
	c.DY = dy
	val := append([]Float(nil), c.Val...)
	p.Backward(c.Experts)
	c.cleared(t, name+": val after Backward", c.Val, val)
	copy(c.Val, val)
	p.Wipe(c.Experts)
	c.cleared(t, name+": val after Wipe", c.Val, val)
	c.Val = val
	p.Learn(c.Experts)
	p.Input(c.Experts, c.dx)
	c.was = before
}

// cleared checks that the open pairs of m are 0 and the others as they were.
func (c *expertsCase) cleared(t *testing.T, what string, m, was []Float) {
	t.Helper()
	want := append([]Float(nil), was...)
	c.eachPair(func(row, g int) { clear(want[row*c.Open.Cols()+g*c.Open.Width:][:c.Open.Width]) })
	for i, v := range m {
		if v != want[i] && (v == v || want[i] == want[i]) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, v, want[i])
		}
	}
}

// compare holds the pass against the formulas, in float64.
func (c *expertsCase) compare(t *testing.T, name string) {
	t.Helper()
	w, units, k := c.Open.Width, c.Open.Cols(), c.K
	wide := func(x []Float) []float64 {
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = float64(v)
		}
		return y
	}
	val, dg, db, dw, dx := wide(c.was.Val), wide(c.was.DG), wide(c.was.DB), wide(c.was.DW), wide(c.was.dx)
	c.eachPair(func(r, g int) {
		gate := float64(c.G[r*c.Open.Blocks+g])
		for j := range w {
			u := g*w + j
			e := float64(c.B[u])
			for l := range k {
				e += float64(c.X[r*k+l]) * float64(c.W[(g*k+l)*w+j])
			}
			dy := float64(c.DY[r*units+u])
			de := gate * dy
			if c.Rectify && e <= 0 {
				e, de = 0, 0
			}
			val[r*units+u] = gate * e
			dg[r*c.Open.Blocks+g] += dy * e
			db[u] += de
			for l := range k {
				dw[(g*k+l)*w+j] += de * float64(c.X[r*k+l])
				dx[r*k+l] += de * float64(c.W[(g*k+l)*w+j])
			}
		}
	})
	for what, pair := range map[string]struct {
		got  []Float
		want []float64
	}{"val": {c.Val, val}, "dg": {c.DG, dg}, "db": {c.DB, db}, "dw": {c.DW, dw}, "dx": {c.dx, dx}} {
		for i, v := range pair.got {
			if d := math.Abs(float64(v) - pair.want[i]); !(d <= 3e4*eps*(1+math.Abs(pair.want[i]))) {
				t.Fatalf("%s: %s[%d] is %v, want %v", name, what, i, v, pair.want[i])
			}
		}
	}
}

// TestPlainUnits: blocks of one unit that are all open, which are one product, have the bits that they have
// when a pair of another unit is shut, and they are not. So has their gradient where it is used.
func TestPlainUnits(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(25, 26))
		for _, s := range []struct{ rows, blocks, k int }{{33, 37, 50}, {7, 29, 900}, {300, 20, 131}, {2, 5, 3}} {
			for _, threads := range []int{1, 3} {
				all := somePairs(r, s.rows, s.blocks, 1, 1)
				but := somePairs(r, s.rows, s.blocks, 1, 1)
				one := newExperts(r, all, s.k, true)
				two := one.clone()
				last := len(but.Row) - 1 // the last row of the last unit is shut
				but.Row, but.Block = but.Row[:last], but.Block[:last]
				but.Off[s.blocks]--
				but.ROff[s.rows]--
				two.Open = but
				if plain := one.plain(); plain != (active != nil) || two.plain() {
					t.Fatalf("control: %v and %v", plain, two.plain())
				}
				p := NewPool(threads)
				name := fmt.Sprintf("%+v, %d threads", s, threads)
				one.pass(t, name, p)
				two.pass(t, name, p)
				p.Close()
				units := s.blocks - 1
				same := func(what string, a, b []Float) {
					t.Helper()
					for i, v := range a {
						if math.Float64bits(float64(v)) != math.Float64bits(float64(b[i])) {
							t.Fatalf("%s: %s[%d] is %v at once, %v one by one", name, what, i, v, b[i])
						}
					}
				}
				same("e", one.E[:units*s.rows], two.E)
				same("y", one.Y[:units*s.rows], two.Y)
				same("dw", one.DW[:units*s.k], two.DW)
				same("db", one.DB[:units], two.DB)
				o := &Outer{Off: all.Off, Row: all.Row, A: one.X, LdA: s.k, B: one.DE, LdB: 1, Height: s.k, N: 1}
				q := &Outer{Off: but.Off, Row: but.Row, A: one.X, LdA: s.k, B: one.DE, LdB: 1, Height: s.k, N: 1}
				if n, m := o.units(0, s.blocks), q.units(0, s.blocks); active != nil && (n != s.blocks || m != units || q.units(units, 1) != 1 && s.rows > 1) {
					t.Fatalf("control: %d and %d units", n, m)
				}
				if s.rows > 1 { // rows 1 and on of every unit: as many, but not the first
					late := &Outer{Row: make([]int32, 0, units*(s.rows-1)), A: one.X, LdA: s.k, B: one.DE, LdB: 1, Height: s.k, N: 1}
					for g := range s.blocks {
						late.Off = append(late.Off, int32(g*(s.rows-1)))
						for r := 1; r < s.rows && g < units; r++ {
							late.Row = append(late.Row, int32(r))
						}
					}
					if n := late.units(0, units); n != 0 {
						t.Fatalf("control: %d units without the first row are at once", n)
					}
					a, b := make([]Float, units*s.k), make([]Float, units*s.k)
					late.AddRows(a, 0, units*s.k)
					for i := range b {
						late.AddRows(b[i:], i, i+1)
					}
					same("gradient without the first row", a, b)
				}
				for _, cut := range []int{0, s.k / 2, s.k + 1} { // from within a unit, too
					a, b := make([]Float, units*s.k-cut), make([]Float, units*s.k-cut)
					o.AddRows(a, cut, units*s.k)
					for i := range b { // a number at a time is never a unit at once
						q.AddRows(b[i:], cut+i, cut+i+1)
					}
					same("gradient", a, b)
				}
			}
		}
	})
}
