package kern

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A vecCase is an elementwise kernel over some vectors, its plain twin, and how
// far an element may be off: tol is in units of ε times the larger of 1 and
// the element.
type vecCase struct {
	name   string
	args   int
	mean   int // the argument, if not 0, that is a running mean of squares
	f, ref func(v [][]Float)
	tol    float64
}

const lr, mu, rho, adamEps, gscale = 0.01, 0.9, 0.95, 1e-6, 0.5

var vecCases = []vecCase{
	{"Axpy", 2, 0, func(v [][]Float) { Axpy(v[0], 1.7, v[1]) }, func(v [][]Float) { axpyRef(v[0], 1.7, v[1]) }, 8},
	{"Relu", 2, 0, func(v [][]Float) { (*Pool)(nil).Relu(v[0], v[1]) }, func(v [][]Float) { reluRef(v[0], v[1]) }, 0},
	{"ReluBack", 3, 0, func(v [][]Float) { (*Pool)(nil).ReluBack(v[0], v[1], v[2]) }, func(v [][]Float) { reluBackRef(v[0], v[1], v[2]) }, 0},
	{"Sqrt", 2, 1, func(v [][]Float) { Sqrt(v[0], v[1]) }, func(v [][]Float) { sqrtRef(v[0], v[1]) }, 0},
	{"Sqrt in place", 2, 1, func(v [][]Float) { Sqrt(v[1], v[1]) }, func(v [][]Float) { sqrtRef(v[1], v[1]) }, 0},
	{"Mul", 3, 0, func(v [][]Float) { Mul(v[0], v[1], v[2]) }, func(v [][]Float) { mulRef(v[0], v[1], v[2]) }, 0},
	{"Above", 3, 0, func(v [][]Float) { Above(v[0], v[1], v[2]) }, func(v [][]Float) { aboveRef(v[0], v[1], v[2]) }, 0},
	{"Above in place", 2, 0, func(v [][]Float) { Above(v[1], v[0], v[1]) }, func(v [][]Float) { aboveRef(v[1], v[0], v[1]) }, 0},
	{"Over", 2, 0, func(v [][]Float) { Over(v[0], v[1], 0.2) }, func(v [][]Float) { overRef(v[0], v[1], 0.2) }, 0},
	{"Over in place", 1, 0, func(v [][]Float) { Over(v[0], v[0], 0.2) }, func(v [][]Float) { overRef(v[0], v[0], 0.2) }, 0},
	{"Scale", 1, 0, func(v [][]Float) { Scale(v[0], 0.3) }, func(v [][]Float) { scaleRef(v[0], 0.3) }, 0},
	{"SGD", 3, 0, func(v [][]Float) { SGD(v[0], v[1], v[2], lr, mu, gscale) },
		func(v [][]Float) { sgdRef(v[0], v[1], v[2], lr, mu, gscale) }, 4},
	{"RMSprop", 3, 1, func(v [][]Float) { RMSprop(v[0], v[1], v[2], lr, rho, adamEps, gscale) },
		func(v [][]Float) { rmspropRef(v[0], v[1], v[2], lr, rho, adamEps, gscale) }, 4},
	{"Adam", 4, 2, func(v [][]Float) { Adam(v[0], v[1], v[2], v[3], lr, mu, rho, adamEps, 0.02, 3, 2, gscale) },
		func(v [][]Float) { adamRef(v[0], v[1], v[2], v[3], lr, mu, rho, adamEps, 0.02, 3, 2, gscale) }, 4},
	{"AdamIdle", 3, 2, func(v [][]Float) { AdamIdle(v[0], v[1], v[2], 0.98, lr, adamEps, adamEps/4, mu, rho) },
		func(v [][]Float) { adamIdleRef(v[0], v[1], v[2], 0.98, lr, adamEps, adamEps/4, mu, rho) }, 4},
	{"Exp", 2, 0, func(v [][]Float) { Exp(v[0], v[1]) }, func(v [][]Float) { expRef(v[0], v[1]) }, 4},
	{"Exp in place", 1, 0, func(v [][]Float) { Exp(v[0], v[0]) }, func(v [][]Float) { expRef(v[0], v[0]) }, 4},
	{"Sigmoid", 2, 0, func(v [][]Float) { Sigmoid(v[0], v[1]) }, func(v [][]Float) { sigmoidRef(v[0], v[1]) }, 3},
	{"Sigmoid in place", 1, 0, func(v [][]Float) { Sigmoid(v[0], v[0]) }, func(v [][]Float) { sigmoidRef(v[0], v[0]) }, 3},
	{"Tanh", 2, 0, func(v [][]Float) { Tanh(v[0], v[1]) }, func(v [][]Float) { tanhRef(v[0], v[1]) }, 3},
	{"Tanh in place", 1, 0, func(v [][]Float) { Tanh(v[0], v[0]) }, func(v [][]Float) { tanhRef(v[0], v[0]) }, 3},
}

func TestVec(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(14, 15))
		for _, c := range vecCases {
			for n := range 131 {
				c.check(t, r, n)
			}
			c.check(t, r, vecCall+3)
		}
	})
}

// check runs the case over n elements, the vectors 0 to 3 elements off the usual
// alignment, with marks on both sides.
func (c vecCase) check(t *testing.T, r *rand.Rand, n int) {
	t.Helper()
	got, want := make([]*mat, c.args), make([]*mat, c.args)
	g, w := make([][]Float, c.args), make([][]Float, c.args)
	for i := range got {
		got[i] = newMat(r, 1, n, 0, i%4)
		if i > 0 && i == c.mean {
			got[i] = got[i].abs()
		}
		want[i] = got[i].clone()
		g[i], w[i] = got[i].data(), want[i].data()
	}
	c.f(g)
	c.ref(w)
	for i := range got {
		got[i].each(func(row, j int, x *Float) {
			switch {
			case row < 0 && *x == *x:
				t.Fatalf("%s of %d: wrote %v outside argument %d", c.name, n, *x, i)
			case row < 0:
			case !(math.Abs(float64(*x-w[i][j])) <= c.tol*eps*max(1, math.Abs(float64(w[i][j])))):
				t.Fatalf("%s of %d: element %d of argument %d is %v, want %v", c.name, n, j, i, *x, w[i][j])
			}
		})
	}
}

func TestSumSq(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(16, 17))
		for n := range 131 {
			x := newMat(r, 1, n, 0, n%4).data()
			if got, want := SumSq(x), sumSqRef(x); !near(got, want) {
				t.Errorf("SumSq of %d elements is %v, want %v", n, got, want)
			}
		}
	})
}

// TestSquares holds the sums of columns, bit by bit, and what stands behind the last of them.
func TestSquares(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(18, 19))
		for n := range 140 {
			for i, rows := range []int{0, 1, 2, 7, 1, 2, 7} {
				ld := n + i/4*3 // columns between rows count in no sum
				a := newMat(r, 1, ld*rows, 0, n%4).data()
				got, want := make([]float64, n+4), make([]float64, n)
				for j := range got {
					got[j] = -1
				}
				Squares(got[:n:n], a, ld)
				for k := range rows {
					for j := range want {
						want[j] += float64(a[k*ld+j]) * float64(a[k*ld+j])
					}
				}
				for j, x := range got {
					if w := append(slices.Clone(want), -1, -1, -1, -1)[j]; x != w && !(n == 1 && near(x, w)) {
						t.Fatalf("%d rows of %d: sum %d is %v, want %v", rows, n, j, x, w)
					}
				}
			}
		}
	})
}

// near is what another order of a sum may change.
func near(x, want float64) bool { return math.Abs(x-want) <= 1e-14*want }

// TestExact has the values that need care: what a formula turns into NaN, and
// the ends of the range.
func TestExact(t *testing.T) {
	zero := Float(0)
	eachTier(t, func(t *testing.T) {
		for _, c := range []struct {
			name    string
			f       func(dst, a []Float)
			a, want Float
		}{
			{"Exp", Exp, Float(inf), Float(inf)}, {"Exp", Exp, Float(-inf), 0}, {"Exp", Exp, 1e30, Float(inf)}, {"Exp", Exp, -1e30, 0},
			{"Exp", Exp, nan, nan}, {"Exp", Exp, zero, 1}, {"Exp", Exp, -zero, 1},
			{"Sigmoid", Sigmoid, Float(inf), 1}, {"Sigmoid", Sigmoid, Float(-inf), 0}, {"Sigmoid", Sigmoid, nan, nan},
			{"Sigmoid", Sigmoid, 0, 0.5}, {"Sigmoid", Sigmoid, 1e30, 1}, {"Sigmoid", Sigmoid, -1e30, 0},
			{"Tanh", Tanh, Float(inf), 1}, {"Tanh", Tanh, Float(-inf), -1}, {"Tanh", Tanh, nan, nan},
			{"Tanh", Tanh, 0, 0}, {"Tanh", Tanh, Float(math.Copysign(0, -1)), Float(math.Copysign(0, -1))},
			{"Tanh", Tanh, 1e30, 1}, {"Tanh", Tanh, -1e30, -1},
		} {
			x := make([]Float, 19) // a whole vector and the rest
			for i := range x {
				x[i] = c.a
			}
			c.f(x, x)
			for _, got := range x {
				if bits(got) != bits(c.want) && !(got != got && c.want != c.want) {
					t.Errorf("%s(%v) = %v, want %v", c.name, c.a, got, c.want)
				}
			}
		}
	})
}

// TestUlps measures the functions over their whole range in units in the last place.
func TestUlps(t *testing.T) {
	eachTier(t, func(t *testing.T) {
		for _, c := range []struct {
			name   string
			f      func(dst, a []Float)
			true   func(x float64) float64
			lo, hi float64
			most   float64
		}{
			{"Exp", Exp, math.Exp, -104, 89, 2},
			{"Sigmoid", Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, -87, 40, 3},
			{"Tanh", Tanh, math.Tanh, -20, 20, 3},
			{"Tanh", Tanh, math.Tanh, -0.5, 0.5, 3},
		} {
			const n = 1 << 16
			a, y := make([]Float, n), make([]Float, n)
			for i := range a {
				a[i] = Float(c.lo + (c.hi-c.lo)*float64(i)/n)
			}
			c.f(y, a)
			worst, at := 0.0, Float(0)
			for i, x := range a {
				if e := ulps(y[i], c.true(float64(x))); e > worst {
					worst, at = e, x
				}
			}
			if worst > c.most {
				t.Errorf("%s(%v) is off by %.2f ulp, want at most %v", c.name, at, worst, c.most)
			}
			t.Logf("%s from %v to %v: at most %.2f ulp, at %v", c.name, c.lo, c.hi, worst, at)
		}
	})
}

// ulps is the distance of got from want in units of the last place of want.
func ulps(got Float, want float64) float64 {
	w := Float(want)
	if got == w {
		return 0
	}
	e := math.Abs(float64(got)-want) / (float64(after(w)) - float64(w))
	if e != e {
		return math.Inf(1)
	}
	return e
}
