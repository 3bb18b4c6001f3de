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
		for _, s := range []struct{ rows, blocks, width, k int }{{1, 3, 1, 5}, {5, 4, 3, 70}, {40, 6, 32, 130}, {33, 9, 17, 65}} {
			for _, rectify := range []bool{false, true} {
				open := somePairs(r, s.rows, s.blocks, s.width, 0.5)
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
