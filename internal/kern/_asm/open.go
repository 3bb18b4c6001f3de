package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Products with one row whose open columns are listed in steps: the low half of
// a step is the first column of a vector, the high half a bit for each of its
// open lanes. Shut lanes are neither read nor written.
//
//	ntOpen: c[j]    += Σ_l a[l]·b[j, l]     j < n, l open
//	nnOpen: c[l]    += Σ_j a[j]·b[j, l]     j < k, l open
//	tnOpen: c[i, l] += a[i]·b[l]            i < m, l open
func emitOpen(g *gen) {
	o := &opened{gen: g}
	o.bitTable()
	o.nt()
	o.nn()
	o.tn()
}

type opened struct {
	*gen
	bits reg.VecVirtual // AVX2: bit i in lane i
}

// bitTable emits the table that turns the bits of a step into lanes in AVX2.
func (o *opened) bitTable() {
	if o.lanes == 16 {
		return
	}
	o.StaticGlobal("bits")
	o.DataAttributes(attr.RODATA | attr.NOPTR)
	for i := range 8 {
		o.AppendDatum(operand.U32(1 << i))
	}
}

// begin loads what the masks need.
func (o *opened) begin() {
	if o.lanes == 8 {
		o.bits = o.vec()
		o.VMOVUPS(operand.NewDataAddr(operand.NewStaticSymbol("bits"), 0), o.bits)
	}
}

// step loads the offset and the mask of step i of the list.
func (o *opened) step(list reg.Register, i int) (reg.GPVirtual, operand.Op) {
	off := o.GP64()
	o.MOVL(operand.Mem{Base: list, Disp: 8 * i}, off.As32())
	if o.lanes == 16 {
		k := o.K()
		o.KMOVW(operand.Mem{Base: list, Disp: 8*i + 4}, k)
		return off, k
	}
	v := o.vec()
	o.VPBROADCASTD(operand.Mem{Base: list, Disp: 8*i + 4}, v)
	o.VPAND(o.bits, v, v)
	o.VPCMPEQD(o.bits, v, v)
	return off, v
}

// fma is acc += x·at in the open lanes.
func (o *opened) fma(at operand.Mem, mask operand.Op, x, acc reg.VecVirtual) {
	if o.lanes == 16 {
		o.VFMADD231PS(at, x, mask, acc)
		return
	}
	t := o.vec()
	o.VMASKMOVPS(at, mask, t)
	o.VFMADD231PS(t, x, acc)
}

// nt makes eight columns of one row at a time.
func (o *opened) nt() {
	o.function("ntOpen", "(c *float32, a *float32, b *float32, ldb int, steps *uint64, s int, n int)",
		"%s is ntOpen for s steps and n columns of c.")
	o.begin()
	c, b, n := o.param("c"), o.param("b"), o.param("n")
	o.tiles(n, 8, func(cols int) {
		acc, p := o.vecs(cols), make([]reg.GPVirtual, cols)
		ldb := o.bytes("ldb")
		for j := range cols {
			o.zero(acc[j])
			p[j] = o.GP64()
			o.MOVQ(b, p[j])
			o.ADDQ(ldb, b)
		}
		steps, s, a := o.param("steps"), o.param("s"), o.param("a")
		loop := fmt.Sprintf("loop%d", cols)
		o.Label(loop)
		off, mask := o.step(steps, 0)
		x := o.vec()
		o.load(operand.Mem{Base: a, Index: off, Scale: 4}, mask, x)
		for j := range cols {
			o.fma(operand.Mem{Base: p[j], Index: off, Scale: 4}, mask, x, acc[j])
		}
		o.ADDQ(operand.U8(8), steps)
		o.DECQ(s)
		o.JNZ(operand.LabelRef(loop))
		for j := 0; j < cols; j += 4 {
			w := min(4, cols-j)
			o.addTo(o.sum4(acc[j:j+w]), c, 4*j, w)
		}
		o.ADDQ(operand.U8(uint8(4*cols)), c)
	})
}

// nnAhead is how many bytes before it is used nnOpen fetches b, which mostly lies in one stretch.
const nnAhead = 4096

// nn keeps up to six vectors of c while the rows of b go by.
func (o *opened) nn() {
	o.function("nnOpen", "(c *float32, a *float32, b *float32, ldb int, steps *uint64, s int, k int)",
		"%s is nnOpen for s steps and k rows of b.")
	o.begin()
	c, a, steps, s := o.param("c"), o.param("a"), o.param("steps"), o.param("s")
	o.tiles(s, 6, func(n int) {
		acc, off, mask := o.vecs(n), make([]reg.GPVirtual, n), make([]operand.Op, n)
		for i := range n {
			off[i], mask[i] = o.step(steps, i)
			o.load(operand.Mem{Base: c, Index: off[i], Scale: 4}, mask[i], acc[i])
		}
		b, j := o.param("b"), o.GP64()
		o.XORQ(j, j)
		loop := fmt.Sprintf("loop%d", n)
		o.Label(loop)
		x := o.vec()
		o.VBROADCASTSS(operand.Mem{Base: a, Index: j, Scale: 4}, x)
		for i := range n {
			o.PREFETCHT0(operand.Mem{Base: b, Index: off[i], Scale: 4, Disp: nnAhead})
			o.fma(operand.Mem{Base: b, Index: off[i], Scale: 4}, mask[i], x, acc[i])
		}
		o.advance(b, "ldb")
		o.INCQ(j)
		o.until(j, "k", loop)
		o.full(steps, n, mask, func(mask []operand.Op, _ string) {
			for i := range n {
				o.store(acc[i], mask[i], operand.Mem{Base: c, Index: off[i], Scale: 4})
			}
		})
		o.ADDQ(operand.U8(uint8(8*n)), steps)
	})
}

// full emits what stores n vectors, with AVX2 a second time without masks, for vectors that are full:
// masked stores take ten times as long. Labels get the given end.
func (o *opened) full(steps reg.Register, n int, mask []operand.Op, stores func(mask []operand.Op, end string)) {
	if o.lanes == 16 {
		stores(mask, "")
		return
	}
	bits := o.GP32()
	o.MOVL(operand.Mem{Base: steps, Disp: 4}, bits)
	for i := 1; i < n; i++ {
		o.ANDL(operand.Mem{Base: steps, Disp: 8*i + 4}, bits)
	}
	some, done := fmt.Sprintf("some%d", n), fmt.Sprintf("done%d", n)
	o.CMPL(bits, operand.U32(255))
	o.JNE(operand.LabelRef(some))
	stores(make([]operand.Op, n), "full")
	o.JMP(operand.LabelRef(done))
	o.Label(some)
	stores(mask, "")
	o.Label(done)
}

// tn keeps up to six vectors of b while the rows of c go by.
func (o *opened) tn() {
	o.function("tnOpen", "(c *float32, ldc int, a *float32, b *float32, steps *uint64, s int, m int)",
		"%s is tnOpen for s steps and m rows of c.")
	o.begin()
	a, steps, s := o.param("a"), o.param("steps"), o.param("s")
	o.tiles(s, o.openTN(), func(n int) {
		b, bv, off, mask := o.param("b"), o.vecs(n), make([]reg.GPVirtual, n), make([]operand.Op, n)
		for i := range n {
			off[i], mask[i] = o.step(steps, i)
			o.load(operand.Mem{Base: b, Index: off[i], Scale: 4}, mask[i], bv[i])
		}
		c, j := o.param("c"), o.GP64()
		o.XORQ(j, j)
		o.full(steps, n, mask, func(mask []operand.Op, end string) {
			loop := fmt.Sprintf("loop%d%s", n, end)
			o.Label(loop)
			x := o.vec()
			o.VBROADCASTSS(operand.Mem{Base: a, Index: j, Scale: 4}, x)
			for i := range n {
				t := o.vec()
				o.load(operand.Mem{Base: c, Index: off[i], Scale: 4}, mask[i], t)
				o.VFMADD231PS(bv[i], x, t)
				o.store(t, mask[i], operand.Mem{Base: c, Index: off[i], Scale: 4})
			}
			o.advance(c, "ldc")
			o.INCQ(j)
			o.until(j, "m", loop)
		})
		o.ADDQ(operand.U8(uint8(8*n)), steps)
	})
}

// openTN is the number of vectors tnOpen has registers for.
func (o *opened) openTN() int { return o.lanes/4 + 2 }

// advance moves p by one row.
func (o *opened) advance(p reg.Register, ld string) {
	t := o.bytes(ld)
	o.ADDQ(t, p)
}

// until closes a loop that counts i up to the argument.
func (o *opened) until(i reg.Register, name, loop string) {
	t := o.param(name)
	o.CMPQ(i, t)
	o.JL(operand.LabelRef(loop))
}
