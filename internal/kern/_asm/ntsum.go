package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// finish sums the lanes and adds the dot products to c.
func (t *ntTile) finish(m int) {
	if t.n == 1 {
		t.finishColumn(m)
		return
	}
	to := t.to()
	for i := range m {
		c := t.rowAt(to, i, "c", "ldc")
		for j := 0; j < t.n; j += 4 {
			cols := min(4, t.n-j)
			t.addTo(t.sum4(t.acc[i][j:j+cols]), c, 4*j, cols)
		}
	}
}

// to is the list of rows of c, as far as that of a is walked.
func (t *ntTile) to() reg.GPVirtual {
	to, first := t.param("to"), t.param("rows")
	t.ADDQ(t.rows, to)
	t.SUBQ(first, to)
	return to
}

// finishColumn is finish for tiles of one column: each sum goes to its own row.
func (t *ntTile) finishColumn(m int) {
	to := t.to()
	for i := 0; i < m; i += 4 {
		var v []reg.VecVirtual
		for l := i; l < min(i+4, m); l++ {
			v = append(v, t.acc[l][0])
		}
		x := t.sum4(v)
		for l := range v {
			c := t.rowAt(to, i+l, "c", "ldc")
			if l > 0 {
				t.VPERMILPS(operand.U8(0x39), x, x) // next lane to the front
			}
			t.addTo(x, c, 0, 1)
		}
	}
}

// sum4 returns an xmm with the lane sums of up to four vectors in its lanes.
// The tree within each quarter is (0+2)+(1+3), then quarters (0+2)+(1+3).
func (t *gen) sum4(v []reg.VecVirtual) reg.VecVirtual {
	at := func(i int) reg.VecVirtual { return v[min(i, len(v)-1)] }
	lo := t.halve(at(0), at(1), false)
	hi := lo
	if len(v) > 2 {
		hi = t.halve(at(2), at(3), false)
	}
	u := t.halve(lo, hi, true)
	if t.lanes == 16 {
		y := t.YMM()
		t.VEXTRACTF64X4(operand.U8(1), u, y)
		t.VADDPS(y, u.AsY(), u.AsY())
	}
	x := t.XMM()
	if t.lanes == 16 {
		t.VEXTRACTF32X4(operand.U8(1), u.AsY(), x)
	} else {
		t.VEXTRACTF128(operand.U8(1), u.AsY(), x)
	}
	t.VADDPS(x, u.AsX(), x)
	return x
}

// halve interleaves the lanes (or pairs of lanes) of two vectors and adds the halves.
func (t *gen) halve(a, b reg.VecVirtual, pairs bool) reg.VecVirtual {
	lo, hi := t.vec(), t.vec()
	if pairs {
		t.VUNPCKLPD(b, a, lo)
		t.VUNPCKHPD(b, a, hi)
	} else {
		t.VUNPCKLPS(b, a, lo)
		t.VUNPCKHPS(b, a, hi)
	}
	t.VADDPS(hi, lo, lo)
	return lo
}

// addTo adds the first n lanes of x to c at the offset, without touching more.
func (t *gen) addTo(x reg.VecVirtual, c reg.Register, off, n int) {
	at := operand.Mem{Base: c, Disp: off}
	old := t.XMM()
	switch n {
	case 1:
		t.VMOVSS(at, old)
		t.VADDSS(old, x, old)
		t.VMOVSS(old, at)
	case 4:
		t.VADDPS(at, x, old)
		t.VMOVUPS(old, at)
	default:
		t.VMOVSD(at, old)
		t.VADDPS(old, x, old)
		t.VMOVSD(old, at)
		if n == 3 {
			high := t.XMM()
			t.VPERMILPS(operand.U8(2), x, high)
			t.addTo(high, c, off+8, 1)
		}
	}
}
