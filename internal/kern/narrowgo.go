package kern

// Products with narrow weights in plain Go, a few elements at a time as in tilego.go.

// dot8Go is dot8Ref. Inputs are 0 more often than not.
func dot8Go(c []int32, p []int8, rows []int, u []uint8, groups int) {
	for i, at := range rows {
		c, p, u := (*[panelOut]int32)(c[i*panelOut:]), p[at:][:groups*groupIn], u
		for ; len(p) >= groupIn; p, u = p[groupIn:], u[groupIn*panelOut:] {
			a, b, x, y := int32(p[0]), int32(p[1]), int32(p[2]), int32(p[3])
			if a|b|x|y == 0 {
				continue
			}
			w := (*[groupIn * panelOut]uint8)(u)
			for j := range c {
				c[j] += a*int32(w[4*j]) + b*int32(w[4*j+1]) + x*int32(w[4*j+2]) + y*int32(w[4*j+3])
			}
		}
	}
}

// line8Go is line8Ref.
func line8Go(p []int8, u []uint8) int32 {
	var a, b, x, y int32
	for u = u[:len(p)]; len(p) >= 4 && len(u) >= 4; p, u = p[4:], u[4:] {
		a += int32(p[0]) * int32(u[0])
		b += int32(p[1]) * int32(u[1])
		x += int32(p[2]) * int32(u[2])
		y += int32(p[3]) * int32(u[3])
	}
	return a + b + x + y + line8Ref(p, u)
}

// halfGo is c += a·W for the upper halves of floats, in the order of nnGo.
func halfGo(c, a []Float, w []uint16, sw int) {
	for ; len(a) >= 4; a = a[4:] {
		w0, w1, w2, w3 := w[:len(c)], w[sw:][:len(c)], w[2*sw:][:len(c)], w[3*sw:][:len(c)]
		a0, a1, a2, a3 := a[0], a[1], a[2], a[3]
		for j, s := range c {
			s += Float(a0 * Float(FromBF16(w0[j])))
			s += Float(a1 * Float(FromBF16(w1[j])))
			s += Float(a2 * Float(FromBF16(w2[j])))
			s += Float(a3 * Float(FromBF16(w3[j])))
			c[j] = s
		}
		w = w[min(4*sw, len(w)):]
	}
	for ; len(a) > 0; a = a[1:] {
		for j, b := range w[:len(c)] {
			c[j] += Float(a[0] * Float(FromBF16(b)))
		}
		w = w[min(sw, len(w)):]
	}
}
