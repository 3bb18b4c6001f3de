package kern

import "fmt"

// same panics unless all lengths equal n, the length of the first argument.
func same(name string, n int, lens ...int) {
	for _, l := range lens {
		if l != n {
			panic(fmt.Sprintf("kern: %s: operands have %d and %d elements, want equal lengths", name, n, l))
		}
	}
}

// vecCall is the most elements of one call of an assembly kernel, which cannot
// be pre-empted.
const vecCall = 1 << 14

// Sigmoid is dst = 1/(1+e^(-a)) elementwise, to 3 ulp. dst may be a.
func Sigmoid(dst, a []Float) {
	same("Sigmoid", len(dst), len(a))
	if active == nil {
		sigmoidRef(dst, a)
		return
	}
	for n := 0; len(a) > 0; dst, a = dst[n:], a[n:] {
		n = min(len(a), vecCall)
		active.sigmoid(&dst[0], &a[0], n)
	}
}

// Tanh is dst = tanh(a) elementwise, to 3 ulp. dst may be a.
func Tanh(dst, a []Float) {
	same("Tanh", len(dst), len(a))
	if active == nil {
		tanhRef(dst, a)
		return
	}
	for n := 0; len(a) > 0; dst, a = dst[n:], a[n:] {
		n = min(len(a), vecCall)
		active.tanh(&dst[0], &a[0], n)
	}
}

// Exp is dst = e^a elementwise, to 2 ulp. dst may be a.
func Exp(dst, a []Float) {
	same("Exp", len(dst), len(a))
	if active == nil {
		expRef(dst, a)
		return
	}
	for n := 0; len(a) > 0; dst, a = dst[n:], a[n:] {
		n = min(len(a), vecCall)
		active.exp(&dst[0], &a[0], n)
	}
}

// Sqrt is dst = √a elementwise. dst may be a.
func Sqrt(dst, a []Float) {
	same("Sqrt", len(dst), len(a))
	if active == nil {
		sqrtRef(dst, a)
		return
	}
	for n := 0; len(a) > 0; dst, a = dst[n:], a[n:] {
		n = min(len(a), vecCall)
		active.sqrt(&dst[0], &a[0], n)
	}
}

// Mul is dst = a·x elementwise. dst may be a or x.
func Mul(dst, a, x []Float) {
	same("Mul", len(dst), len(a), len(x))
	if active == nil {
		mulRef(dst, a, x)
		return
	}
	for n := 0; len(a) > 0; dst, a, x = dst[n:], a[n:], x[n:] {
		n = min(len(a), vecCall)
		active.mul(&dst[0], &a[0], &x[0], n)
	}
}

// Above is dst = 1[a > x] elementwise, 0 where either is NaN. dst may be a or x.
func Above(dst, a, x []Float) {
	same("Above", len(dst), len(a), len(x))
	if active == nil {
		aboveRef(dst, a, x)
		return
	}
	for n := 0; len(a) > 0; dst, a, x = dst[n:], a[n:], x[n:] {
		n = min(len(a), vecCall)
		active.above(&dst[0], &a[0], &x[0], n)
	}
}

// Over is dst = 1[a > theta] elementwise, 0 where a is NaN. dst may be a.
func Over(dst, a []Float, theta Float) {
	same("Over", len(dst), len(a))
	if active == nil {
		overRef(dst, a, theta)
		return
	}
	for n := 0; len(a) > 0; dst, a = dst[n:], a[n:] {
		n = min(len(a), vecCall)
		active.over(&dst[0], &a[0], n, theta)
	}
}

// Axpy is y += alpha·x.
func Axpy(y []Float, alpha Float, x []Float) {
	same("Axpy", len(y), len(x))
	if active == nil {
		axpyRef(y, alpha, x)
		return
	}
	for n := 0; len(y) > 0; y, x = y[n:], x[n:] {
		n = min(len(y), vecCall)
		active.axpy(&y[0], &x[0], n, alpha)
	}
}

// Scale is y *= alpha.
func Scale(y []Float, alpha Float) {
	if active == nil {
		scaleRef(y, alpha)
		return
	}
	for n := 0; len(y) > 0; y = y[n:] {
		n = min(len(y), vecCall)
		active.scale(&y[0], n, alpha)
	}
}

// SumSq returns Σ x², summed in float64.
func SumSq(x []Float) float64 {
	if active == nil {
		return sumSqRef(x)
	}
	s := 0.0
	for n := 0; len(x) > 0; x = x[n:] {
		n = min(len(x), vecCall)
		s += active.sumSq(&x[0], n)
	}
	return s
}

// Squares is sum_j = Σ_i a_ij² over the whole rows of a, which have len(sum) elements each and lie ld
// apart, summed in float64 from the first row on: the bits are the same on every tier, since a square of float32
// is exact there. A single column is summed as SumSq does.
func Squares(sum []float64, a []Float, ld int) {
	n := len(sum)
	if n == 1 && ld == 1 {
		sum[0] = SumSq(a)
		return
	}
	if n == 0 || len(a) < ld || active == nil || active.squares == nil {
		squaresRef(sum, a, ld)
		return
	}
	active.squares(&sum[0], &a[0], ld, len(a)/ld, n)
}
