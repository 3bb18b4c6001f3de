package kern

// gateOnRef is e = max(floor, e), y = val = g·e, row by row.
func gateOnRef(e, y, val []Float, ldv int, g []Float, ldg int, rows []int32, n int, floor Float) {
	for i, r := range rows {
		gate, v := g[int(r)*ldg], val[int(r)*ldv:][:n]
		e, y := e[i*n:][:n], y[i*n:][:n]
		for j, a := range e {
			if a < floor {
				a = floor
			}
			e[j] = a
			y[j] = gate * a
			v[j] = y[j]
		}
	}
}

// gateBackRef is dg += ⟨dy, e⟩, de = g·dy where e is not off, row by row.
func gateBackRef(de, dy []Float, ldd int, e, g []Float, ldg int, dg []Float, ldw int, rows []int32, n int, off Float) {
	for i, r := range rows {
		gate, d := g[int(r)*ldg], dy[int(r)*ldd:][:n]
		e, de := e[i*n:][:n], de[i*n:][:n]
		dot := Float(0)
		for j, a := range e {
			dot += Float(d[j] * a)
			de[j] = gate * d[j]
			if a == off {
				de[j] = 0
			}
		}
		dg[int(r)*ldw] += dot
	}
}

// gateBitsRef sets bit i of to if g[i] is not 0, without a branch, since gates are noise.
func gateBitsRef(to []uint64, g []Float) {
	clear(to)
	for i, v := range g {
		on := uint64(0)
		if v != 0 {
			on = 1
		}
		to[i/64] |= on << (i % 64)
	}
}
