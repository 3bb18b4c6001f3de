package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The exponential by argument reduction: x = n·ln 2 + r with n the nearest
// integer, |r| ≤ ½·ln 2, and
//
//	eˣ = 2ⁿ·(1 + r + r²·q(r))
//
// where q has degree 5, through (eʳ-1-r)/r² at the Chebyshev points. ln 2 is
// split in two so that n·ln 2 is exact in its upper part (Cody and Waite,
// Software Manual for the Elementary Functions, 1980). Arguments beyond the
// limits give the same 0 or +Inf as the limits do. NaN goes through: min and max
// return their second source if either is NaN.
var constants = []struct {
	name  string
	value float64
}{
	{"log2e", math.Log2E},
	{"ln2hi", 0.693359375}, {"ln2lo", math.Ln2 - 0.693359375},
	{"top", 89}, {"bottom", -105}, {"flat", -40},
	{"q0", 0.500000001347}, {"q1", 0.166666666816}, {"q2", 0.0416664649253},
	{"q3", 0.00833331092548}, {"q4", 0.00139336499963}, {"q5", 0.000198909908247},
	{"one", 1}, {"two", 2}, {"sign", math.Copysign(0, -1)},
}

// constantTable emits every constant as a whole vector.
func (g *gen) constantTable() {
	g.StaticGlobal("consts")
	g.DataAttributes(attr.RODATA | attr.NOPTR)
	for _, c := range constants {
		for range 16 {
			g.AppendDatum(operand.U32(math.Float32bits(float32(c.value))))
		}
	}
}

// constant is the place of a constant.
func constant(name string) operand.Mem {
	for i, c := range constants {
		if c.name == name {
			return operand.NewDataAddr(operand.NewStaticSymbol("consts"), 64*i)
		}
	}
	panic("asm: no constant " + name)
}

func emitExp(g *gen) {
	if g.lanes == 16 {
		g.constantTable()
	}
	for _, f := range []struct {
		name, doc string
		body      func(*elements)
	}{
		{"exp", "dst = e^a", (*elements).exp},
		{"sigmoid", "dst = 1/(1+e^-a)", (*elements).sigmoid},
		{"tanh", "dst = tanh a", (*elements).tanh},
	} {
		g.elementwise(f.name, "(dst *float32, a *float32, n int)", f.doc, f.body)
	}
}

// constant loads a constant into a register.
func (e *elements) constant(name string) reg.VecVirtual {
	v := e.vec()
	e.VMOVUPS(constant(name), v)
	return v
}

// reduce replaces x by r and returns n.
func (e *elements) reduce(x reg.VecVirtual) (n reg.VecVirtual) {
	n = e.vec()
	e.VMULPS(constant("log2e"), x, n)
	if e.lanes == 16 {
		e.VRNDSCALEPS(operand.U8(0), n, n)
	} else {
		e.VROUNDPS(operand.U8(0), n, n)
	}
	e.VFNMADD231PS(constant("ln2hi"), n, x)
	e.VFNMADD231PS(constant("ln2lo"), n, x)
	return n
}

// less1 returns eʳ-1.
func (e *elements) less1(r reg.VecVirtual) reg.VecVirtual {
	q, square := e.constant("q5"), e.vec()
	for _, c := range []string{"q4", "q3", "q2", "q1", "q0"} {
		e.VFMADD213PS(constant(c), r, q)
	}
	e.VMULPS(r, r, square)
	e.VFMADD213PS(r, square, q)
	return q
}

// scale2 is p *= 2ⁿ, rounded once: in two steps without VSCALEFPS, as 2ⁿ may
// be out of range where p·2ⁿ is not.
func (e *elements) scale2(p, n reg.VecVirtual) {
	if e.lanes == 16 {
		e.VSCALEFPS(n, p, p)
		return
	}
	half := e.vec()
	e.VCVTPS2DQ(n, n)
	e.VPSRAD(operand.U8(1), n, half)
	e.VPSUBD(half, n, n)
	for _, i := range []reg.VecVirtual{half, n} {
		e.VPSLLD(operand.U8(23), i, i)
		e.VPADDD(constant("one"), i, i) // the exponent of 1 plus i
		e.VMULPS(i, p, p)
	}
}

func (e *elements) exp() {
	x := e.read("a")
	top, bottom := e.constant("top"), e.constant("bottom")
	e.VMINPS(x, top, x)
	e.VMAXPS(x, bottom, x)
	n := e.reduce(x)
	p := e.less1(x)
	e.VADDPS(constant("one"), p, p)
	e.scale2(p, n)
	e.write(p, "dst")
}

// sigmoid is e/(1+e) for a < 0 and 1/(1+e) for a ≥ 0, with e = e^-|a|.
func (e *elements) sigmoid() {
	a, x, bottom := e.read("a"), e.vec(), e.constant("bottom")
	e.VORPS(constant("sign"), a, x)
	e.VMAXPS(x, bottom, x)
	n := e.reduce(x)
	p, over := e.less1(x), e.vec()
	e.VADDPS(constant("one"), p, p)
	e.scale2(p, n)
	e.VADDPS(constant("one"), p, over)
	num := e.constant("one")
	if e.lanes == 16 {
		k := e.K()
		e.VPMOVD2M(a, k)
		e.VMOVAPS(p, k, num)
	} else {
		e.VBLENDVPS(a, p, num, num)
	}
	e.VDIVPS(over, num, num)
	e.write(num, "dst")
}

// tanh is -m/(2+m) with m = e^(-2|a|)-1 = 2ⁿ·(eʳ-1) + (2ⁿ-1), and the sign of a.
func (e *elements) tanh() {
	a, x, flat := e.read("a"), e.vec(), e.constant("flat")
	e.VORPS(constant("sign"), a, x)
	e.VADDPS(x, x, x)
	e.VMAXPS(x, flat, x)
	n := e.reduce(x)
	m, s := e.less1(x), e.constant("one")
	e.scale2(s, n)
	less := e.vec()
	e.VSUBPS(constant("one"), s, less)
	e.VFMADD213PS(less, s, m)
	e.VADDPS(constant("two"), m, less)
	e.VDIVPS(less, m, m)
	sign := e.constant("sign")
	e.VANDNPS(m, sign, m) // |m|
	e.VANDPS(sign, a, a)
	e.VORPS(a, m, m)
	e.write(m, "dst")
}
