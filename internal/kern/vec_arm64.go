//go:build !purego && !f64

package kern

import "unsafe"

// The elementwise kernels that NEON has no instructions for, or the assembler
// does not know them: plain Go, as a tier takes it.

// onSlices makes a kernel of a function of slices.
func onSlices(f func(dst, a []float32)) func(dst, a *float32, n int) {
	return func(dst, a *float32, n int) { f(unsafe.Slice(dst, n), unsafe.Slice(a, n)) }
}

func reluBackGo(y, x, a *float32, n int) {
	reluBackRef(unsafe.Slice(y, n), unsafe.Slice(x, n), unsafe.Slice(a, n))
}

func mulGo(dst, a, x *float32, n int) {
	mulRef(unsafe.Slice(dst, n), unsafe.Slice(a, n), unsafe.Slice(x, n))
}

func aboveGo(dst, a, x *float32, n int) {
	aboveRef(unsafe.Slice(dst, n), unsafe.Slice(a, n), unsafe.Slice(x, n))
}

func overGo(dst, a *float32, n int, theta float32) {
	overRef(unsafe.Slice(dst, n), unsafe.Slice(a, n), theta)
}

func sumSqGo(x *float32, n int) float64 { return sumSqRef(unsafe.Slice(x, n)) }

func sgdGo(w, v, g *float32, n int, step, mu float32) {
	sgdRef(unsafe.Slice(w, n), unsafe.Slice(v, n), unsafe.Slice(g, n), step, mu, 1)
}

func rmspropGo(w, s, g *float32, n int, lr, rho, _, eps, gscale float32) {
	rmspropRef(unsafe.Slice(w, n), unsafe.Slice(s, n), unsafe.Slice(g, n), lr, rho, eps, gscale)
}

func adamGo(w, m, v, g *float32, n int, lr, b1, _, b2, _, eps, decay, c1, c2, gscale float32) {
	adamRef(unsafe.Slice(w, n), unsafe.Slice(m, n), unsafe.Slice(v, n), unsafe.Slice(g, n),
		lr, b1, b2, eps, decay, c1, c2, gscale)
}

func adamIdleGo(w, m, v *float32, n int, keep, move, eps, dev, b1, b2 float32) {
	adamIdleRef(unsafe.Slice(w, n), unsafe.Slice(m, n), unsafe.Slice(v, n), keep, move, eps, dev, b1, b2)
}
