package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Products of scattered rows with the weights of one block, which lie together. Rows of a are given
// by their distances from a in bytes, and nothing is copied.
//
//	panel: c[i, :n] += Σ_l a[rows[i] + l]·b[l·sb + (:n)]     i < m, l < k
//	outer: c[i, :n] += Σ_l a[rows[l] + i]·b[l·sb + (:n)]     i < m, l < k
//
// The columns are v vectors, the last one masked; each element starts from c and takes its terms in
// ascending l, one fused step each. panel fetches what is ahead bytes after the current row of b.
func emitPanel(g *gen) {
	for v := 1; v <= g.gemmV; v++ {
		for m := 1; m <= g.panelM; m++ {
			g.function(fmt.Sprintf("panel%dx%d", m, v),
				"(c *float32, ldc int, a *float32, rows *int, b *float32, sb int, ahead int, k int, n int)",
				"%s is panel for "+fmt.Sprint(m)+" rows and n columns that fill "+vectors(v)+".")
			t := &panelTile{gen: g, m: m, v: v}
			t.panel()
		}
		for m := 1; m <= g.gemmM; m++ {
			g.function(fmt.Sprintf("outer%dx%d", m, v),
				"(c *float32, ldc int, a *float32, rows *int, b *float32, sb int, k int, n int)",
				"%s is outer for "+fmt.Sprint(m)+" rows of c and n columns that fill "+vectors(v)+".")
			t := &panelTile{gen: g, m: m, v: v}
			t.outer()
		}
	}
}

type panelTile struct {
	*gen
	m, v int
	mask operand.Op
	acc  [][]reg.VecVirtual
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

func (t *panelTile) begin() {
	t.mask = t.columns(t.v)
	t.cRows(func(v reg.VecVirtual, at operand.Mem, mask operand.Op) { t.load(at, mask, v) })
}

func (t *panelTile) finish() {
	t.cRows(func(v reg.VecVirtual, at operand.Mem, mask operand.Op) { t.store(v, mask, at) })
	t.end()
}

// panel takes terms in steps of unroll, and what is left one by one.
func (t *panelTile) panel() {
	t.begin()
	a, rows, b, sb, k := t.param("a"), t.param("rows"), t.param("b"), t.bytes("sb"), t.param("k")
	ahead := t.param("ahead")
	t.ADDQ(b, ahead)
	if u := t.unroll; u > 1 {
		t.SUBQ(operand.U8(uint8(u)), k)
		t.JL(operand.LabelRef("rest"))
		t.Label("loop")
		t.steps(a, rows, b, sb, ahead, u)
		t.SUBQ(operand.U8(uint8(u)), k)
		t.JGE(operand.LabelRef("loop"))
		t.Label("rest")
		t.ADDQ(operand.U8(uint8(u)), k)
	}
	t.TESTQ(k, k)
	t.JZ(operand.LabelRef("done"))
	t.Label("one")
	t.steps(a, rows, b, sb, ahead, 1)
	t.DECQ(k)
	t.JNZ(operand.LabelRef("one"))
	t.Label("done")
	t.finish()
}

// steps adds the next u terms to every element.
func (t *panelTile) steps(a, rows, b, sb, ahead reg.GPVirtual, u int) {
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

// outer takes a row of a for every term.
func (t *panelTile) outer() {
	t.begin()
	a, rows, b, sb, k := t.param("a"), t.param("rows"), t.param("b"), t.bytes("sb"), t.param("k")
	t.Label("loop")
	bv, p := t.vecs(t.v), t.GP64()
	t.MOVQ(operand.Mem{Base: rows}, p)
	t.ADDQ(a, p)
	for s := range t.v {
		t.load(operand.Mem{Base: b, Disp: s * t.size()}, only(s, t.v, t.mask), bv[s])
	}
	for i := range t.m {
		x := t.vec()
		t.VBROADCASTSS(operand.Mem{Base: p, Disp: 4 * i}, x)
		for s := range t.v {
			t.VFMADD231PS(bv[s], x, t.acc[i][s])
		}
	}
	t.ADDQ(operand.U8(8), rows)
	t.ADDQ(sb, b)
	t.DECQ(k)
	t.JNZ(operand.LabelRef("loop"))
	t.finish()
}
