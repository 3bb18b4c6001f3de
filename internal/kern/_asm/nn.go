package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// NN: rows of c gather multiples of the rows of b.
//
//	c[r, :n] += Σ_l a[r, l]·b[l, :n]     r in rows
//
// The columns of a tile are v vectors, the last one masked; each element starts
// from c and takes its terms in ascending l, one fused step each.
func emitNN(g *gen) {
	for v := 1; v <= g.accV; v++ {
		g.function(fmt.Sprintf("nn%d", v),
			"(c *float32, ldc int, a *float32, lda int, b *float32, ldb int, rows *int32, m int, k int, n int)",
			"%s is NN over m listed rows of a and c, for n columns that fill "+vectors(v)+".")
		rows, m, ldb := g.param("rows"), g.param("m"), g.bytes("ldb")
		mask := g.columns(v)
		g.tiles(m, g.accM, func(m int) { g.nnTile(m, v, rows, ldb, mask) })
	}
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

// nnTile emits the next m listed rows, and moves on.
func (g *gen) nnTile(m, v int, rows, ldb reg.GPVirtual, mask operand.Op) {
	acc, a := make([][]reg.VecVirtual, m), make([]reg.GPVirtual, m)
	for i := range m {
		acc[i] = g.vecs(v)
		c := g.rowAt(rows, i, "c", "ldc")
		for s := range v {
			g.load(operand.Mem{Base: c, Disp: s * g.size()}, only(s, v, mask), acc[i][s])
		}
	}
	for i := range m {
		a[i] = g.rowAt(rows, i, "a", "lda")
	}
	b, l, k := g.param("b"), g.GP64(), g.param("k")
	g.XORQ(l, l)
	loop := fmt.Sprintf("loop%d", m)
	g.Label(loop)
	bv := g.vecs(v)
	for s := range v {
		g.load(operand.Mem{Base: b, Disp: s * g.size()}, only(s, v, mask), bv[s])
	}
	for i := range m {
		x := g.vec()
		g.VBROADCASTSS(operand.Mem{Base: a[i], Index: l, Scale: 4}, x)
		for s := range v {
			g.VFMADD231PS(bv[s], x, acc[i][s])
		}
	}
	g.ADDQ(ldb, b)
	g.INCQ(l)
	g.CMPQ(l, k)
	g.JL(operand.LabelRef(loop))
	for i := range m {
		c := g.rowAt(rows, i, "c", "ldc")
		for s := range v {
			g.store(acc[i][s], only(s, v, mask), operand.Mem{Base: c, Disp: s * g.size()})
		}
	}
	g.ADDQ(operand.U8(uint8(4*m)), rows)
}
