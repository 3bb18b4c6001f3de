package nntest

import (
	"math"
	"slices"

	"gater/mat"
	"gater/nn"
)

// depths: the value is the same at every depth, ∂x is the same at Slope and at Learn, and
// parameters get a gradient from Learn alone.
func depths(t T, c Case) {
	t.Helper()
	learn := c.run(nn.Learn, 0, c.X.Rows, false)
	for d := nn.Use; d < nn.Learn; d++ {
		o := c.run(d, 0, c.X.Rows, false)
		if !slices.Equal(o.loss, learn.loss) {
			t.Errorf("%v: loss %v, at Learn %v", d, o.loss, learn.loss)
		}
		if d == nn.Slope && !slices.Equal(o.dx, learn.dx) {
			t.Errorf("Slope: ∂x is not the one of Learn")
		}
		for i, g := range o.grads {
			if n := nonZero(g); n > 0 {
				t.Errorf("%v: %d gradients of parameter %d are not 0", d, n, i)
			}
		}
	}
}

// added: a second Learn doubles the gradients of the parameters.
func added(t T, c Case) {
	t.Helper()
	once := c.run(nn.Learn, 0, c.X.Rows, false)
	twice := c.again(nn.Learn, 0, c.X.Rows, false)
	for i, g := range once.grads {
		for j, v := range g {
			if !near(float64(twice.grads[i][j]), 2*float64(v), 1e-12, 1e-4) {
				t.Errorf("parameter %d, element %d: %v after one Learn, %v after two", i, j, v, twice.grads[i][j])
				return
			}
		}
	}
}

// poisoned: memory full of NaN changes nothing.
func poisoned(t T, c Case) {
	t.Helper()
	for d := nn.Use; d <= nn.Learn; d++ {
		clean, dirty := c.run(d, 0, c.X.Rows, false), c.run(d, 0, c.X.Rows, true)
		if !equal(clean, dirty) {
			t.Errorf("%v: memory is read before it is written", d)
		}
		for _, v := range flat(clean) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%v: a gradient is %v", d, v)
				break
			}
		}
	}
}

// alone: each row gives the same by itself, and parameters' gradients are sums over rows.
func alone(t T, c Case) {
	t.Helper()
	all := c.run(nn.Learn, 0, c.X.Rows, false)
	sum := make([][]float64, len(all.grads))
	for i, g := range all.grads {
		sum[i] = make([]float64, len(g))
	}
	for r := range c.X.Rows {
		one := c.run(nn.Learn, r, r+1, false)
		if one.loss[0] != all.loss[r] || !slices.Equal(one.dx, all.dx[r*c.X.Cols:(r+1)*c.X.Cols]) {
			t.Errorf("row %d by itself gives another loss or ∂x", r)
		}
		for i, g := range one.grads {
			for j, v := range g {
				sum[i][j] += float64(v)
			}
		}
	}
	for i, g := range all.grads {
		for j, v := range g {
			if !near(float64(v), sum[i][j], 1e-12, 1e-4) {
				t.Errorf("parameter %d, element %d: %v, its rows sum to %v", i, j, v, sum[i][j])
				return
			}
		}
	}
}

// noRows: a pass of no rows goes through and leaves nothing.
func noRows(t T, c Case) {
	t.Helper()
	for d := nn.Use; d <= nn.Learn; d++ {
		o := c.run(d, 0, 0, true)
		if len(o.loss) != 0 {
			t.Errorf("%v: %d losses for no rows", d, len(o.loss))
		}
		for i, g := range o.grads {
			if nonZero(g) != 0 {
				t.Errorf("%v: no rows leave a gradient in parameter %d", d, i)
			}
		}
	}
}

func equal(a, b outcome) bool {
	return slices.Equal(a.loss, b.loss) && slices.Equal(a.dx, b.dx) &&
		slices.EqualFunc(a.grads, b.grads, slices.Equal[[]mat.Float])
}

func nonZero(g []mat.Float) (n int) {
	for _, v := range g {
		if v != 0 {
			n++
		}
	}
	return n
}

// near reports |x − y| ≤ tol·max(1, |y|).
func near(x, y, tight, loose float64) bool {
	return math.Abs(x-y) <= Tol(tight, loose)*max(1, math.Abs(y))
}
