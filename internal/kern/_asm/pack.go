package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Panels: a stretch of a matrix in the order in which Gemm reads it, v vectors a term, with zeros
// after the last column.
func emitPack(g *gen) {
	for v := 1; v <= g.gemmV; v++ {
		g.pack(v)
	}
	g.turn()
	if g.lanes == 8 {
		g.deal()
	}
}

// dealt is the panels that deal fills at once.
const dealt = 4

// deal copies rows that lie side by side in panels:
//
//	to[t·ldt + l·w + j] = b[l·ldb + t·w + j]     l < k, t < 4, j < w, w the columns of a tile
//
// and fetches what lies ahead further in every row.
func (g *gen) deal() {
	g.function("deal", "(to *float32, ldt int, b *float32, ldb int, ahead int, k int)",
		fmt.Sprintf("%%s copies k rows of b to %d panels.", dealt))
	ldt, b, ldb, k := g.bytes("ldt"), g.param("b"), g.bytes("ldb"), g.param("k")
	ahead := g.bytes("ahead")
	g.ADDQ(b, ahead)
	to := []reg.GPVirtual{g.param("to")}
	for t := 1; t < dealt; t++ {
		to = append(to, g.GP64())
		g.LEAQ(operand.Mem{Base: to[t-1], Index: ldt, Scale: 1}, to[t])
	}
	g.Label("loop")
	for t := range to {
		for s := range g.gemmV {
			x, at := g.vec(), (t*g.gemmV+s)*g.size()
			if at%64 == 0 {
				g.PREFETCHT0(operand.Mem{Base: ahead, Disp: at})
			}
			g.VMOVUPS(operand.Mem{Base: b, Disp: at}, x)
			g.VMOVUPS(x, operand.Mem{Base: to[t], Disp: s * g.size()})
		}
		g.ADDQ(operand.U8(uint8(g.gemmV*g.size())), to[t])
	}
	g.ADDQ(ldb, b)
	g.ADDQ(ldb, ahead)
	g.DECQ(k)
	g.JNZ(operand.LabelRef("loop"))
	g.end()
}

// pack copies rows:
//
//	to[l·w + j] = b[l·ldb + j]     l < k, j < n, w whole vectors
func (g *gen) pack(v int) {
	g.function(fmt.Sprintf("pack%d", v), "(to *float32, b *float32, ldb int, k int, n int)",
		"%s copies n columns, which fill "+vectors(v)+", of k rows of b.")
	mask := g.columns(v)
	to, b, ldb, k := g.param("to"), g.param("b"), g.bytes("ldb"), g.param("k")
	g.Label("loop")
	for s := range v {
		x := g.vec()
		g.load(operand.Mem{Base: b, Disp: s * g.size()}, only(s, v, mask), x)
		g.VMOVUPS(x, operand.Mem{Base: to, Disp: s * g.size()})
	}
	g.ADDQ(operand.U32(uint32(v*g.size())), to)
	g.ADDQ(ldb, b)
	g.DECQ(k)
	g.JNZ(operand.LabelRef("loop"))
	g.end()
}

// turn copies a vector of rows as columns, a vector of terms at a time:
//
//	to[l·ldt + j] = b[j·ldb + l]     j < lanes, l < k, k whole vectors
func (g *gen) turn() {
	g.function("turn", "(to *float32, ldt int, b *float32, ldb int, k int)",
		"%s turns a vector of rows of b, k a multiple of the vector.")
	to, ldt, b, ldb, k := g.param("to"), g.bytes("ldt"), g.param("b"), g.bytes("ldb"), g.param("k")
	g.Label("loop")
	rows := make([]reg.VecVirtual, g.lanes)
	p := g.GP64()
	g.MOVQ(b, p)
	for i := range rows {
		rows[i] = g.vec()
		g.VMOVUPS(operand.Mem{Base: p}, rows[i])
		if i < g.lanes-1 {
			g.ADDQ(ldb, p)
		}
	}
	for _, x := range g.transpose(rows) {
		g.VMOVUPS(x, operand.Mem{Base: to})
		g.ADDQ(ldt, to)
	}
	g.ADDQ(operand.U8(uint8(g.size())), b)
	g.SUBQ(operand.U8(uint8(g.lanes)), k)
	g.JNZ(operand.LabelRef("loop"))
	g.end()
}

// transpose returns the columns of a square of vectors: pairs of lanes, then quarters, then the
// halves of vectors change places.
func (g *gen) transpose(r []reg.VecVirtual) []reg.VecVirtual {
	n := len(r)
	two := func(f func(x, y operand.Op, to reg.VecVirtual), a, b reg.VecVirtual) reg.VecVirtual {
		v := g.vec()
		f(b, a, v)
		return v
	}
	lo := func(x, y operand.Op, to reg.VecVirtual) { g.VUNPCKLPS(x, y, to) }
	hi := func(x, y operand.Op, to reg.VecVirtual) { g.VUNPCKHPS(x, y, to) }
	lod := func(x, y operand.Op, to reg.VecVirtual) { g.VUNPCKLPD(x, y, to) }
	hid := func(x, y operand.Op, to reg.VecVirtual) { g.VUNPCKHPD(x, y, to) }
	// Within each quarter of 128 bits: q[4i+c] has column c of rows 4i … 4i+3.
	q := make([]reg.VecVirtual, n)
	for i := 0; i < n; i += 4 {
		ab, cd := two(lo, r[i], r[i+1]), two(lo, r[i+2], r[i+3])
		AB, CD := two(hi, r[i], r[i+1]), two(hi, r[i+2], r[i+3])
		q[i], q[i+1] = two(lod, ab, cd), two(hid, ab, cd)
		q[i+2], q[i+3] = two(lod, AB, CD), two(hid, AB, CD)
	}
	out := make([]reg.VecVirtual, n)
	if g.lanes == 8 {
		perm := func(imm uint8) func(x, y operand.Op, to reg.VecVirtual) {
			return func(x, y operand.Op, to reg.VecVirtual) { g.VPERM2F128(operand.U8(imm), x, y, to) }
		}
		for c := range 4 {
			out[c], out[c+4] = two(perm(0x20), q[c], q[c+4]), two(perm(0x31), q[c], q[c+4])
		}
		return out
	}
	shuf := func(imm uint8) func(x, y operand.Op, to reg.VecVirtual) {
		return func(x, y operand.Op, to reg.VecVirtual) { g.VSHUFF32X4(operand.U8(imm), x, y, to) }
	}
	for c := range 4 {
		// e has quarters 0, 2 of two groups of rows, o has 1, 3
		e0, o0 := two(shuf(0x88), q[c], q[c+4]), two(shuf(0xDD), q[c], q[c+4])
		e1, o1 := two(shuf(0x88), q[c+8], q[c+12]), two(shuf(0xDD), q[c+8], q[c+12])
		out[c], out[c+8] = two(shuf(0x88), e0, e1), two(shuf(0xDD), e0, e1)
		out[c+4], out[c+12] = two(shuf(0x88), o0, o1), two(shuf(0xDD), o0, o1)
	}
	return out
}
