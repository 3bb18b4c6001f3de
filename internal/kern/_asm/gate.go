package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Gates: what a gated layer does beside its products, for the m listed rows of one block of n
// units. The rows of e, y and de follow each other; those of val, g, dy and dg are listed.
//
//	gateOn:   e = max(floor, e);  y = val[r] = g[r]·e
//	gateBack: dg[r] += ⟨dy[r], e⟩;  de = g[r]·dy[r] where e ≠ off, else 0
//
// A floor of 0 makes rectifiers, with off = 0; a floor of −∞ and an off of NaN change nothing.
// gateBits says which gates are open.
func emitGate(g *gen) {
	g.gateOn()
	g.gateBack()
	g.gateBits()
}

// gateBits is a bit for every gate, whole vectors of them.
func (g *gen) gateBits() {
	g.function("gateBits", "(to *uint64, gate *float32, n int)", "%s sets bit i of to if gate[i] ≠ 0, else clears it, for n gates and those that fill a vector.")
	to, from, n, zero := g.param("to"), g.param("gate"), g.param("n"), g.vec()
	g.zero(zero)
	step := func(mask operand.Op) {
		const different = 4 // or unordered; quiet
		x, bits := g.vec(), g.GP32()
		g.load(operand.Mem{Base: from}, mask, x)
		if g.lanes == 16 {
			k := g.K()
			g.VCMPPS(operand.U8(different), zero, x, k)
			g.KMOVW(k, bits)
			g.MOVW(bits.As16(), operand.Mem{Base: to})
			return
		}
		g.VCMPPS(operand.U8(different), zero, x, x)
		g.VMOVMSKPS(x, bits)
		g.MOVB(bits.As8(), operand.Mem{Base: to})
	}
	g.Label("loop")
	g.CMPQ(n, operand.U8(uint8(g.lanes)))
	g.JL(operand.LabelRef("tail"))
	step(nil)
	g.ADDQ(operand.U8(uint8(g.size())), from)
	g.ADDQ(operand.U8(uint8(g.lanes/8)), to)
	g.SUBQ(operand.U8(uint8(g.lanes)), n)
	g.JMP(operand.LabelRef("loop"))
	g.Label("tail")
	g.TESTQ(n, n)
	g.JZ(operand.LabelRef("done"))
	step(g.mask(n))
	g.Label("done")
	g.end()
}

// gated is the loop over the rows and their vectors.
type gated struct {
	*gen
	rows, m    reg.GPVirtual
	g          reg.VecVirtual
	at         reg.GPVirtual // bytes from the beginning of a row
	whole, row reg.GPVirtual // bytes of a row: in whole vectors, in all
	mask       operand.Op
}

// loop emits the loop; each row begins and ends with a function, each vector is the body.
func (g *gen) gateLoop(begin func(*gated), body func(l *gated, mask operand.Op), end func(*gated)) {
	l := &gated{gen: g, rows: g.param("rows"), m: g.param("m"), at: g.GP64(), whole: g.bytes("n"), row: g.bytes("n")}
	rest := g.param("n")
	g.ANDQ(operand.U8(uint8(g.lanes-1)), rest)
	l.mask = g.mask(rest)
	g.ANDQ(operand.I32(-g.size()), l.whole)
	g.Label("next")
	begin(l)
	g.XORQ(l.at, l.at)
	g.Label("loop")
	g.CMPQ(l.at, l.whole)
	g.JGE(operand.LabelRef("tail"))
	body(l, nil)
	g.ADDQ(operand.U8(uint8(g.size())), l.at)
	g.JMP(operand.LabelRef("loop"))
	g.Label("tail")
	g.CMPQ(l.at, l.row)
	g.JGE(operand.LabelRef("done"))
	if g.lanes == 8 { // units of their own: masked stores take ten times as long
		next := g.GP64()
		g.LEAQ(operand.Mem{Base: l.at, Disp: 4}, next)
		g.CMPQ(next, l.row)
		g.JNE(operand.LabelRef("some"))
		body(l, single)
		g.JMP(operand.LabelRef("done"))
		g.Label("some")
	}
	body(l, l.mask)
	g.Label("done")
	end(l)
	g.ADDQ(operand.U8(4), l.rows)
	g.DECQ(l.m)
	g.JNZ(operand.LabelRef("next"))
	g.end()
}

// gate fills a vector with the gate of the row.
func (l *gated) gate() {
	p := l.rowAt(l.rows, 0, "gate", "ldg")
	l.g = l.vec()
	l.VBROADCASTSS(operand.Mem{Base: p}, l.g)
}

// here is the current place in a row.
func (l *gated) here(p reg.Register) operand.Mem { return operand.Mem{Base: p, Index: l.at, Scale: 1} }

func (g *gen) gateOn() {
	g.function("gateOn", "(e *float32, y *float32, val *float32, ldv int, gate *float32, ldg int, rows *int32, m int, n int, floor float32)",
		"%s is gateOn for m listed rows of n units.")
	floor, e, y := g.broadcast("floor"), g.param("e"), g.param("y")
	var val reg.GPVirtual
	g.gateLoop(func(l *gated) {
		l.gate()
		val = l.rowAt(l.rows, 0, "val", "ldv")
	}, func(l *gated, mask operand.Op) {
		x := l.vec()
		l.load(l.here(e), mask, x)
		l.VMAXPS(x, floor, x)
		l.store(x, mask, l.here(e))
		l.VMULPS(l.g, x, x)
		l.store(x, mask, l.here(y))
		l.store(x, mask, l.here(val))
	}, func(l *gated) {
		l.ADDQ(l.row, e)
		l.ADDQ(l.row, y)
	})
}

func (g *gen) gateBack() {
	g.function("gateBack", "(de *float32, dy *float32, ldd int, e *float32, gate *float32, ldg int, dg *float32, ldw int, rows *int32, m int, n int, off float32)",
		"%s is gateBack for m listed rows of n units.")
	off, e, de, dot := g.broadcast("off"), g.param("e"), g.param("de"), g.vec()
	var dy reg.GPVirtual
	g.gateLoop(func(l *gated) {
		l.gate()
		dy = l.rowAt(l.rows, 0, "dy", "ldd")
		l.zero(dot)
	}, func(l *gated, mask operand.Op) {
		x, d := l.vec(), l.vec()
		l.load(l.here(e), mask, x)
		l.load(l.here(dy), mask, d)
		l.VFMADD231PS(x, d, dot)
		l.VMULPS(l.g, d, d)
		l.unless(x, off, d)
		l.store(d, mask, l.here(de))
	}, func(l *gated) {
		dg := l.rowAt(l.rows, 0, "dg", "ldw")
		l.addTo(l.sum4([]reg.VecVirtual{dot}), dg, 0, 1)
		l.ADDQ(l.row, e)
		l.ADDQ(l.row, de)
	})
}

// unless sets the lanes of d to 0 where x is off.
func (g *gen) unless(x, off, d reg.VecVirtual) {
	const notEqual = 4 // or unordered
	if g.lanes == 16 {
		k := g.K()
		g.VCMPPS(operand.U8(notEqual), off, x, k)
		g.VMOVAPS_Z(d, k, d)
		return
	}
	m := g.vec()
	g.VCMPPS(operand.U8(notEqual), off, x, m)
	g.VANDPS(m, d, d)
}
