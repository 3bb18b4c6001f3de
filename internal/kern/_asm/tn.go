package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// TN: the rows of c are columns of a.
//
//	c[i, :n] += Σ_r a[r, i]·b[r, :n]     i < m, r in rows
//
// The columns of a tile are v vectors, the last one masked; each element starts
// from c and takes its terms in the order of the list, one fused step each.
func emitTN(g *gen) {
	for v := 1; v <= g.accV; v++ {
		g.function(fmt.Sprintf("tn%d", v),
			"(c *float32, ldc int, a *float32, lda int, b *float32, ldb int, rows *int32, k int, m int, n int)",
			"%s is TN over k listed rows of a and b, for m rows of c and n columns that fill "+vectors(v)+".")
		t := &tnTile{gen: g, v: v}
		t.c, t.a, t.ldc, t.m = g.param("c"), g.param("a"), g.bytes("ldc"), g.param("m")
		t.mask = g.columns(v)
		g.tiles(t.m, g.accM, t.tile)
	}
}

type tnTile struct {
	*gen
	v                int
	c, c3, a, ldc, m reg.GPVirtual
	mask             operand.Op
}

// cAt is the place of vector s of row i of the tile.
func (t *tnTile) cAt(i, s int) operand.Mem {
	at := operand.Mem{Base: t.c, Disp: s * t.size()}
	if i >= 3 {
		at.Base, i = t.c3, i-3
	}
	if i > 0 {
		at.Index, at.Scale = t.ldc, uint8(i)
	}
	return at
}

// tile emits the next m rows of c, and moves on.
func (t *tnTile) tile(m int) {
	acc := make([][]reg.VecVirtual, m)
	t.c3 = t.GP64()
	t.LEAQ(operand.Mem{Base: t.c, Index: t.ldc, Scale: 2}, t.c3)
	t.ADDQ(t.ldc, t.c3)
	for i := range m {
		acc[i] = t.vecs(t.v)
		for s := range t.v {
			t.load(t.cAt(i, s), only(s, t.v, t.mask), acc[i][s])
		}
	}
	t.terms(m, acc)
	for i := range m {
		for s := range t.v {
			t.store(acc[i][s], only(s, t.v, t.mask), t.cAt(i, s))
		}
	}
	for range m {
		t.ADDQ(t.ldc, t.c)
	}
	t.ADDQ(operand.U8(uint8(4*m)), t.a)
}

// terms adds the terms of every listed row.
func (t *tnTile) terms(m int, acc [][]reg.VecVirtual) {
	rows, k := t.param("rows"), t.param("k")
	b, lda, ldb := t.param("b"), t.param("lda"), t.param("ldb")
	loop := fmt.Sprintf("loop%d", m)
	t.Label(loop)
	ao, bo := t.GP64(), t.GP64()
	t.MOVLQSX(operand.Mem{Base: rows}, ao)
	t.MOVQ(ao, bo)
	t.IMULQ(lda, ao)
	t.IMULQ(ldb, bo)
	bv := t.vecs(t.v)
	for s := range t.v {
		t.load(operand.Mem{Base: b, Index: bo, Scale: 4, Disp: s * t.size()}, only(s, t.v, t.mask), bv[s])
	}
	for i := range m {
		x := t.vec()
		t.VBROADCASTSS(operand.Mem{Base: t.a, Index: ao, Scale: 4, Disp: 4 * i}, x)
		for s := range t.v {
			t.VFMADD231PS(bv[s], x, acc[i][s])
		}
	}
	t.ADDQ(operand.U8(4), rows)
	t.DECQ(k)
	t.JNZ(operand.LabelRef(loop))
}
