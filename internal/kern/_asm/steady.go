package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Steady: tiles of Gemm side by side, of whole vectors, whose terms follow each other at distances that
// are known.
//
//	steady: c[rows[i], :16·tiles] += Σ_l a[i·sm + l]·b[l·sb + (:16·tiles)]     i < m, l < k
//	turned: c[rows[i], :16·tiles] += Σ_l a[i + 8·l]·b[l·sb + (:16·tiles)]      i < m, l < k
//
// The terms are four at a time, so that what counts and moves along is done once in four: 21 steps for
// 12 multiply-adds where Gemm takes 29. A processor that starts four steps at a time, or whose
// other thread takes half of what it can start, multiplies as much faster. It adds the same terms in the
// same order. What a tile begins and ends with is as long as many terms of a short product: where
// rows of c are is worked out once, and a processor begins a tile before it has ended the last. What is
// fetched is turn further with every tile. With AVX-512 a tile of Gemm has 56 for 28, and the processors
// are wider.
func emitSteady(g *gen) {
	if g.lanes == 16 {
		return
	}
	for _, turned := range []bool{false, true} {
		for m := g.gemmM - 2; m <= g.gemmM; m++ {
			name, sm, doc := "steady", " sm int,", "%s is steady for "
			if turned {
				name, sm, doc = "turned", "", "%s is turned for "
			}
			g.function(fmt.Sprintf("%s%d", name, m),
				"(c *float32, ldc int, rows *int32, a *float32,"+sm+" b *float32, sb int, next *float32, step int, turn int, k int, tiles int)",
				doc+fmt.Sprint(m)+" listed rows.")
			t := &steadyTile{gemmTile: gemmTile{gen: g, m: m, v: g.gemmV}, turned: turned}
			t.emit()
		}
	}
}

// once is the terms of a round of the loop.
const once = 4

type steadyTile struct {
	gemmTile
	turned               bool
	rows                 []operand.Mem // where the rows of c are, from the tile on
	b, sb, sb3, next, by reg.GPVirtual
}

func (t *steadyTile) emit() {
	rows := t.param("rows")
	at := t.AllocLocal(8 * t.m)
	for i := range t.m {
		t.rows = append(t.rows, at.Offset(8*i))
		t.MOVQ(t.rowAt(rows, i, "c", "ldc"), t.rows[i])
		t.acc = append(t.acc, t.vecs(t.v))
	}
	t.a = []reg.GPVirtual{t.param("a")}
	if !t.turned {
		t.sm = t.bytes("sm")
		t.a = append(t.a, t.GP64())
		t.later()
	}
	t.b, t.sb, t.sb3 = t.param("b"), t.bytes("sb"), t.GP64()
	t.LEAQ(operand.Mem{Base: t.sb, Index: t.sb, Scale: 2}, t.sb3)
	t.next, t.by = t.param("next"), t.bytes("step")
	t.ahead()

	t.Label("tile")
	t.tile(func(v reg.VecVirtual, at operand.Mem) { t.load(at, nil, v) })
	t.rounds(t.param("k"), once, t.round)
	t.tile(func(v reg.VecVirtual, at operand.Mem) { t.store(v, nil, at) })
	t.DECQ(t.argument("tiles"))
	t.JZ(operand.LabelRef("end"))
	for _, p := range t.rows {
		t.ADDQ(operand.U8(uint8(t.v*t.size())), p)
	}
	t.Load(t.Param("a"), t.a[0])
	if !t.turned {
		t.later()
	}
	t.ADDQ(operand.U8(uint8(t.v*t.size())), t.argument("b"))
	t.Load(t.Param("b"), t.b)
	t.Load(t.Param("next"), t.next)
	turn := t.bytes("turn")
	t.ADDQ(turn, t.next)
	t.MOVQ(t.next, t.argument("next"))
	t.JMP(operand.LabelRef("tile"))
	t.Label("end")
	t.end()
}

// ahead fetches as many lines as the tile has rows, turn after each other, into the first cache.
func (t *steadyTile) ahead() {
	p, turn := t.GP64(), t.bytes("turn")
	t.MOVQ(t.next, p)
	for i := range t.m {
		t.PREFETCHT0(operand.Mem{Base: p})
		if i < t.m-1 {
			t.ADDQ(turn, p)
		}
	}
}

// later sets the pointer to row 3 of a.
func (t *steadyTile) later() {
	t.LEAQ(operand.Mem{Base: t.a[0], Index: t.sm, Scale: 2}, t.a[1])
	t.ADDQ(t.sm, t.a[1])
}

// tile visits the vectors of c.
func (t *steadyTile) tile(visit func(v reg.VecVirtual, at operand.Mem)) {
	for i, row := range t.acc {
		c := t.GP64()
		t.MOVQ(t.rows[i], c)
		for s, v := range row {
			visit(v, operand.Mem{Base: c, Disp: s * t.size()})
		}
	}
}

// argument is where an argument is kept.
func (g *gen) argument(name string) operand.Mem {
	p, err := g.Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return p.Addr
}

// round adds the next n terms to every element, and moves on.
func (t *steadyTile) round(n int) {
	for l := range n {
		bv := t.vecs(t.v)
		for s := range t.v {
			at := t.after(t.b, t.sb, l)
			at.Disp = s * t.size()
			t.load(at, nil, bv[s])
		}
		t.term(t.acc, bv, func(i int) operand.Mem { return t.left(i, l) })
		if l == 2 {
			t.LEAQ(operand.Mem{Base: t.next, Index: t.by, Scale: 2}, t.next)
		}
		t.PREFETCHT1(t.after(t.next, t.by, l%2))
	}
	for _, p := range t.a {
		d := 4 * n
		if t.turned {
			d *= t.lanes
		}
		t.SUBQ(operand.I32(-d), p)
	}
	if n == 1 {
		t.ADDQ(t.sb, t.b)
		t.ADDQ(t.by, t.next)
		return
	}
	t.LEAQ(operand.Mem{Base: t.b, Index: t.sb, Scale: once}, t.b)
	t.LEAQ(operand.Mem{Base: t.next, Index: t.by, Scale: 2}, t.next)
}

// after is l times by after p, l < 4.
func (t *steadyTile) after(p, by reg.GPVirtual, l int) operand.Mem {
	switch l {
	case 0:
		return operand.Mem{Base: p}
	case 3:
		return operand.Mem{Base: p, Index: t.sb3, Scale: 1}
	}
	return operand.Mem{Base: p, Index: by, Scale: uint8(l)}
}

// left is element (i, l) of a, counted from the current term.
func (t *steadyTile) left(i, l int) operand.Mem {
	if t.turned {
		return operand.Mem{Base: t.a[0], Disp: 4 * (i + t.lanes*l)}
	}
	at := t.aAt(i)
	at.Disp = 4 * l
	return at
}
