package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A tier is an instruction set and the tiles it has registers for.
type tier struct {
	name  string
	lanes int // float32 values a vector
	ntM   int // NT: rows of a tile
	ntN   int // NT: most columns of a tile
	nt1   int // NT: rows of a tile of one column
	accM  int // NN, TN: rows of a tile
	accV  int // NN, TN: most vectors of columns
	gemmM int // Gemm: most rows of a tile
	gemmV int // Gemm, panel, outer: most vectors of columns

	panelM int // panel: most rows of a tile
	fewM   int // panel: most rows of a tile of twice the columns
	unroll int // panel: terms at a time
}

var (
	avx512 = tier{name: "AVX512", lanes: 16, ntM: 4, ntN: 6, nt1: 8, accM: 6, accV: 4, gemmM: 14, gemmV: 2, panelM: 13, unroll: 2}
	avx2   = tier{name: "AVX2", lanes: 8, ntM: 3, ntN: 4, nt1: 6, accM: 6, accV: 2, gemmM: 6, gemmV: 2, panelM: 6, fewM: 2, unroll: 2}
)

// gen writes kernels of one tier into a file.
type gen struct {
	*build.Context
	tier
	fn string // name of the function being written
}

// function starts a function of the given signature.
func (g *gen) function(name, signature string, doc ...string) {
	g.fn = name + g.name
	g.Function(g.fn)
	g.Attributes(attr.NOSPLIT)
	g.SignatureExpr("func" + signature)
	for i, d := range doc {
		doc[i] = fmt.Sprintf(d, g.fn)
	}
	g.Doc(doc...)
	g.Pragma("noescape")
}

// end returns from the function.
func (g *gen) end() {
	g.VZEROUPPER()
	g.RET()
}

// param loads an argument into a fresh register.
func (g *gen) param(name string) reg.GPVirtual {
	r := g.GP64()
	g.Load(g.Param(name), r)
	return r
}

// bytes loads a count of elements as a count of bytes.
func (g *gen) bytes(name string) reg.GPVirtual {
	r := g.param(name)
	g.SHLQ(operand.U8(2), r)
	return r
}

// vec is a fresh vector register.
func (g *gen) vec() reg.VecVirtual {
	if g.lanes == 16 {
		return g.ZMM()
	}
	return g.YMM()
}

// vecs are n fresh vector registers.
func (g *gen) vecs(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = g.vec()
	}
	return v
}

// zero clears v.
func (g *gen) zero(v reg.VecVirtual) { g.VXORPS(v, v, v) }

// size is the number of bytes of a vector.
func (g *gen) size() int { return 4 * g.lanes }

// mask is a mask of the first n lanes. n may be any register, 0 to lanes.
func (g *gen) mask(n reg.Register) operand.Op {
	if g.lanes == 16 {
		bits := g.GP32()
		g.MOVQ(n, reg.RCX)
		g.MOVL(operand.U32(1), bits)
		g.SHLL(reg.CL, bits)
		g.DECL(bits)
		k := g.K()
		g.KMOVW(bits, k)
		return k
	}
	t, at := g.GP64(), g.GP64()
	g.LEAQ(operand.NewDataAddr(operand.NewStaticSymbol("lanes"), 0), t)
	g.MOVQ(operand.U32(8), at)
	g.SUBQ(n, at)
	v := g.YMM()
	g.VMOVUPS(operand.Mem{Base: t, Index: at, Scale: 4}, v)
	return v
}

// lanesTable emits the table behind the masks of AVX2, eight lanes set and eight clear.
func (g *gen) lanesTable() {
	if g.lanes == 16 {
		return
	}
	g.StaticGlobal("lanes")
	g.DataAttributes(attr.RODATA | attr.NOPTR)
	for range 4 {
		g.AppendDatum(operand.U64(1<<64 - 1))
	}
	for range 4 {
		g.AppendDatum(operand.U64(0))
	}
}

// single is the mask of the first lane.
const single = operand.U8(1)

// load reads a whole vector, or its masked lanes and zeros elsewhere.
func (g *gen) load(from operand.Mem, mask operand.Op, to reg.VecVirtual) {
	switch {
	case mask == nil:
		g.VMOVUPS(from, to)
	case mask == single:
		g.VMOVSS(from, to.AsX())
	case g.lanes == 16:
		g.VMOVUPS_Z(from, mask, to)
	default:
		g.VMASKMOVPS(from, mask, to)
	}
}

// store writes a whole vector, or its masked lanes.
func (g *gen) store(from reg.VecVirtual, mask operand.Op, to operand.Mem) {
	switch {
	case mask == nil:
		g.VMOVUPS(from, to)
	case mask == single:
		g.VMOVSS(from.AsX(), to)
	case g.lanes == 16:
		g.VMOVUPS(from, mask, to)
	default:
		g.VMASKMOVPS(from, mask, to)
	}
}

// unmasked emits stores of n columns that fill v vectors. AVX2 takes ten times as long for a masked store
// as for one without (Zen 3: 3.8 ns and 0.3), and so does without where the last vector is full.
func (g *gen) unmasked(v int, mask operand.Op, stores func(mask operand.Op)) {
	if g.lanes == 16 {
		stores(mask)
		return
	}
	g.CMPQ(g.param("n"), operand.U8(uint8(v*g.lanes)))
	g.JL(operand.LabelRef("some"))
	stores(nil)
	g.JMP(operand.LabelRef("stored"))
	g.Label("some")
	stores(mask)
	g.Label("stored")
}

// rowAt is the address of row rows[i] of the matrix base with leading
// dimension ld.
func (g *gen) rowAt(rows reg.Register, i int, base, ld string) reg.GPVirtual {
	at, p := g.GP64(), g.GP64()
	g.MOVLQSX(operand.Mem{Base: rows, Disp: 4 * i}, at)
	g.imulParam(ld, at)
	g.Load(g.Param(base), p)
	g.LEAQ(operand.Mem{Base: p, Index: at, Scale: 4}, at)
	return at
}

// imulParam is r *= the argument.
func (g *gen) imulParam(name string, r reg.Register) {
	t := g.GP64()
	g.Load(g.Param(name), t)
	g.IMULQ(t, r)
}

// tiles walks m rows of a list in tiles of at most top rows: whole tiles first,
// then one tile of what is left.
func (g *gen) tiles(m reg.Register, top int, tile func(rows int)) {
	g.Label("next")
	g.CMPQ(m, operand.U8(uint8(top)))
	g.JL(operand.LabelRef(fmt.Sprintf("less%d", top)))
	tile(top)
	g.SUBQ(operand.U8(uint8(top)), m)
	g.JMP(operand.LabelRef("next"))
	for t := top - 1; t > 0; t-- {
		g.Label(fmt.Sprintf("less%d", t+1))
		g.CMPQ(m, operand.U8(uint8(t)))
		g.JL(operand.LabelRef(fmt.Sprintf("less%d", t)))
		tile(t)
		g.JMP(operand.LabelRef("less1"))
	}
	g.Label("less1")
	g.end()
}

// rounds repeats what takes terms: u of k at a time, and what is left one by one.
func (g *gen) rounds(k reg.GPVirtual, u int, terms func(n int)) {
	if u > 1 {
		g.SUBQ(operand.U8(uint8(u)), k)
		g.JL(operand.LabelRef("rest"))
		g.Label("loop")
		terms(u)
		g.SUBQ(operand.U8(uint8(u)), k)
		g.JGE(operand.LabelRef("loop"))
		g.Label("rest")
		g.ADDQ(operand.U8(uint8(u)), k)
	}
	g.TESTQ(k, k)
	g.JZ(operand.LabelRef("done"))
	g.Label("one")
	terms(1)
	g.DECQ(k)
	g.JNZ(operand.LabelRef("one"))
	g.Label("done")
}

// term adds a term to every element of a tile: the number of row i, at a(i), times the vectors b.
func (g *gen) term(acc [][]reg.VecVirtual, b []reg.VecVirtual, a func(i int) operand.Mem) {
	for i := range acc {
		x := g.vec()
		g.VBROADCASTSS(a(i), x)
		for s := range b {
			g.VFMADD231PS(b[s], x, acc[i][s])
		}
	}
}
