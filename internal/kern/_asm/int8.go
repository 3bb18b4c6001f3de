package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Products of bytes, exact in int32: weights u without a sign, inputs p with one.
//
//	dot8:   c[i, :16] += Σ_g Σ_l p[rows[i] + 4g + l]·u[g, :16, l]     i < m, g < groups, l < 4
//	line8:  Σ_l p[l]·u[l]
//	scale8: y = b + ((c − shift)·s)·t
//
// With AVX-512 these take VPDPBUSD, which is not in every processor that has AVX-512. With AVX2 bytes
// are widened to words first, since VPMADDUBSW saturates.
func emitInt8(g *gen) {
	top := 8
	if g.lanes == 8 {
		top = 4
	}
	for m := 1; m <= top; m++ {
		g.function(fmt.Sprintf("dot8x%d", m), "(c *int32, p *int8, rows *int, u *uint8, groups int)",
			"%s is dot8 for "+fmt.Sprint(m)+" rows.")
		if g.lanes == 16 {
			g.dotVNNI(m)
		} else {
			g.dotWords(m)
		}
	}
	g.line8()
	g.scale8()
}

// rowsOf loads where the rows of p begin.
func (g *gen) rowsOf(m int) []reg.GPVirtual {
	p, rows, at := g.param("p"), g.param("rows"), make([]reg.GPVirtual, m)
	for i := range at {
		at[i] = g.GP64()
		g.MOVQ(operand.Mem{Base: rows, Disp: 8 * i}, at[i])
		g.ADDQ(p, at[i])
	}
	return at
}

// dotVNNI keeps sums for as many groups at a time as make eight chains, where rows are few: an
// addition takes five cycles. Sums are exact, so that their order is free.
func (g *gen) dotVNNI(m int) {
	chains := max(1, 8/m)
	u, groups, rows, l := g.param("u"), g.param("groups"), g.rowsOf(m), g.GP64()
	acc := make([][]reg.VecVirtual, chains)
	for k := range acc {
		acc[k] = g.vecs(m)
		for _, v := range acc[k] {
			g.zero(v)
		}
	}
	g.XORQ(l, l)
	step := func(n int) {
		for k := range n {
			w := g.vec()
			g.VMOVDQU32(operand.Mem{Base: u, Disp: 64 * k}, w)
			g.PREFETCHT0(operand.Mem{Base: u, Disp: 64*k + bytesAhead})
			for i, p := range rows {
				g.VPDPBUSD_BCST(operand.Mem{Base: p, Index: l, Scale: 4, Disp: 4 * k}, w, acc[k][i])
			}
		}
		g.ADDQ(operand.I32(int32(64*n)), u)
		g.ADDQ(operand.U8(uint8(n)), l)
	}
	g.rounds(groups, chains, step)
	c := g.param("c")
	for i := range rows {
		for k := 1; k < chains; k++ {
			g.VPADDD(acc[k][i], acc[0][i], acc[0][i])
		}
		at := operand.Mem{Base: c, Disp: 64 * i}
		g.VPADDD(at, acc[0][i], acc[0][i])
		g.VMOVDQU32(acc[0][i], at)
	}
	g.end()
}

// bytesAhead is how far weights are fetched before they are used.
const bytesAhead = 2048

// dotWords multiplies the even and the odd bytes of every four as words.
func (g *gen) dotWords(m int) {
	u, groups, rows, l, low := g.param("u"), g.param("groups"), g.rowsOf(m), g.GP64(), g.lowBytes()
	acc := make([][]reg.VecVirtual, m)
	for i := range acc {
		acc[i] = g.vecs(2)
		g.zero(acc[i][0])
		g.zero(acc[i][1])
	}
	g.XORQ(l, l)
	g.TESTQ(groups, groups)
	g.JZ(operand.LabelRef("done"))
	g.Label("loop")
	even, odd := g.vecs(2), g.vecs(2)
	for k := range 2 {
		w := g.vec()
		g.VMOVDQU(operand.Mem{Base: u, Disp: 32 * k}, w)
		g.VPAND(low, w, even[k])
		g.VPSRLW(operand.U8(8), w, odd[k])
	}
	for i, p := range rows {
		x, e, t := g.vec(), g.vec(), g.vec()
		g.VPBROADCASTD(operand.Mem{Base: p, Index: l, Scale: 4}, x)
		g.VPSLLW(operand.U8(8), x, e)
		g.VPSRAW(operand.U8(8), e, e)
		g.VPSRAW(operand.U8(8), x, x)
		for k := range 2 {
			g.VPMADDWD(even[k], e, t)
			g.VPADDD(t, acc[i][k], acc[i][k])
			g.VPMADDWD(odd[k], x, t)
			g.VPADDD(t, acc[i][k], acc[i][k])
		}
	}
	g.ADDQ(operand.U8(64), u)
	g.INCQ(l)
	g.DECQ(groups)
	g.JNZ(operand.LabelRef("loop"))
	g.Label("done")
	c := g.param("c")
	for i := range rows {
		for k := range 2 {
			at := operand.Mem{Base: c, Disp: 64*i + 32*k}
			g.VPADDD(at, acc[i][k], acc[i][k])
			g.VMOVDQU(acc[i][k], at)
		}
	}
	g.end()
}

// lowBytes is 0x00ff in every word.
func (g *gen) lowBytes() reg.VecVirtual {
	v := g.vec()
	g.VPCMPEQW(v, v, v)
	g.VPSRLW(operand.U8(8), v, v)
	return v
}

// line8 takes 64 bytes at a time, of which n is a multiple.
func (g *gen) line8() {
	g.function("line8", "(p *int8, u *uint8, n int) int32", "%s is line8 for n bytes, a multiple of 64.")
	p, u, n := g.param("p"), g.param("u"), g.param("n")
	acc := g.vecs(2)
	g.zero(acc[0])
	g.zero(acc[1])
	at := g.GP64()
	g.XORQ(at, at)
	here := func(b reg.GPVirtual, disp int) operand.Mem {
		return operand.Mem{Base: b, Index: at, Scale: 1, Disp: disp}
	}
	g.Label("loop")
	if g.lanes == 16 {
		w := g.vec()
		g.VMOVDQU32(here(u, 0), w)
		g.VPDPBUSD(here(p, 0), w, acc[0])
	} else {
		for k := range 4 {
			x, w := g.vec(), g.vec()
			g.VPMOVSXBW(here(p, 16*k), x)
			g.VPMOVZXBW(here(u, 16*k), w)
			g.VPMADDWD(w, x, x)
			g.VPADDD(x, acc[k%2], acc[k%2])
		}
	}
	g.ADDQ(operand.U8(64), at)
	g.CMPQ(at, n)
	g.JL(operand.LabelRef("loop"))
	y := acc[0].AsY()
	if g.lanes == 16 {
		h := g.YMM()
		g.VEXTRACTI64X4(operand.U8(1), acc[0], h)
		g.VPADDD(h, y, y)
	} else {
		g.VPADDD(acc[1], acc[0], acc[0])
	}
	g.sumDwords(y)
	g.end()
}

// sumDwords returns the sum of the eight numbers of y.
func (g *gen) sumDwords(y reg.Register) {
	v := y.(reg.VecVirtual)
	h, x := g.XMM(), v.AsX()
	g.VEXTRACTI128(operand.U8(1), v.AsY(), h)
	g.VPADDD(h, x, x)
	for _, lanes := range []uint8{0x4e, 0xb1} { // the other half, the other neighbour
		g.VPSHUFD(operand.U8(lanes), x, h)
		g.VPADDD(h, x, x)
	}
	r := g.GP32()
	g.VMOVD(x, r)
	g.Store(r, g.ReturnIndex(0))
}

// scale8 rounds after every operation, as plain Go does.
func (g *gen) scale8() {
	g.elementwise("scale8", "(y *float32, a *float32, x *int32, s *float32, n int, shift int32, t float32)",
		"y = a + ((x − shift)·s)·t", func(e *elements) {
			x, shift, r, lane := e.read("x"), e.vec(), e.GP32(), e.XMM()
			e.Load(e.Param("shift"), r)
			e.VMOVD(r, lane)
			e.VPBROADCASTD(lane, shift)
			e.VPSUBD(shift, x, x)
			e.VCVTDQ2PS(x, x)
			e.VMULPS(e.read("s"), x, x)
			e.VMULPS(e.scalar["t"], x, x)
			e.VADDPS(e.read("a"), x, x)
			e.write(x, "y")
		}, "t")
}
