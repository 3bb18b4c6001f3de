package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Sums: scattered rows added to one, which stays in registers meanwhile, some vectors of it at a time.
//
//	c[j] += Σ_l x[l·sx]·a[rows[l] + j]     j < n, l < k
//
// Rows are given by their distances from a in bytes. Each element takes its terms in ascending l, one
// fused step each, as by axpy of one row after the other.
func emitSums(g *gen) {
	if g.lanes == 16 {
		return // rows are added by axpy: this was not measured there
	}
	g.function("sums", "(c *float32, x *float32, sx int, a *float32, rows *int, k int, n int)",
		"%s is Sums.")
	t := &sumsTile{gen: g, c: g.param("c"), a: g.param("a"), n: g.param("n"),
		x: g.param("x"), sx: g.bytes("sx"), rows: g.param("rows"), k: g.param("k")}
	wide := sumsV * g.lanes
	g.Label("wide")
	g.SUBQ(operand.U8(uint8(wide)), t.n)
	g.JL(operand.LabelRef("less"))
	t.vectors("terms", sumsV, nil)
	g.JMP(operand.LabelRef("wide"))
	g.Label("less")
	g.ADDQ(operand.U8(uint8(wide)), t.n)
	g.Label("one")
	g.SUBQ(operand.U8(uint8(g.lanes)), t.n)
	g.JL(operand.LabelRef("last"))
	t.vectors("each", 1, nil)
	g.JMP(operand.LabelRef("one"))
	g.Label("last")
	g.ADDQ(operand.U8(uint8(g.lanes)), t.n)
	g.JZ(operand.LabelRef("done"))
	t.vectors("rest", 1, g.mask(t.n))
	g.Label("done")
	g.end()
}

// sumsV is the vectors of c that are in registers at a time.
const sumsV = 8

type sumsTile struct {
	*gen
	c, a, n, x, sx, rows, k reg.GPVirtual
}

// vectors adds all terms to the next v vectors of c, and moves on.
func (t *sumsTile) vectors(label string, v int, mask operand.Op) {
	acc := t.vecs(v)
	for s := range acc {
		t.load(operand.Mem{Base: t.c, Disp: s * t.size()}, mask, acc[s])
	}
	x, rows, k := t.GP64(), t.GP64(), t.GP64()
	t.MOVQ(t.x, x)
	t.MOVQ(t.rows, rows)
	t.MOVQ(t.k, k)
	t.Label(label)
	p, f := t.GP64(), t.vec()
	t.MOVQ(operand.Mem{Base: rows}, p)
	t.VBROADCASTSS(operand.Mem{Base: x}, f)
	for s := range acc {
		at := operand.Mem{Base: t.a, Index: p, Scale: 1, Disp: s * t.size()}
		if mask == nil {
			t.VFMADD231PS(at, f, acc[s])
			continue
		}
		y := t.vec()
		t.load(at, mask, y)
		t.VFMADD231PS(y, f, acc[s])
	}
	t.ADDQ(operand.U8(8), rows)
	t.ADDQ(t.sx, x)
	t.DECQ(k)
	t.JNZ(operand.LabelRef(label))
	for s := range acc {
		t.store(acc[s], mask, operand.Mem{Base: t.c, Disp: s * t.size()})
	}
	step := operand.U32(uint32(v * t.size()))
	t.ADDQ(step, t.c)
	t.ADDQ(step, t.a)
}
