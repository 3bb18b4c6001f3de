package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The probes measure the machine: as many multiply-adds as it can do, and as many bytes as it
// can read.

// probeChains is the number of accumulators: latency times throughput of a multiply-add is 8 to
// 10 on the processors of interest.
const probeChains = 12

// Peak keeps its operands in registers. They start at different numbers, which it returns the
// sum of, so that no two chains are one.
func emitProbe(g *gen) {
	g.fetch()
	g.function("peak", "(start *float32, rounds int) float32",
		"%s does a·½ + 1 in each lane of 12 chains, rounds times, and returns an element of their sum.")
	from, n := g.param("start"), g.param("rounds")
	acc, half, one := g.vecs(probeChains), g.vec(), g.vec()
	g.VBROADCASTSS(operand.Mem{Base: from}, half)
	g.VBROADCASTSS(operand.Mem{Base: from, Disp: 4}, one)
	for i, a := range acc {
		g.VBROADCASTSS(operand.Mem{Base: from, Disp: 4 * (i + 2)}, a)
	}
	g.Label("loop")
	for _, a := range acc {
		g.VFMADD213PS(one, half, a)
	}
	g.DECQ(n)
	g.JNZ(operand.LabelRef("loop"))
	g.sum(acc)

	g.function("read", "(x *float32, n int) float32",
		"%s adds up n elements, a multiple of 8 vectors, lane by lane in 8 chains, and returns an element of the sum.")
	at, left := g.param("x"), g.bytes("n")
	acc = g.vecs(8)
	for _, a := range acc {
		g.zero(a)
	}
	step := len(acc) * g.size()
	g.Label("loop")
	for line := 0; line < step; line += 64 {
		g.PREFETCHT0(operand.Mem{Base: at, Disp: 2048 + line})
	}
	for i, a := range acc {
		g.VADDPS(operand.Mem{Base: at, Disp: i * g.size()}, a, a)
	}
	g.ADDQ(operand.U32(uint32(step)), at)
	g.SUBQ(operand.U32(uint32(step)), left)
	g.JG(operand.LabelRef("loop"))
	g.sum(acc)
}

// fetch asks for memory that will be needed soon.
func (g *gen) fetch() {
	g.function("fetch", "(x *float32, n int)", "%s asks the caches for n elements, which need not exist.")
	at, left := g.param("x"), g.param("n")
	g.Label("loop")
	g.PREFETCHT0(operand.Mem{Base: at})
	g.ADDQ(operand.U8(64), at)
	g.SUBQ(operand.U8(16), left)
	g.JG(operand.LabelRef("loop"))
	g.end()
}

// sum adds up the chains and returns the first lane.
func (g *gen) sum(acc []reg.VecVirtual) {
	for _, a := range acc[1:] {
		g.VADDPS(a, acc[0], acc[0])
	}
	g.Store(acc[0].AsX(), g.ReturnIndex(0))
	g.end()
}
