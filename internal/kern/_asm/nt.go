package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// NT: dot products of rows with rows.
//
//	c[to[i], j] += Σ_l a[rows[i], l]·b[j, l]     i < m, j < n
//
// A tile holds one vector of partial sums for each of its dot products: lane i
// of the sum has the terms l ≡ i modulo the lanes. The last step of k is masked.
// The lanes are added in one fixed tree, the same for every tile, so a dot
// product has the same bits in any tile.
func emitNT(g *gen) {
	for n := 1; n <= g.ntN; n++ {
		g.function(fmt.Sprintf("nt%d", n),
			"(c *float32, ldc int, to *int32, a *float32, lda int, rows *int32, b *float32, ldb int, m int, k int)",
			"%s is NT over m listed rows of a and of c and the first "+fmt.Sprint(n)+" rows of b.")
		top := g.ntM
		if n == 1 {
			top = g.nt1
		}
		t := &ntTile{gen: g, n: n}
		t.prologue()
		g.tiles(t.m, top, t.tile)
	}
}

type ntTile struct {
	*gen
	n                   int
	rows, m, ldb, whole reg.GPVirtual
	mask                operand.Op
	a                   []reg.GPVirtual
	b0, b3, off         reg.GPVirtual
	b6, b9              reg.GPVirtual      // the rows that come next
	acc                 [][]reg.VecVirtual // rows, columns
}

// prologue loads what stays in registers: the list, the bytes of k that fill
// whole vectors and, where there are mask registers, the mask of the rest.
func (t *ntTile) prologue() {
	t.rows, t.m, t.ldb, t.whole = t.param("rows"), t.param("m"), t.bytes("ldb"), t.bytes("k")
	t.ANDQ(operand.I32(-t.size()), t.whole)
	if t.lanes == 16 {
		t.mask = t.gen.mask(t.rest())
	}
}

// rest is the number of terms after the last whole vector.
func (t *ntTile) rest() reg.GPVirtual {
	r := t.param("k")
	t.ANDQ(operand.U8(uint8(t.lanes-1)), r)
	return r
}

// tile emits the product of the next m listed rows, and moves on.
func (t *ntTile) tile(m int) {
	t.setup(m)
	loop, tail, done := t.label("loop", m), t.label("tail", m), t.label("done", m)
	t.CMPQ(t.off, t.whole)
	t.JGE(operand.LabelRef(tail))
	t.Label(loop)
	t.step(nil)
	t.ADDQ(operand.U8(uint8(t.size())), t.b0)
	if t.n > 3 {
		t.ADDQ(operand.U8(uint8(t.size())), t.b3)
	}
	if t.fetches() {
		for j := range t.n {
			p := t.b6
			if j >= 3 {
				p = t.b9
			}
			at := operand.Mem{Base: p}
			if j%3 > 0 {
				at.Index, at.Scale = t.ldb, uint8(j%3)
			}
			t.PREFETCHT1(at)
		}
		t.ADDQ(operand.U8(uint8(t.size())), t.b6)
		t.ADDQ(operand.U8(uint8(t.size())), t.b9)
	}
	t.ADDQ(operand.U8(uint8(t.size())), t.off)
	t.CMPQ(t.off, t.whole)
	t.JL(operand.LabelRef(loop))
	t.Label(tail)
	rest := t.rest()
	t.JZ(operand.LabelRef(done))
	if t.lanes == 8 {
		t.mask = t.gen.mask(rest)
	}
	t.step(t.mask)
	t.Label(done)
	t.finish(m)
	t.ADDQ(operand.U8(uint8(4*m)), t.rows)
}

func (t *ntTile) label(name string, m int) string { return fmt.Sprintf("%s%d", name, m) }

// setup finds the rows of the tile and clears its sums.
func (t *ntTile) setup(m int) {
	t.a = make([]reg.GPVirtual, m)
	t.acc = make([][]reg.VecVirtual, m)
	for i := range m {
		t.a[i] = t.rowAt(t.rows, i, "a", "lda")
		t.acc[i] = t.vecs(t.n)
		for _, v := range t.acc[i] {
			t.zero(v)
		}
	}
	t.b0, t.off = t.param("b"), t.GP64()
	three := func(p reg.GPVirtual) reg.GPVirtual {
		q := t.GP64()
		t.LEAQ(operand.Mem{Base: p, Index: t.ldb, Scale: 2}, q)
		t.ADDQ(t.ldb, q)
		return q
	}
	if t.n > 3 {
		t.b3 = three(t.b0)
	}
	if t.fetches() {
		t.b6 = three(t.b3)
		t.b9 = three(t.b6)
	}
	t.XORQ(t.off, t.off)
}

// fetches reports whether the tile fetches the next rows of b on the way.
func (t *ntTile) fetches() bool { return t.lanes == 16 && t.n > 3 }

// bAt is the place of the current vector of row j of b.
func (t *ntTile) bAt(j int) operand.Mem {
	p := t.b0
	if j >= 3 {
		p, j = t.b3, j-3
	}
	if j == 0 {
		return operand.Mem{Base: p}
	}
	return operand.Mem{Base: p, Index: t.ldb, Scale: uint8(j)}
}

// step adds one vector of terms to every sum.
func (t *ntTile) step(mask operand.Op) {
	b := t.vecs(t.n)
	if t.n > 1 && mask != nil || t.n == 1 {
		t.stepByRow(mask, b)
		return
	}
	a := t.vecs(len(t.a))
	for i, p := range t.a {
		t.load(operand.Mem{Base: p, Index: t.off, Scale: 1}, nil, a[i])
	}
	for j := range t.n {
		t.load(t.bAt(j), nil, b[j])
		for i := range a {
			t.VFMADD231PS(b[j], a[i], t.acc[i][j])
		}
	}
}

// stepByRow is step with few registers: one row of a at a time.
func (t *ntTile) stepByRow(mask operand.Op, b []reg.VecVirtual) {
	if t.n == 1 {
		t.load(t.bAt(0), mask, b[0])
	}
	for i, p := range t.a {
		a := t.vec()
		t.load(operand.Mem{Base: p, Index: t.off, Scale: 1}, mask, a)
		for j := range t.n {
			if t.n > 1 {
				b[j] = t.vec()
				t.load(t.bAt(j), mask, b[j])
			}
			t.VFMADD231PS(b[j], a, t.acc[i][j])
		}
	}
}
