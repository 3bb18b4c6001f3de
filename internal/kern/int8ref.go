package kern

import "math"

// The functions of this file are the definition of products of bytes.

// dot8Ref is c[i, j] += Σ p[i, l]·u[l, j] for m rows and a panel of 16 columns, over the inputs of
// some groups; row i begins rows[i] bytes after p.
func dot8Ref(c []int32, p []int8, rows []int, u []uint8, groups int) {
	for i, at := range rows {
		c, p := c[i*panelOut:][:panelOut], p[at:]
		for g := range groups {
			for j := range c {
				for l := range groupIn {
					c[j] += int32(p[g*groupIn+l]) * int32(u[(g*panelOut+j)*groupIn+l])
				}
			}
		}
	}
}

// line8Ref is Σ p[l]·u[l].
func line8Ref(p []int8, u []uint8) (sum int32) {
	for l, x := range p {
		sum += int32(x) * int32(u[l])
	}
	return sum
}

// scale8Ref is y = b + ((c − shift)·s)·t.
func scale8Ref(y, b []Float, c []int32, s []Float, shift int32, t Float) {
	for j := range y {
		y[j] = b[j] + Float(Float(Float(c[j]-shift)*s[j])*t)
	}
}

// absMaxRef is max |x| as a float32, or NaN if there is one.
func absMaxRef(x []Float) float32 {
	top := uint32(0)
	for _, v := range x {
		top = max(top, math.Float32bits(float32(v))&^(1<<31))
	}
	return math.Float32frombits(top)
}

// round8Ref sets p to x·f, rounded to even and no further out than ±127, and returns the sum.
func round8Ref(p []int8, x []Float, f float32) (sum int32) {
	const magic = 3 << 22 // x + magic has no digits after the point
	for l, v := range x {
		q := int32(float32(float32(float32(v)*f)+magic) - magic)
		q = min(127, max(-127, q))
		p[l] = int8(q)
		sum += q
	}
	return sum
}
