package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Elementwise kernels: one vector of every operand at a time, the last one
// masked, so that an element has the same bits wherever it stands.
func emitVec(g *gen) {
	g.elementwise("axpy", "(y *float32, x *float32, n int, alpha float32)", "y += alpha·x",
		func(e *elements) {
			y := e.read("y")
			e.VFMADD231PS(e.read("x"), e.scalar["alpha"], y)
			e.write(y, "y")
		}, "alpha")
	g.rows4()
	g.elementwise("scale", "(y *float32, n int, alpha float32)", "y *= alpha",
		func(e *elements) {
			y := e.read("y")
			e.VMULPS(e.scalar["alpha"], y, y)
			e.write(y, "y")
		}, "alpha")
	g.elementwise("relu", "(dst *float32, a *float32, n int)", "dst = max(0, a)",
		func(e *elements) {
			x, zero := e.read("a"), e.vec()
			e.zero(zero)
			e.VMAXPS(x, zero, x)
			e.write(x, "dst")
		})
	g.elementwise("reluBack", "(y *float32, x *float32, a *float32, n int)", "y += x where a > 0",
		func(e *elements) {
			y, x, zero := e.read("y"), e.read("x"), e.vec()
			e.zero(zero)
			e.where(e.read("a"), zero, x)
			e.VADDPS(x, y, y)
			e.write(y, "y")
		})
	g.elementwise("sqrt", "(dst *float32, a *float32, n int)", "dst = √a",
		func(e *elements) {
			x := e.read("a")
			e.VSQRTPS(x, x)
			e.write(x, "dst")
		})
	g.elementwise("mul", "(dst *float32, a *float32, x *float32, n int)", "dst = a·x",
		func(e *elements) {
			x := e.read("x")
			e.VMULPS(e.read("a"), x, x)
			e.write(x, "dst")
		})
	g.elementwise("above", "(dst *float32, a *float32, x *float32, n int)", "dst = 1 where a > x, else 0",
		func(e *elements) {
			one := e.ones()
			e.where(e.read("a"), e.read("x"), one)
			e.write(one, "dst")
		})
	g.elementwise("over", "(dst *float32, a *float32, n int, theta float32)", "dst = 1 where a > theta, else 0",
		func(e *elements) {
			one := e.ones()
			e.where(e.read("a"), e.scalar["theta"], one)
			e.write(one, "dst")
		}, "theta")
	g.elementwise("sgd", "(w *float32, v *float32, grad *float32, n int, step float32, mu float32)",
		"v = mu·v - step·g; w += v", (*elements).sgd, "step", "mu")
	g.elementwise("rmsprop", "(w *float32, s *float32, grad *float32, n int, lr float32, rho float32, rest float32, eps float32, gscale float32)",
		"d = gscale·g; s = rho·s + rest·d²; w -= lr·d/(√s+eps)", (*elements).rmsprop, "lr", "rho", "rest", "eps", "gscale")
	g.elementwise("adam", "(w *float32, m *float32, v *float32, grad *float32, n int, lr float32, b1 float32, rest1 float32, b2 float32, rest2 float32, eps float32, decay float32, c1 float32, c2 float32, gscale float32)",
		"d = gscale·g; m = b1·m + rest1·d; v = b2·v + rest2·d²; w -= lr·(m·c1/(√(v·c2)+eps) + decay·w)",
		(*elements).adam, "lr", "b1", "rest1", "b2", "rest2", "eps", "decay", "c1", "c2", "gscale")
	g.elementwise("adamIdle", "(w *float32, m *float32, v *float32, n int, keep float32, move float32, eps float32, dev float32, b1 float32, b2 float32)",
		"d = √v+eps; w = keep·w - move·m/d·(1+dev²/d²); m = b1·m; v = b2·v", (*elements).adamIdle, "keep", "move", "eps", "dev", "b1", "b2")
}

// rows4 is axpy of four rows, one after the other. Threads share the columns of a row, and what is left
// of it for each is too short for hardware to see that the next rows will follow.
func (g *gen) rows4() {
	g.function("rows4", "(c *float32, a *float32, b *float32, next *float32, ldb int, n int)",
		"%s is c[j] += Σ_l a[l]·b[l, j] for l < 4 and n columns. Four rows from next on are fetched.")
	c, a, n, ldb := g.param("c"), g.param("a"), g.param("n"), g.bytes("ldb")
	row, x := make([]reg.GPVirtual, 4), g.vecs(4)
	for l := range row {
		g.VBROADCASTSS(operand.Mem{Base: a, Disp: 4 * l}, x[l])
		if l == 0 {
			row[0] = g.param("b")
			continue
		}
		row[l] = g.GP64()
		g.LEAQ(operand.Mem{Base: row[l-1], Index: ldb, Scale: 1}, row[l])
	}
	off, ahead := g.GP64(), g.param("next") // ahead is where next's columns are from b's
	g.XORQ(off, off)
	g.SUBQ(row[0], ahead)
	step := func(vecs int, mask operand.Op) {
		for v := range vecs {
			at, y := v*g.size(), g.vec()
			g.load(operand.Mem{Base: c, Index: off, Scale: 1, Disp: at}, mask, y)
			for l := range row {
				from := operand.Mem{Base: row[l], Index: off, Scale: 1, Disp: at}
				if mask == nil {
					g.VFMADD231PS(from, x[l], y)
					continue
				}
				t := g.vec()
				g.load(from, mask, t)
				g.VFMADD231PS(t, x[l], y)
			}
			g.store(y, mask, operand.Mem{Base: c, Index: off, Scale: 1, Disp: at})
		}
	}
	g.Label("wide")
	g.CMPQ(n, operand.U8(uint8(4*g.lanes)))
	g.JL(operand.LabelRef("loop"))
	step(4, nil)
	for line := 0; line < 4*g.size(); line += 64 {
		for l := range row {
			g.PREFETCHT0(operand.Mem{Base: row[l], Index: ahead, Scale: 1, Disp: line})
		}
	}
	g.ADDQ(operand.U32(uint32(4*g.size())), off)
	g.ADDQ(operand.U32(uint32(4*g.size())), ahead)
	g.SUBQ(operand.U8(uint8(4*g.lanes)), n)
	g.JMP(operand.LabelRef("wide"))
	g.Label("loop")
	g.CMPQ(n, operand.U8(uint8(g.lanes)))
	g.JL(operand.LabelRef("tail"))
	step(1, nil)
	g.ADDQ(operand.U8(uint8(g.size())), off)
	g.SUBQ(operand.U8(uint8(g.lanes)), n)
	g.JMP(operand.LabelRef("loop"))
	g.Label("tail")
	g.TESTQ(n, n)
	g.JZ(operand.LabelRef("done"))
	step(1, g.mask(n))
	g.Label("done")
	g.end()
}

// elements is the state of the loop over the elements.
type elements struct {
	*gen
	off    reg.GPVirtual
	mask   operand.Op // nil but for the last vector
	scalar map[string]reg.VecVirtual
	base   map[string]reg.GPVirtual
}

// elementwise emits a kernel whose body treats one vector of each operand.
func (g *gen) elementwise(name, signature, doc string, body func(*elements), scalars ...string) {
	g.function(name, signature, "%s is "+doc+" for n elements.")
	e := &elements{gen: g, off: g.GP64(), scalar: map[string]reg.VecVirtual{}, base: map[string]reg.GPVirtual{}}
	for _, s := range scalars {
		e.scalar[s] = g.broadcast(s)
	}
	for _, p := range []string{"dst", "a", "w", "m", "v", "s", "grad", "y", "x"} {
		if hasParam(signature, p) {
			e.base[p] = g.param(p)
		}
	}
	n := g.param("n")
	g.XORQ(e.off, e.off)
	g.Label("loop")
	g.CMPQ(n, operand.U8(uint8(g.lanes)))
	g.JL(operand.LabelRef("tail"))
	body(e)
	g.ADDQ(operand.U8(uint8(g.size())), e.off)
	g.SUBQ(operand.U8(uint8(g.lanes)), n)
	g.JMP(operand.LabelRef("loop"))
	g.Label("tail")
	g.TESTQ(n, n)
	g.JZ(operand.LabelRef("done"))
	e.mask = g.mask(n)
	body(e)
	g.Label("done")
	g.end()
}

// broadcast fills a vector with a float32 argument.
func (g *gen) broadcast(name string) reg.VecVirtual {
	v := g.vec()
	p, err := g.Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	g.VBROADCASTSS(p.Addr, v)
	return v
}

func (e *elements) at(name string) operand.Mem {
	return operand.Mem{Base: e.base[name], Index: e.off, Scale: 1}
}

// read loads the current vector of an operand.
func (e *elements) read(name string) reg.VecVirtual {
	v := e.vec()
	e.load(e.at(name), e.mask, v)
	return v
}

// write stores the current vector of an operand.
func (e *elements) write(v reg.VecVirtual, name string) { e.store(v, e.mask, e.at(name)) }

// ones is 1 in every lane: all bits, shifted to those of the exponent of 1.
func (e *elements) ones() reg.VecVirtual {
	v := e.vec()
	if e.lanes == 16 {
		e.VPTERNLOGD(operand.U8(0xff), v, v, v)
	} else {
		e.VPCMPEQD(v, v, v)
	}
	e.VPSRLD(operand.U8(25), v, v)
	e.VPSLLD(operand.U8(23), v, v)
	return v
}

// where sets the lanes of x to 0 unless a > least.
func (e *elements) where(a, least, x reg.VecVirtual) {
	const greater = 0x1e // ordered, quiet
	if e.lanes == 16 {
		k := e.K()
		e.VCMPPS(operand.U8(greater), least, a, k)
		e.VMOVAPS_Z(x, k, x)
		return
	}
	m := e.vec()
	e.VCMPPS(operand.U8(greater), least, a, m)
	e.VANDPS(m, x, x)
}

func (e *elements) sgd() {
	v := e.read("v")
	e.VMULPS(e.scalar["mu"], v, v)
	e.VFNMADD231PS(e.read("grad"), e.scalar["step"], v)
	e.write(v, "v")
	w := e.read("w")
	e.VADDPS(v, w, w)
	e.write(w, "w")
}

func (e *elements) rmsprop() {
	d := e.read("grad")
	e.VMULPS(e.scalar["gscale"], d, d)
	s := e.moment("s", "rho", "rest", d)
	e.VSQRTPS(s, s)
	e.VADDPS(e.scalar["eps"], s, s)
	e.VMULPS(e.scalar["lr"], d, d)
	e.VDIVPS(s, d, d)
	w := e.read("w")
	e.VSUBPS(d, w, w)
	e.write(w, "w")
}

// moment updates a running mean of d² and returns it.
func (e *elements) moment(name, keep, rest string, d reg.VecVirtual) reg.VecVirtual {
	s, square := e.read(name), e.vec()
	e.VMULPS(e.scalar[keep], s, s)
	e.VMULPS(d, d, square)
	e.VFMADD231PS(square, e.scalar[rest], s)
	e.write(s, name)
	return s
}

func (e *elements) adam() {
	d := e.read("grad")
	e.VMULPS(e.scalar["gscale"], d, d)
	m := e.read("m")
	e.VMULPS(e.scalar["b1"], m, m)
	e.VFMADD231PS(d, e.scalar["rest1"], m)
	e.write(m, "m")
	v := e.moment("v", "b2", "rest2", d)
	e.VMULPS(e.scalar["c1"], m, m)
	e.VMULPS(e.scalar["c2"], v, v)
	e.VSQRTPS(v, v)
	e.VADDPS(e.scalar["eps"], v, v)
	e.VDIVPS(v, m, m)
	w := e.read("w")
	e.VFMADD231PS(e.scalar["decay"], w, m)
	e.VFNMADD231PS(e.scalar["lr"], m, w)
	e.write(w, "w")
}

func (e *elements) adamIdle() {
	v, d, t := e.read("v"), e.vec(), e.vec()
	e.VSQRTPS(v, d)
	e.VMULPS(e.scalar["b2"], v, v)
	e.write(v, "v")
	e.VADDPS(e.scalar["eps"], d, d)
	e.VDIVPS(d, e.scalar["dev"], t)
	e.VMULPS(t, t, t)
	m, q := e.read("m"), e.vec()
	e.VDIVPS(d, m, q)
	e.VMULPS(e.scalar["b1"], m, m)
	e.write(m, "m")
	e.VFMADD231PS(q, t, q)
	w := e.read("w")
	e.VMULPS(e.scalar["keep"], w, w)
	e.VFNMADD231PS(e.scalar["move"], q, w)
	e.write(w, "w")
}
