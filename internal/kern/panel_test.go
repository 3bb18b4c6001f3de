package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// panelCalls are the two products of scattered rows with a block's weights: m rows, n columns.
func panelCalls(r *rand.Rand, m, n, k int) []call {
	near := &bench{}
	gap, shift := r.IntN(20), r.IntN(4)
	if n == 1 {
		gap = m % 2 // without gaps, a column is a row
	}
	top := m + m/2 + 1
	rows := someRows(r, m, top)
	far := k%2 == 1
	name := fmt.Sprintf(" m=%d n=%d k=%d far=%v", m, n, k, far)
	calls := []call{{"panels" + name,
		func(c, a, b *mat) { near.panels(c.data(), c.ld, a.data(), a.ld, rows, b.data(), b.ld, n, k, far) },
		func(c, a, b *mat) {
			for i, r := range rows {
				mulNNRef(c.buf[c.off+i*c.ld:], c.ld, a.buf[a.off+int(r)*a.ld:], a.ld, b.data(), b.ld, nil, 1, n, k)
			}
		},
		newMat(r, m, n, gap, shift), newMat(r, top, k, gap, shift), newMat(r, k, n, gap, shift), k,
	}, {"outers" + name,
		func(c, a, b *mat) {
			near.outers(c.data(), c.ld, a.data(), a.ld, rows, b.data(), b.ld, k, n, nil)
		},
		func(c, a, b *mat) {
			for i, r := range rows {
				mulTNRef(c.data(), c.ld, a.buf[a.off+int(r)*a.ld:], a.ld, b.buf[b.off+i*b.ld:], b.ld, nil, k, n, 1)
			}
		},
		newMat(r, k, n, gap, shift), newMat(r, top, k, gap, shift), newMat(r, m, n, gap, shift), m,
	}}
	return calls
}

// TestPanels: blocks of every height and width a tile can have, and beyond a list's length.
func TestPanels(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		for m := 1; m <= 30; m++ {
			for _, n := range []int{1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 70} {
				for _, c := range panelCalls(r, m, n, 1+r.IntN(40)) {
					c.check(t)
				}
			}
			for _, n := range []int{48, 96} { // in steps and a rest
				for _, c := range panelCalls(r, m, n, 2*stepPanel+1+r.IntN(9)) {
					c.check(t)
				}
			}
			for _, c := range panelCalls(r, m, 1, 900+m) {
				c.check(t)
			}
		}
		for height := 1; height <= 30; height++ { // of gradients: tiles of every rest
			for _, n := range []int{12, 20} {
				for _, c := range panelCalls(r, 5, n, height) {
					c.check(t)
				}
			}
		}
		for _, c := range panelCalls(r, most+3, 40, 29) {
			c.check(t)
		}
	})
}

// TestPanelsAlone: no bit of a row depends on the other rows, nor one of a gradient on the number of
// inputs it is worked out with.
func TestPanelsAlone(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 14))
		const m, k = 23, 131
		for _, n := range []int{32, 1, 48} {
			a, b, de, near := newMat(r, m, k, 3, 1), newMat(r, k, n, 0, 0), newMat(r, m, n, 0, 0), &bench{}
			all, one := newMat(r, m, n, 0, 0), newMat(r, m, n, 0, 0)
			copy(one.buf, all.buf)
			near.panels(all.data(), n, a.data(), a.ld, count[:m], b.data(), n, n, k, n == 48)
			for i := range m {
				near.panels(one.buf[one.off+i*n:], n, a.data(), a.ld, count[i:i+1], b.data(), n, n, k, false)
			}
			sameBits(t, "panels", one, all)
			dw, cut := b.clone(), b.clone()
			near.outers(dw.data(), n, a.data(), a.ld, count[:m], de.data(), n, k, n, nil)
			near.outers(cut.data(), n, a.data(), a.ld, count[:m], de.data(), n, 50, n, nil)
			near.outers(cut.data()[50*n:], n, a.data()[50:], a.ld, count[:m], de.data(), n, k-50, n, nil)
			sameBits(t, "outers", cut, dw)
			*a.at(3, 4) = nan
			near.panels(all.data(), n, a.data(), a.ld, count[:m], b.data(), n, n, k, false)
			if x := float64(*all.at(3, 0)); !math.IsNaN(x) {
				t.Errorf("control: a term of NaN leaves %v", x)
			}
		}
	})
}

// BenchmarkPanels multiplies 13 scattered rows of 128 with each of 128 blocks of 1024×32 weights, which
// have been written: memory that never was is all one page.
func BenchmarkPanels(b *testing.B) {
	const m, k, n, blocks = 13, 1024, 32, 128
	x, w, e, near := Alloc(128*k), Alloc(blocks*k*n), Alloc(m*n), &bench{}
	for i := range w {
		w[i] = 1
	}
	rows := make([]int32, m)
	for i := range rows {
		rows[i] = int32(i * 128 / m)
	}
	for name, f := range map[string]func(w []Float){
		"forward":  func(w []Float) { near.panels(e, n, x, k, rows, w, n, n, k, false) },
		"gradient": func(w []Float) { near.outers(w, n, x, k, rows, e, n, k, n, nil) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for g := range blocks {
					f(w[g*k*n:])
				}
			}
			b.ReportMetric(2*m*k*n*blocks*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}

// TestAddRows: listed rows added at once are what they are one after the other, bit by bit, and nothing
// beyond the row changes. In reverse they are not.
func TestAddRows(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(15, 16))
		near := &bench{}
		for n := 1; n < 160; n++ {
			for _, k := range []int{1, 2, 5, 40, most + 3} {
				if k > 5 && n%13 > 0 {
					continue
				}
				a, x := newMat(r, k+3, n, n%3, 1), newMat(r, k, 1, n%4, 2)
				rows := someRows(r, k, k+3)
				got := newMat(r, 1, n, 0, 1)
				want, back := got.clone(), got.clone()
				near.addRows(got.data()[:n], x.data(), x.ld, a.data(), a.ld, rows)
				for l, row := range rows {
					Axpy(want.data()[:n], x.data()[l*x.ld], a.data()[int(row)*a.ld:][:n])
					l = k - 1 - l
					Axpy(back.data()[:n], x.data()[l*x.ld], a.data()[int(rows[l])*a.ld:][:n])
				}
				sameBits(t, "rows at once", got, want)
				if n > 30 && k > 30 && slices.Equal(back.data()[:n], want.data()[:n]) {
					t.Errorf("control: n=%d k=%d: rows in reverse give the same bits", n, k)
				}
			}
		}
	})
}

// TestByTwos: listed rows taken two at a time are what each is by itself, bit by bit; the others and what
// stands behind them stay as they are. A row of another input is not.
func TestByTwos(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(27, 28))
		near := &bench{}
		if !twos() {
			return
		}
		for _, n := range []int{1, 7, 8, 17, 31, 32, 33, 48, 64, 70} {
			for _, listed := range []int{1, 2, 3, 6} {
				const m = 9
				k := 1 + r.IntN(40)
				a, b := newMat(r, 2*m, k, 3, 1), newMat(r, k, n, 0, 0)
				rows, at := someRows(r, m, 2*m), someRows(r, listed, m)
				c := newMat(r, m, n, 0, 2)
				got, want := c.clone(), c.clone()
				near.expertsTwos(got.data(), a.data(), a.ld, rows, at, b.data(), n, k)
				for _, i := range at {
					near.panels(want.data()[int(i)*n:], n, a.data(), a.ld, rows[i:i+1], b.data(), max(n, 2), n, k, false)
				}
				if n == 1 {
					continue // a single column is summed otherwise
				}
				sameBits(t, fmt.Sprintf("n=%d k=%d, %d rows", n, k, listed), got, want)
				other := c.clone()
				rows[at[0]] = rows[at[0]] ^ 1
				near.expertsTwos(other.data(), a.data(), a.ld, rows, at, b.data(), n, k)
				if slices.Equal(other.data(), got.data()) {
					t.Errorf("control: n=%d: another row gives the same", n)
				}
			}
		}
	})
}
