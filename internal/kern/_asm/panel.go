package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Products of scattered rows with the weights of one block, which lie together. Rows of a are given
// by their distances from a in bytes, and nothing is copied.
//
//	panel: c[i, :n] += Σ_l a[rows[i] + l]·b[l·sb + (:n)]     i < m,       l < k
//	outer: c[i, :n] += Σ_l a[rows[l] + i]·b[l·sb + (:n)]     i < tiles·m, l < k
//
// The columns are v vectors, the last one masked; each element starts from c and takes its terms in
// ascending l, one fused step each. panel fetches what is ahead bytes after the current row of b. Few
// rows have wider tiles: a step waits for the one before, and the more vectors the less it matters.
func emitPanel(g *gen) {
	panel := func(m, v int) {
		g.function(fmt.Sprintf("panel%dx%d", m, v),
			"(c *float32, ldc int, a *float32, rows *int, b *float32, sb int, ahead int, k int, n int)",
			"%s is panel for "+fmt.Sprint(m)+" rows and n columns that fill "+vectors(v)+".")
		t := &panelTile{gen: g, m: m, v: v}
		t.panel()
	}
	for v := 1; v <= g.gemmV; v++ {
		for m := 1; m <= g.panelM; m++ {
			panel(m, v)
		}
		for m := 1; m <= g.gemmM; m++ {
			g.function(fmt.Sprintf("outer%dx%d", m, v),
				"(c *float32, ldc int, a *float32, rows *int, b *float32, sb int, k int, n int, tiles int)",
				"%s is outer for tiles of "+fmt.Sprint(m)+" rows of c and n columns that fill "+vectors(v)+".")
			t := &panelTile{gen: g, m: m, v: v}
			t.outer()
		}
	}
	for v := g.gemmV + 1; v <= 2*g.gemmV; v++ {
		for m := 1; m <= g.fewM; m++ {
			panel(m, v)
		}
	}
}

type panelTile struct {
	*gen
	m, v int
	mask operand.Op
	acc  [][]reg.VecVirtual
	off  []reg.GPVirtual // of rows, if there are registers for them
}

// cRows visits the vectors of c, row after row.
func (t *panelTile) cRows(visit func(v reg.VecVirtual, at operand.Mem, mask operand.Op)) {
	if t.acc == nil {
		for range t.m {
			t.acc = append(t.acc, t.vecs(t.v))
		}
	}
	c, ldc := t.param("c"), t.bytes("ldc")
	for i := range t.m {
		for s := range t.v {
			visit(t.acc[i][s], operand.Mem{Base: c, Disp: s * t.size()}, only(s, t.v, t.mask))
		}
		if i+1 < t.m {
			t.ADDQ(ldc, c)
		}
	}
}

func (t *panelTile) loads() {
	t.cRows(func(v reg.VecVirtual, at operand.Mem, mask operand.Op) { t.load(at, mask, v) })
}

func (t *panelTile) stores() {
	all := t.mask
	t.unmasked(t.v, all, func(mask operand.Op) {
		t.mask = mask
		t.cRows(func(v reg.VecVirtual, at operand.Mem, mask operand.Op) { t.store(v, mask, at) })
	})
	t.mask = all
}

// panel takes terms in steps of unroll, and what is left one by one.
func (t *panelTile) panel() {
	t.mask = t.columns(t.v)
	t.loads()
	a, rows, b, sb, k := t.param("a"), t.param("rows"), t.param("b"), t.bytes("sb"), t.param("k")
	ahead := t.param("ahead")
	if t.lanes == 16 {
		t.ADDQ(b, ahead)
	} else {
		for i := range t.m {
			p := t.GP64()
			t.MOVQ(operand.Mem{Base: rows, Disp: 8 * i}, p)
			t.off = append(t.off, p)
		}
	}
	t.rounds(k, t.unroll, func(n int) { t.steps(a, rows, b, sb, ahead, n) })
	t.stores()
	t.end()
}

// steps adds the next u terms to every element. There are registers for u of them with AVX-512, else
// for the distances of rows.
func (t *panelTile) steps(a, rows, b, sb, ahead reg.GPVirtual, u int) {
	if t.off != nil {
		t.oneByOne(a, b, sb, ahead, u)
		return
	}
	bv := make([][]reg.VecVirtual, u)
	for l := range u {
		bv[l] = t.vecs(t.v)
		for s := range t.v {
			t.load(operand.Mem{Base: b, Disp: s * t.size()}, only(s, t.v, t.mask), bv[l][s])
		}
		for line := 0; line < t.v*t.size(); line += 64 {
			t.PREFETCHT0(operand.Mem{Base: ahead, Disp: line})
		}
		t.ADDQ(sb, b)
		t.ADDQ(sb, ahead)
	}
	for i := range t.m {
		p := t.GP64()
		t.MOVQ(operand.Mem{Base: rows, Disp: 8 * i}, p)
		for l := range u {
			x := t.vec()
			t.VBROADCASTSS(operand.Mem{Base: a, Index: p, Scale: 1, Disp: 4 * l}, x)
			for s := range t.v {
				t.VFMADD231PS(bv[l][s], x, t.acc[i][s])
			}
		}
	}
	t.ADDQ(operand.U8(uint8(4*u)), a)
}

// oneByOne is steps with the distances of rows in registers, one term after the other.
func (t *panelTile) oneByOne(a, b, sb, ahead reg.GPVirtual, u int) {
	for l := range u {
		bv := t.vecs(t.v)
		for s := range t.v {
			t.load(operand.Mem{Base: b, Disp: s * t.size()}, only(s, t.v, t.mask), bv[s])
		}
		for line := 0; line < t.v*t.size(); line += 64 {
			t.PREFETCHT0(operand.Mem{Base: b, Index: ahead, Scale: 1, Disp: line})
		}
		t.ADDQ(sb, b)
		t.term(t.acc, bv, func(i int) operand.Mem {
			return operand.Mem{Base: a, Index: t.off[i], Scale: 1, Disp: 4 * l}
		})
	}
	t.ADDQ(operand.U8(uint8(4*u)), a)
}

// outer takes a row of a for every term, with AVX2 two terms at a time. There are few terms, and so a
// call makes many tiles.
func (t *panelTile) outer() {
	t.mask = t.columns(t.v)
	t.Label("tile")
	t.loads()
	a, rows, b, sb, k := t.param("a"), t.param("rows"), t.param("b"), t.bytes("sb"), t.param("k")
	if t.lanes == 8 {
		t.rounds(k, 2, func(n int) { t.pairs(a, rows, b, sb, n) })
	} else {
		t.Label("loop")
		t.pairs(a, rows, b, sb, 1)
		t.DECQ(k)
		t.JNZ(operand.LabelRef("loop"))
	}
	t.stores()
	t.DECQ(t.argument("tiles"))
	t.JZ(operand.LabelRef("end"))
	further := t.param("ldc")
	t.IMUL3Q(operand.U8(4*t.m), further, further)
	t.ADDQ(further, t.argument("c"))
	t.ADDQ(operand.U8(4*t.m), t.argument("a"))
	t.JMP(operand.LabelRef("tile"))
	t.Label("end")
	t.end()
}

// pairs adds the products of the next u rows of a and of b.
func (t *panelTile) pairs(a, rows, b, sb reg.GPVirtual, u int) {
	for l := range u {
		bv, p := t.vecs(t.v), t.GP64()
		t.MOVQ(operand.Mem{Base: rows, Disp: 8 * l}, p)
		t.ADDQ(a, p)
		for s := range t.v {
			t.load(operand.Mem{Base: b, Disp: s * t.size()}, only(s, t.v, t.mask), bv[s])
		}
		t.term(t.acc, bv, func(i int) operand.Mem { return operand.Mem{Base: p, Disp: 4 * i} })
		if l+1 == u {
			t.ADDQ(operand.U8(uint8(8*u)), rows)
		}
		t.ADDQ(sb, b)
	}
}
