package mat_test

import (
	"math"
	"slices"
	"testing"

	"gater/mat"
	"gater/nn/nntest"
)

// gapped is a copy of m whose rows lie apart, with NaN between them, if they would crowd the cache.
func gapped(m mat.M) mat.M {
	g := mat.NewWeights(m.Rows, m.Cols)
	for i := range g.Data {
		g.Data[i] = mat.Float(math.NaN())
	}
	for i := range m.Rows {
		copy(g.Row(i), m.Row(i))
	}
	return g
}

// TestNewWeights: rows that crowd the cache lie apart, and no others.
func TestNewWeights(t *testing.T) {
	for _, c := range []struct {
		rows, cols int
		apart      bool
	}{{9, 512, true}, {64, 256, true}, {64, 384, true}, {64, 1024, true}, {8, 512, false}, {1, 1024, false}, {64, 64, false},
		{64, 400, false}, {64, 513, false}, {0, 512, false}, {64, 0, false}} {
		m := mat.NewWeights(c.rows, c.cols)
		if (m.Ld() > m.Cols) != c.apart || len(m.Data) != c.rows*m.Ld() || m.Len() != c.rows*c.cols {
			t.Errorf("%s: rows are %d apart, %d numbers", m.Shape(), m.Ld(), len(m.Data))
		}
	}
}

// TestGaps: what a matrix with gaps is asked for is what it is without.
func TestGaps(t *testing.T) {
	m := nntest.Normal(20, 512, 1, 1)
	g := gapped(m)
	if g.Ld() == m.Ld() {
		t.Fatal("control: there are no gaps")
	}
	equal := func(what string, got, want mat.M) {
		t.Helper()
		if got.Shape() != want.Shape() || !slices.Equal(got.Packed().Data, want.Data) {
			t.Errorf("%s: other numbers", what)
		}
	}
	equal("rows", g, m)
	equal("clone", g.Clone(), m)
	equal("slice", g.Slice(3, 7), m.Slice(3, 7))
	if p := m.Packed(); &p.Data[0] != &m.Data[0] {
		t.Error("without gaps, packing copies")
	}
	if l := mat.Like(g); l.Ld() != g.Ld() || l.Row(19)[511] != 0 {
		t.Errorf("a matrix like it has rows %d apart", l.Ld())
	}
	g.Fill(2)
	for i, x := range g.Data {
		if in := i%g.Ld() < g.Cols; in != (x == 2) {
			t.Fatalf("Fill leaves %v at %d", x, i)
		}
	}
	if g = gapped(m); g.Finite() {
		t.Error("control: the gaps hold no NaN")
	}
}

// TestGapsInProducts: products with weights whose rows lie apart are the same bits as with others, whatever
// is between the rows; maps refuse such matrices.
func TestGapsInProducts(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	open := nntest.Pattern(func() mat.M {
		g := nntest.Normal(33, 10, 1, 9)
		for i, v := range g.Data {
			g.Data[i] = 0
			if v > 0.5 {
				g.Data[i] = 1
			}
		}
		return g
	}(), 4)
	a, w, y := nntest.Normal(33, 40, 1, 1), nntest.Normal(40, 512, 1, 2), nntest.Normal(33, 512, 1, 3)
	live, bias := nntest.Normal(open.Len(), 4, 1, 4), nntest.Normal(1, 512, 1, 5).Data
	for name, f := range map[string]func(w mat.M) mat.M{
		"MulNN":    func(w mat.M) mat.M { c := y.Clone(); mat.MulNN(pool, c, a, w); return c },
		"BiasNN":   func(w mat.M) mat.M { c := y.Clone(); mat.BiasNN(pool, c, bias, a, w); return c },
		"MulNT":    func(w mat.M) mat.M { c := a.Clone(); mat.MulNT(pool, c, y, w); return c },
		"MulTN":    func(w mat.M) mat.M { c := w.Clone(); mat.MulTN(pool, c, a, y); return c },
		"BlocksNN": func(w mat.M) mat.M { c := y.Clone(); mat.BlocksNN(pool, c, a, w, open, nil); return c },
		"BlocksNT": func(w mat.M) mat.M { c := a.Clone(); mat.BlocksNT(pool, c, y, w, open, nil); return c },
		"BlocksTN": func(w mat.M) mat.M { c := w.Clone(); mat.BlocksTN(pool, c, a, y, open, nil); return c },
		"LiveNN":   func(w mat.M) mat.M { c := y.Clone(); mat.LiveNN(pool, c, bias, live, a, w, open); return c },
		"LiveTN":   func(w mat.M) mat.M { c := w.Clone(); mat.LiveTN(pool, c, live, y, open); return c },
		"NewBF16":  func(w mat.M) mat.M { c := y.Clone(); mat.NarrowNN(pool, c, bias, a, mat.NewBF16(w, 1), nil); return c },
	} {
		want := f(w)
		if got := f(gapped(w)); !slices.Equal(got.Packed().Data, want.Data) {
			t.Errorf("%s: other bits with gaps", name)
		}
		other := w.Clone()
		other.Row(39)[511] += 1
		if got := f(other); slices.Equal(got.Data, want.Data) {
			t.Errorf("%s: control: another weight changes nothing", name)
		}
	}
	nntest.Panics(t, "mat: Tanh: the rows of 40×512 are", func() { mat.Tanh(gapped(w), gapped(w)) })
	nntest.Panics(t, "mat: Quantise: the rows of 40×512 are", func() { mat.Quantise(gapped(w), 1) })
}
