package main

import (
	"fmt"
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
	g.addSquares(sum, from, 0, nil)
	g.ADDQ(operand.U8(uint8(4*half)), from)
	g.SUBQ(operand.U8(uint8(half)), n)
	g.JMP(operand.LabelRef("loop"))
	g.Label("tail")
	g.TESTQ(n, n)
	g.JZ(operand.LabelRef("done"))
	g.addSquares(sum, from, 0, g.mask(n))
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

// emitSquares adds up squares in float64 by columns: many at a time, since rows are far
// apart, then half a vector of them, from the first row to the last.
func emitSquares(g *gen) {
	g.function("squares", "(sum *float64, a *float32, lda int, rows int, n int)",
		"%s is sum[j] = Σ_i a[i, j]² of some rows (at least one) and n columns.")
	half, many := g.lanes/2, g.lanes
	to, a, lda, rows, n := g.param("sum"), g.param("a"), g.bytes("lda"), g.param("rows"), g.param("n")
	columns := func(name string, sums int, mask operand.Op) {
		v := g.vecs(sums)
		for _, s := range v {
			g.VXORPD(s, s, s)
		}
		row, left := g.GP64(), g.GP64()
		g.MOVQ(a, row)
		g.MOVQ(rows, left)
		g.Label(name)
		for i, s := range v {
			g.addSquares(s, row, 4*half*i, mask)
		}
		g.ADDQ(lda, row)
		g.DECQ(left)
		g.JNZ(operand.LabelRef(name))
		if mask != nil {
			g.storeWide(v[0], to, n)
			return
		}
		for i, s := range v {
			g.VMOVUPD(s, operand.Mem{Base: to, Disp: 8 * half * i})
		}
		g.ADDQ(operand.U32(uint32(4*half*sums)), a)
		g.ADDQ(operand.U32(uint32(8*half*sums)), to)
		g.SUBQ(operand.U32(uint32(half*sums)), n)
	}
	g.Label("many")
	g.CMPQ(n, operand.U32(uint32(many*half)))
	g.JL(operand.LabelRef("one"))
	columns("rows", many, nil)
	g.JMP(operand.LabelRef("many"))
	g.Label("one")
	g.CMPQ(n, operand.U8(uint8(half)))
	g.JL(operand.LabelRef("tail"))
	columns("rows1", 1, nil)
	g.JMP(operand.LabelRef("one"))
	g.Label("tail")
	g.TESTQ(n, n)
	g.JZ(operand.LabelRef("done"))
	columns("rows0", 1, g.mask(n))
	g.Label("done")
	g.end()
}

// storeWide writes n of the half as many float64 values that a vector holds.
func (g *gen) storeWide(v reg.VecVirtual, to, n reg.Register) {
	if g.lanes == 16 {
		g.VMOVUPD(v, g.mask(n), operand.Mem{Base: to})
		return
	}
	x := v.AsX()
	for i := range 3 { // n is below 4
		done := fmt.Sprintf("wide%d", i)
		g.CMPQ(n, operand.U8(uint8(i)))
		g.JLE(operand.LabelRef(done))
		switch i {
		case 0:
			g.VMOVSD(x, operand.Mem{Base: to})
		case 1:
			g.VMOVHPD(x, operand.Mem{Base: to, Disp: 8})
		case 2:
			high := g.XMM()
			g.VEXTRACTF128(operand.U8(1), v, high)
			g.VMOVSD(high, operand.Mem{Base: to, Disp: 16})
		}
		g.Label(done)
	}
}

// addSquares adds the squares of half a vector of x.
func (g *gen) addSquares(sum reg.VecVirtual, from reg.Register, disp int, mask operand.Op) {
	wide := g.vec()
	at := operand.Mem{Base: from, Disp: disp}
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
