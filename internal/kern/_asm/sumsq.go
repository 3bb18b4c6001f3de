package main

import (
	"regexp"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// SumSq adds squares in float64: half a vector of float32 fills a vector.
func emitSumSq(g *gen) {
	g.function("sumSq", "(x *float32, n int) float64", "%s returns Σ x² of n elements.")
	half := g.lanes / 2
	sum, from, n := g.vec(), g.param("x"), g.param("n")
	g.VXORPD(sum, sum, sum)
	g.Label("loop")
	g.CMPQ(n, operand.U8(uint8(half)))
	g.JL(operand.LabelRef("tail"))
	g.addSquares(sum, from, nil)
	g.ADDQ(operand.U8(uint8(4*half)), from)
	g.SUBQ(operand.U8(uint8(half)), n)
	g.JMP(operand.LabelRef("loop"))
	g.Label("tail")
	g.TESTQ(n, n)
	g.JZ(operand.LabelRef("done"))
	g.addSquares(sum, from, g.mask(n))
	g.Label("done")
	if g.lanes == 16 {
		y := g.YMM()
		g.VEXTRACTF64X4(operand.U8(1), sum, y)
		g.VADDPD(y, sum.AsY(), sum.AsY())
	}
	x, s := g.XMM(), sum.AsX()
	g.VEXTRACTF128(operand.U8(1), sum.AsY(), x)
	g.VADDPD(x, s, s)
	g.VUNPCKHPD(s, s, x)
	g.VADDSD(x, s, s)
	g.Store(s, g.ReturnIndex(0))
	g.end()
}

// addSquares adds the squares of half a vector of x.
func (g *gen) addSquares(sum reg.VecVirtual, from reg.Register, mask operand.Op) {
	wide := g.vec()
	at := operand.Mem{Base: from}
	if g.lanes == 16 {
		y := g.YMM()
		g.load(at, mask, y)
		g.VCVTPS2PD(y, wide)
	} else {
		x := g.XMM()
		if m, ok := mask.(reg.VecVirtual); ok {
			mask = m.AsX()
		}
		g.load(at, mask, x)
		g.VCVTPS2PD(x, wide)
	}
	g.VFMADD231PD(wide, wide, sum)
}

// hasParam reports whether the signature has a pointer of that name.
func hasParam(signature, name string) bool {
	return regexp.MustCompile(`\b` + name + ` \*`).MatchString(signature)
}
