package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestList: the lists are those of the gates that are not 0, whatever else they are, on every tier and
// for rows around the length of a vector and of what is looked at at once; and what fills a vector
// after the last gate, in memory, is not taken for one.
func TestList(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(31, 32))
		odd := []Float{0, 0, Float(math.Copysign(0, -1)), Float(math.NaN()), Float(math.Inf(-1)), 1e-42, 1, -2}
		for _, rows := range []int{0, 1, 3} {
			for _, blocks := range []int{0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 130, gatesOnce - 1, gatesOnce, gatesOnce + 1, 2*gatesOnce + 70} {
				g := make([]Float, rows*blocks+32)
				for i := range g {
					g[i] = odd[r.IntN(len(odd))]
				}
				for _, all := range []bool{false, true} {
					got, want := listed(rows, blocks, g[:rows*blocks], all), plainList(rows, blocks, g, all)
					name := fmt.Sprintf("%d×%d gates, all %v", rows, blocks, all)
					if !sameLists(got, want) {
						t.Fatalf("%s: lists %v, want %v", name, got, want)
					}
					got.listed = false
					got.check(name)
				}
				if rows*blocks > 0 { // control: another gate
					at := r.IntN(rows * blocks)
					want := plainList(rows, blocks, g, false)
					if g[at] == 0 {
						g[at] = 1e-42
					} else {
						g[at] = 0
					}
					if sameLists(listed(rows, blocks, g[:rows*blocks], false), want) {
						t.Fatalf("control: %d×%d gates: the same lists when gate %d turns", rows, blocks, at)
					}
				}
			}
		}
	})
}

func listed(rows, blocks int, g []Float, all bool) *Pairs {
	o := &Pairs{Rows: rows, Blocks: blocks, Width: 3}
	o.List(g, all, func(n int) []int32 { // memory that was in use
		m := make([]int32, n)
		for i := range m {
			m[i] = -7
		}
		return m
	})
	return o
}

func plainList(rows, blocks int, g []Float, all bool) *Pairs {
	o := &Pairs{Rows: rows, Blocks: blocks, Width: 3, Off: []int32{0}, ROff: []int32{0}}
	for k := range blocks {
		for r := range rows {
			if all || g[r*blocks+k] != 0 {
				o.Row = append(o.Row, int32(r))
			}
		}
		o.Off = append(o.Off, int32(len(o.Row)))
	}
	for r := range rows {
		for k := range blocks {
			if all || g[r*blocks+k] != 0 {
				o.Block = append(o.Block, int32(k))
			}
		}
		o.ROff = append(o.ROff, int32(len(o.Block)))
	}
	return o
}

func sameLists(a, b *Pairs) bool {
	return slices.Equal(a.Off, b.Off) && slices.Equal(a.Row, b.Row) && slices.Equal(a.ROff, b.ROff) && slices.Equal(a.Block, b.Block)
}

// TestListAllocs: listing takes what memory it is given.
func TestListAllocs(t *testing.T) {
	if race {
		t.Skip("the race detector allocates")
	}
	g, mem, used := make([]Float, 500), make([]int32, 5000), 0
	take := func(n int) []int32 { used += n; return mem[used-n : used] }
	o := &Pairs{Rows: 5, Blocks: 100, Width: 3}
	o.List(g, true, take)
	if n := testing.AllocsPerRun(20, func() { used = 0; o.List(g, true, take) }); n != 0 {
		t.Errorf("%v allocations a call, want 0", n)
	}
}
