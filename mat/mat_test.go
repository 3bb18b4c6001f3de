package mat_test

import (
	"fmt"
	"math"
	"testing"

	"gater/mat"
	"gater/nn/nntest"
)

// at gives element (i, j) of m, or of its transpose.
type at func(i, j int) float64

func plain(m mat.M) at { return func(i, j int) float64 { return float64(m.Row(i)[j]) } }
func turned(m mat.M) at {
	return func(i, j int) float64 { return float64(m.Row(j)[i]) }
}

// product is c + a·b, summed in float64, where a has k columns.
func product(c mat.M, a, b at, k int) mat.M {
	c = c.Clone()
	for i := range c.Rows {
		for j := range c.Cols {
			s := float64(c.Row(i)[j])
			for l := range k {
				s += a(i, l) * b(l, j)
			}
			c.Row(i)[j] = mat.Float(s)
		}
	}
	return c
}

func same(t *testing.T, what string, got, want mat.M) {
	t.Helper()
	for i, w := range want.Data {
		if d := math.Abs(float64(got.Data[i] - w)); !(d <= nntest.Tol(1e-12, 1e-4)*(1+math.Abs(float64(w)))) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, got.Data[i], w)
		}
	}
}

// random is a matrix of draws that differ from call to call.
func random() func(rows, cols int) mat.M {
	seed := uint64(0)
	return func(rows, cols int) mat.M {
		seed++
		return nntest.Normal(rows, cols, 1, seed)
	}
}

func TestProducts(t *testing.T) {
	r := random()
	for _, n := range [][3]int{{1, 1, 1}, {2, 3, 4}, {17, 9, 33}, {5, 64, 1}, {0, 3, 2}, {3, 0, 2}, {40, 40, 40}} {
		rows, k, cols := n[0], n[1], n[2]
		for name, f := range map[string]func(c mat.M) mat.M{
			"NN": func(c mat.M) mat.M {
				a, b := r(rows, k), r(k, cols)
				want := product(c, plain(a), plain(b), k)
				mat.MulNN(nil, c, a, b)
				return want
			},
			"NT": func(c mat.M) mat.M {
				a, b := r(rows, k), r(cols, k)
				want := product(c, plain(a), turned(b), k)
				mat.MulNT(nil, c, a, b)
				return want
			},
			"TN": func(c mat.M) mat.M {
				a, b := r(k, rows), r(k, cols)
				want := product(c, turned(a), plain(b), k)
				mat.MulTN(nil, c, a, b)
				return want
			},
		} {
			c := r(rows, cols)
			want := f(c)
			same(t, fmt.Sprint(name, n), c, want)
		}
	}
}

// TestBlocks: over open pairs a product is the dense one of matrices that are 0 elsewhere; what is
// shut is neither read nor written.
func TestBlocks(t *testing.T) {
	const rows, width = 5, 3
	nan := mat.Float(math.NaN())
	gates := func(seed uint64, n int) mat.M {
		g := nntest.Normal(rows, n, 1, seed)
		for i, v := range g.Data {
			g.Data[i] = max(0, v)
		}
		clear(g.Row(2))
		return g
	}
	cut := func(m, g mat.M, v mat.Float) mat.M { // m with v where g is shut
		m = m.Clone()
		for i := range m.Data {
			if g.Row(i / m.Cols)[i%m.Cols/width] == 0 {
				m.Data[i] = v
			}
		}
		return m
	}
	r := random()
	og, ig := gates(1, 4), gates(2, 6)
	open, in := nntest.Pattern(og, width), nntest.Pattern(ig, width)
	units, cols := 4*width, 6*width
	w, x, d := r(units, cols), r(rows, cols), r(rows, units)

	y := r(rows, units)
	want := product(y, plain(cut(x, ig, 0)), turned(w), cols)
	got := cut(y, og, nan)
	mat.BlocksNT(nil, got, cut(x, ig, nan), w, open, in)
	same(t, "NT", cut(got, og, 0), cut(want, og, 0))

	want = product(x, plain(cut(d, og, 0)), plain(w), units)
	got = cut(x, ig, nan)
	mat.BlocksNN(nil, got, cut(d, og, nan), w, open, in)
	same(t, "NN", cut(got, ig, 0), cut(want, ig, 0))

	want = product(w, turned(cut(d, og, 0)), plain(cut(x, ig, 0)), rows)
	got = w.Clone()
	mat.BlocksTN(nil, got, cut(d, og, nan), cut(x, ig, nan), open, in)
	same(t, "TN", got, want)

	want = product(y, plain(x), turned(w), cols)
	got = cut(y, og, nan)
	mat.BlocksNT(nil, got, x, w, open, nil)
	same(t, "NT, all of x", cut(got, og, 0), cut(want, og, 0))
}

func TestShapePanics(t *testing.T) {
	m := mat.New
	for want, f := range map[string]func(){
		"mat: MulNN: 2×3 += 2×4 · 5×3":        func() { mat.MulNN(nil, m(2, 3), m(2, 4), m(5, 3)) },
		"mat: MulNT: 2×3 += 2×4 · (3×5)ᵀ":     func() { mat.MulNT(nil, m(2, 3), m(2, 4), m(3, 5)) },
		"mat: MulTN: 2×3 += (4×2)ᵀ · 5×3":     func() { mat.MulTN(nil, m(2, 3), m(4, 2), m(5, 3)) },
		"mat: BlocksNT: 2×3 += 1×4 · (3×4)ᵀ":  func() { mat.BlocksNT(nil, m(2, 3), m(1, 4), m(3, 4), nil, nil) },
		"mat: BlocksNN: 2×3 += 2×4 · 4×2":     func() { mat.BlocksNN(nil, m(2, 3), m(2, 4), m(4, 2), nil, nil) },
		"mat: BlocksTN: 2×3 += (4×3)ᵀ · 4×3":  func() { mat.BlocksTN(nil, m(2, 3), m(4, 3), m(4, 3), nil, nil) },
		"mat: Sigmoid: 2×3 and 3×2":           func() { mat.Sigmoid(m(2, 3), m(3, 2)) },
		"mat: Tanh: 2×3 and 2×2":              func() { mat.Tanh(m(2, 3), m(2, 2)) },
		"mat: Of: row 1 has 1 columns, row 0": func() { mat.Of([]mat.Float{1, 2}, []mat.Float{1}) },
	} {
		nntest.Panics(t, want, f)
	}
}

func TestMatrix(t *testing.T) {
	m := mat.Of([]mat.Float{1, 2}, []mat.Float{3, 4}, []mat.Float{5, 6})
	mat.AddRow(m, []mat.Float{10, 20})
	sum := []mat.Float{1, 1}
	mat.SumRows(sum, m.Slice(1, 3))
	c := m.Clone()
	c.Fill(7)
	got := fmt.Sprintln(m.Shape(), m.Data, sum, m.Slice(1, 2).Data, c.Row(2))
	if want := "3×2 [11 22 13 24 15 26] [29 51] [13 24] [7 7]\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for bad, v := range map[bool]float64{false: 1, true: math.NaN()} {
		if m.Data[3] = mat.Float(v); m.Finite() == bad {
			t.Errorf("%v: finite is %v", v, m.Finite())
		}
	}
	m.Data[3] = mat.Float(math.Inf(-1))
	if m.Finite() {
		t.Error("−Inf is finite")
	}
	m = mat.Of([]mat.Float{-2, 0, 3})
	h := m.Clone()
	mat.Sigmoid(h, h)
	mat.Tanh(m, m)
	for i, a := range []float64{-2, 0, 3} {
		if math.Abs(float64(h.Data[i])-1/(1+math.Exp(-a))) > 1e-6 || math.Abs(float64(m.Data[i])-math.Tanh(a)) > 1e-6 {
			t.Errorf("σ(%v) = %v, tanh = %v", a, h.Data[i], m.Data[i])
		}
	}
}
