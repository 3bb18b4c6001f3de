package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
)

// Numbers on their way to fewer bits and back.
//
//	half:   c[:n] += Σ_l a[l]·w[l·sw + (:n)], w being upper halves of float32s, in ascending l, fused
//	widen:  dst = the float32 of which src is the upper half
//	absMax: max |x|, by bits, so that NaN is above all
//	round8: p = x·f to the nearest whole number, even of two, no further out than ±127; returns Σ p
func emitNarrow(g *gen) {
	for v := 1; v <= 4; v++ {
		g.half(v)
	}
	g.widen()
	g.absMax()
	g.round8()
}

// half takes one row, which is too little to widen weights for. Rows of w are read up to the end of a
// vector; what lies there counts for nothing.
func (g *gen) half(v int) {
	g.function(fmt.Sprintf("half%d", v), "(c *float32, a *float32, w *uint16, sw int, k int, n int)",
		"%s is half for n columns that fill "+vectors(v)+".")
	mask := g.columns(v)
	acc, c := g.vecs(v), g.param("c")
	for s := range acc {
		g.load(operand.Mem{Base: c, Disp: s * g.size()}, only(s, v, mask), acc[s])
	}
	a, w, sw, k, l, ahead := g.param("a"), g.param("w"), g.param("sw"), g.param("k"), g.GP64(), g.GP64()
	g.SHLQ(operand.U8(1), sw)
	g.MOVQ(sw, ahead)
	g.SHLQ(operand.U8(4), ahead) // sixteen rows
	g.ADDQ(w, ahead)
	g.XORQ(l, l)
	g.Label("loop")
	x := g.vec()
	g.VBROADCASTSS(operand.Mem{Base: a, Index: l, Scale: 4}, x)
	for s := range acc {
		b := g.vec()
		g.VPMOVZXWD(operand.Mem{Base: w, Disp: s * g.size() / 2}, b)
		g.VPSLLD(operand.U8(16), b, b)
		g.VFMADD231PS(b, x, acc[s])
	}
	for line := 0; line < v*g.size()/2; line += 64 {
		g.PREFETCHT0(operand.Mem{Base: ahead, Disp: line})
	}
	g.ADDQ(sw, w)
	g.ADDQ(sw, ahead)
	g.INCQ(l)
	g.CMPQ(l, k)
	g.JL(operand.LabelRef("loop"))
	for s := range acc {
		g.store(acc[s], only(s, v, mask), operand.Mem{Base: c, Disp: s * g.size()})
	}
	g.end()
}

// widen takes whole vectors.
func (g *gen) widen() {
	g.function("widen", "(dst *float32, src *uint16, n int)", "%s is widen for n numbers in whole vectors.")
	dst, src, n, at := g.param("dst"), g.param("src"), g.param("n"), g.GP64()
	g.XORQ(at, at)
	g.Label("loop")
	v := g.vec()
	g.VPMOVZXWD(operand.Mem{Base: src, Index: at, Scale: 2}, v)
	g.VPSLLD(operand.U8(16), v, v)
	g.VMOVUPS(v, operand.Mem{Base: dst, Index: at, Scale: 4})
	g.ADDQ(operand.U8(uint8(g.lanes)), at)
	g.CMPQ(at, n)
	g.JL(operand.LabelRef("loop"))
	g.end()
}

// forVectors emits body for the whole vectors of n numbers, and once more under a mask for the rest.
func (g *gen) forVectors(body func(at operand.Mem, mask operand.Op), base string, next func()) {
	x, n := g.param(base), g.param("n")
	g.SUBQ(operand.U8(uint8(g.lanes)), n)
	g.JL(operand.LabelRef("tail"))
	g.Label("loop")
	body(operand.Mem{Base: x}, nil)
	g.ADDQ(operand.U8(uint8(g.size())), x)
	next()
	g.SUBQ(operand.U8(uint8(g.lanes)), n)
	g.JGE(operand.LabelRef("loop"))
	g.Label("tail")
	g.ADDQ(operand.U8(uint8(g.lanes)), n)
	g.JZ(operand.LabelRef("done"))
	body(operand.Mem{Base: x}, g.mask(n))
	g.Label("done")
}

func (g *gen) absMax() {
	g.function("absMax", "(x *float32, n int) uint32", "%s is the bits of max |x| of n numbers.")
	top, plain := g.vec(), g.vec()
	g.zero(top)
	if g.lanes == 16 {
		g.VPTERNLOGD(operand.U8(0xff), plain, plain, plain)
	} else {
		g.VPCMPEQD(plain, plain, plain)
	}
	g.VPSRLD(operand.U8(1), plain, plain)
	g.forVectors(func(at operand.Mem, mask operand.Op) {
		v := g.vec()
		g.load(at, mask, v)
		g.and(plain, v)
		g.VPMAXUD(v, top, top)
	}, "x", func() {})
	y, h := top.AsY(), g.XMM()
	if g.lanes == 16 {
		upper := g.YMM()
		g.VEXTRACTI64X4(operand.U8(1), top, upper)
		g.VPMAXUD(upper, y, y)
	}
	x := top.AsX()
	g.VEXTRACTI128(operand.U8(1), y, h)
	g.VPMAXUD(h, x, x)
	for _, lanes := range []uint8{0x4e, 0xb1} {
		g.VPSHUFD(operand.U8(lanes), x, h)
		g.VPMAXUD(h, x, x)
	}
	r := g.GP32()
	g.VMOVD(x, r)
	g.Store(r, g.ReturnIndex(0))
	g.end()
}

// and is v &= m.
func (g *gen) and(m, v operand.Op) {
	if g.lanes == 16 {
		g.VPANDD(m, v, v)
	} else {
		g.VPAND(m, v, v)
	}
}

// round8 writes whole vectors of bytes, zeros after the last.
func (g *gen) round8() {
	g.function("round8", "(p *int8, x *float32, n int, f float32) int32",
		"%s is round8 for n numbers; the vector of bytes that has the last is written whole.")
	f, p, sum, least, most := g.broadcast("f"), g.param("p"), g.vec(), g.vec(), g.vec()
	g.zero(sum)
	g.whole(127, most)
	g.whole(-127, least)
	g.forVectors(func(at operand.Mem, mask operand.Op) {
		v := g.vec()
		g.load(at, mask, v)
		g.VMULPS(f, v, v)
		g.VCVTPS2DQ(v, v)
		g.VPMINSD(most, v, v)
		g.VPMAXSD(least, v, v)
		g.VPADDD(v, sum, sum)
		if g.lanes == 16 {
			x := g.XMM()
			g.VPMOVDB(v, x)
			g.VMOVDQU(x, operand.Mem{Base: p})
			return
		}
		h := g.XMM()
		g.VEXTRACTI128(operand.U8(1), v, h)
		g.VPACKSSDW(h, v.AsX(), h)
		g.VPACKSSWB(h, h, h)
		g.VMOVQ(h, operand.Mem{Base: p})
	}, "x", func() { g.ADDQ(operand.U8(uint8(g.lanes)), p) })
	y := sum.AsY()
	if g.lanes == 16 {
		h := g.YMM()
		g.VEXTRACTI64X4(operand.U8(1), sum, h)
		g.VPADDD(h, y, y)
	}
	g.sumDwords(y)
	g.end()
}

// whole fills v with a whole number.
func (g *gen) whole(n int32, v operand.Op) {
	r, x := g.GP32(), g.XMM()
	g.MOVL(operand.I32(n), r)
	g.VMOVD(r, x)
	g.VPBROADCASTD(x, v)
}
