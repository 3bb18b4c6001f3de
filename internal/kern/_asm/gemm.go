package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Gemm: one tile of listed rows of c, with a and b at any strides.
//
//	c[rows[i], :n] += Σ_l a[i·sm + l·sk]·b[terms[l]·sb + (:n)]     i < m, l < k
//
// The columns are v vectors, the last one masked; each element starts from c and takes its terms
// in ascending l, one fused step each. The multiples of sm are split over pointers three rows
// apart, which move along together. On the way what is needed next is fetched into the second
// cache: the lines at next + l·step and, if v vectors are two lines, at next + l·step + gap.
func emitGemm(g *gen) {
	for v := 1; v <= g.gemmV; v++ {
		for m := 1; m <= g.gemmM; m++ {
			g.function(fmt.Sprintf("gemm%dx%d", m, v),
				"(c *float32, ldc int, rows *int32, a *float32, sm int, sk int, b *float32, sb int, terms *int32, next *float32, step int, gap int, k int, n int)",
				"%s is Gemm for "+fmt.Sprint(m)+" listed rows and n columns that fill "+vectors(v)+".")
			t := &gemmTile{gen: g, m: m, v: v}
			t.emit()
		}
	}
}

type gemmTile struct {
	*gen
	m, v int
	mask operand.Op
	acc  [][]reg.VecVirtual
	a    []reg.GPVirtual // of rows 0, 3, 6, …
	sm   reg.GPVirtual
}

func (t *gemmTile) emit() {
	t.mask = t.columns(t.v)
	t.cRows(func(i, s int, at operand.Mem, mask operand.Op) {
		t.load(at, mask, t.acc[i][s])
	})
	t.sm = t.bytes("sm")
	t.a = []reg.GPVirtual{t.param("a")}
	for i := 3; i < t.m; i += 3 {
		p := t.GP64()
		t.LEAQ(operand.Mem{Base: t.a[len(t.a)-1], Index: t.sm, Scale: 2}, p)
		t.ADDQ(t.sm, p)
		t.a = append(t.a, p)
	}
	t.terms()
	t.unmasked(t.v, t.mask, func(mask operand.Op) {
		t.mask = mask
		t.cRows(func(i, s int, at operand.Mem, mask operand.Op) { t.store(t.acc[i][s], mask, at) })
	})
	t.end()
}

// cRows visits the vectors of c.
func (t *gemmTile) cRows(visit func(i, s int, at operand.Mem, mask operand.Op)) {
	if t.acc == nil {
		for range t.m {
			t.acc = append(t.acc, t.vecs(t.v))
		}
	}
	rows := t.param("rows")
	for i := range t.m {
		c := t.rowAt(rows, i, "c", "ldc")
		for s := range t.v {
			visit(i, s, operand.Mem{Base: c, Disp: s * t.size()}, only(s, t.v, t.mask))
		}
	}
}

// aAt is the place of the current element of row i.
func (t *gemmTile) aAt(i int) operand.Mem {
	at := operand.Mem{Base: t.a[i/3]}
	if i%3 > 0 {
		at.Index, at.Scale = t.sm, uint8(i%3)
	}
	return at
}

// terms adds k terms to every element.
func (t *gemmTile) terms() {
	b, sb, sk, k := t.param("b"), t.bytes("sb"), t.bytes("sk"), t.param("k")
	next, step, list := t.param("next"), t.bytes("step"), t.param("terms")
	var gap reg.GPVirtual
	if t.v*t.size() > 64 {
		gap = t.bytes("gap")
	}
	t.Label("loop")
	bv, at := t.vecs(t.v), t.GP64()
	t.MOVLQSX(operand.Mem{Base: list}, at)
	t.IMULQ(sb, at)
	for s := range t.v {
		t.load(operand.Mem{Base: b, Index: at, Scale: 1, Disp: s * t.size()}, only(s, t.v, t.mask), bv[s])
	}
	t.PREFETCHT1(operand.Mem{Base: next})
	if t.v*t.size() > 64 {
		t.PREFETCHT1(operand.Mem{Base: next, Index: gap, Scale: 1})
	}
	t.term(t.acc, bv, t.aAt)
	for _, p := range t.a {
		t.ADDQ(sk, p)
	}
	t.ADDQ(operand.U8(4), list)
	t.ADDQ(step, next)
	t.DECQ(k)
	t.JNZ(operand.LabelRef("loop"))
}

// vectors names v vectors, the last one partly filled.
func vectors(v int) string {
	if v == 1 {
		return "at most 1 vector"
	}
	return fmt.Sprintf("more than %d and at most %d vectors", v-1, v)
}

// columns is the mask of the last of v vectors of n columns.
func (g *gen) columns(v int) operand.Op {
	n := g.param("n")
	if v > 1 {
		g.SUBQ(operand.U8(uint8((v-1)*g.lanes)), n)
	}
	return g.mask(n)
}

// only is the mask for the last of v vectors, none for the others.
func only(s, v int, mask operand.Op) operand.Op {
	if s == v-1 {
		return mask
	}
	return nil
}
