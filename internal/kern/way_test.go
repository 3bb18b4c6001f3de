package kern

import (
	"math/rand/v2"
	"testing"
)

// TestWays: every way gives the same bits, on every tier and any number of threads.
func TestWays(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(21, 22))
		p := NewPool(3)
		defer p.Close()
		for _, s := range []struct {
			rows, blocks, width, n int
			alpha                  float64
		}{{1, 9, 16, 200, 0.5}, {2, 7, 32, 130, 0.4}, {40, 11, 32, 1100, 0.8}, {70, 5, 20, 33, 0.3}, {70, 5, 20, 10, 0.3}, {700, 5, 20, 17, 0.8}} {
			open := somePairs(r, s.rows, s.blocks, s.width, s.alpha)
			live, all := newMat(r, 1, open.Len()*s.width, 0, 0), make([]Float, s.rows*open.Cols())
			at := 0
			for g := range open.Blocks {
				for _, row := range open.rowsOf(g) {
					copy(all[int(row)*open.Cols()+g*s.width:][:s.width], live.data()[at:])
					at += s.width
				}
			}
			b, bias := newMat(r, open.Cols(), s.n, 0, 0), newMat(r, 1, s.n, 0, 0)
			run := func(p *Pool, way Way) *mat {
				c := newMat(rand.New(rand.NewPCG(1, 1)), s.rows, s.n, 0, 0)
				p.LiveNNBy(way, c.data(), s.n, bias.data(), live.data(), all, b.data(), s.n, open, s.n)
				return c
			}
			want := run(nil, ByBlocks)
			for _, way := range []Way{ByBlocks, ByRows, ByDense} {
				sameBits(t, way.String(), run(nil, way), want)
				sameBits(t, way.String()+" on three threads", run(p, way), want)
			}
			if s.rows > 1 { // control: another pattern
				all[0]++
				same := true
				run(nil, ByDense).each(func(i, j int, x *Float) { same = same && (i < 0 || *x == *want.at(i, j)) })
				if same {
					t.Error("control: other inputs give the same bits")
				}
			}
		}
	})
}

// TestLiveTN: gradients of open pairs that are kept alone have the bits of those of the whole matrix, of
// few rows and of more than are taken at a time. A row that is another gives other bits.
func TestLiveTN(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(27, 28))
		for _, s := range []struct {
			rows, blocks, width, n int
			alpha                  float64
		}{{30, 5, 8, 90, 0.4}, {1300, 2, 8, 330, 0.8}, {9, 3, 5, 40, 0.5}} {
			open := somePairs(r, s.rows, s.blocks, s.width, s.alpha)
			live, all := make([]Float, open.Len()*s.width), newMat(r, s.rows, open.Cols(), 0, 0)
			at := 0
			for g := range open.Blocks {
				for _, row := range open.rowsOf(g) {
					at += copy(live[at:], all.data()[int(row)*all.ld+g*s.width:][:s.width])
				}
			}
			b, got := newMat(r, s.rows, s.n, 0, 0), newMat(r, open.Cols(), s.n, 0, 0)
			want, other := got.clone(), got.clone()
			(*Pool)(nil).LiveTN(got.data(), got.ld, live, b.data(), b.ld, open, s.n)
			(*Pool)(nil).PairsTN(want.data(), want.ld, all.data(), all.ld, b.data(), b.ld, open, nil, s.n)
			sameBits(t, "live", got, want)
			live[len(live)-1]++
			(*Pool)(nil).LiveTN(other.data(), other.ld, live, b.data(), b.ld, open, s.n)
			if *other.at(open.Cols()-1, 0) == *got.at(open.Cols()-1, 0) {
				t.Error("control: another row gives the same bits")
			}
		}
	})
}

// TestWayIsTheCheapest: costs decide, and a pool goes by those it was told.
func TestWayIsTheCheapest(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	few, most, lone := somePairs(r, 128, 64, 32, 0.1), somePairs(r, 128, 64, 32, 0.95), somePairs(r, 1, 64, 32, 0.1)
	third := somePairs(r, 1, 256, 64, 0.3)
	p := NewPool(1)
	defer p.Close()
	for _, c := range []struct {
		name  string
		costs Costs
		open  *Pairs
		n     int
		want  Way
	}{
		{"few gates", Costs{}, few, 1024, ByBlocks},
		{"most gates", Costs{}, most, 1024, ByDense},
		{"one row", Costs{}, lone, 1024, ByRows},
		{"one row, a third of the gates", Costs{0.013, 0.08, 0.05, 0.011}, third, 1024, ByRows},
		{"one row, few columns", Costs{}, lone, 10, ByBlocks},
		{"dense is dear", Costs{1, 1, 1, 9}, most, 1024, ByBlocks},
		{"dense is cheap", Costs{1, 1, 1, 0.01}, few, 1024, ByDense},
		{"rows are dear", Costs{1, 1, 9, 9}, lone, 1024, ByBlocks},
	} {
		p.costs = Costs{}
		p.SetCosts(c.costs)
		if got := p.Way(c.open, c.n); got != c.want {
			t.Errorf("%s: by %v, want %v", c.name, got, c.want)
		}
	}
}
