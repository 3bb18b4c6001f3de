package lab

import (
	"math"
	"testing"

	"gater/internal/rng"
)

// TestDigits: all settings once, one digit by one step at a time.
func TestDigits(t *testing.T) {
	for _, c := range [][2]int{{3, 4}, {5, 2}, {1, 3}, {0, 2}} {
		n, base := c[0], c[1]
		at, seen := make([]int, n), map[string]bool{}
		digits(n, base, func(digit, to int) {
			if digit >= 0 {
				if d := at[digit] - to; d*d != 1 {
					t.Errorf("digit %d from %d to %d", digit, at[digit], to)
				}
				at[digit] = to
			}
			key := ""
			for _, d := range at {
				key += string(rune('0' + d))
			}
			seen[key] = true
		})
		if want := int(math.Pow(float64(base), float64(n))); len(seen) != want {
			t.Errorf("%d digits to the base %d: %d settings, want %d", n, base, len(seen), want)
		}
	}
}

// small is an oracle of three units with a loss that is no sum over them.
func small(group int) (*oracle, []float64) {
	o := &oracle{base: []float64{0.3, -0.2}, group: group, loss: func(y []float64) float64 { return math.Tanh(y[0]*y[1]) + y[0]*y[0] }}
	var a []float64
	for c := range 3 * group {
		o.w = append(o.w, []float64{math.Sin(float64(3*c + 1)), math.Cos(float64(5 * c))})
		a = append(a, math.Sin(float64(7*c)))
	}
	return o, a
}

// expected is E[f], outcome by outcome from scratch.
func expected(o *oracle, a []float64) (e float64) {
	p := o.law(a)
	n := o.outcomes()
	for s := range n * n * n {
		y, w := append([]float64(nil), o.base...), 1.0
		for u, k := range []int{s % n, s / n % n, s / n / n} {
			w *= p[u][k]
			o.add(y, u, k, 1)
		}
		e += w * o.loss(y)
	}
	return e
}

// TestOracle: the exact gradient is the derivative of the expected loss, for bits and for groups;
// local expectations agree with it to their standard errors, and not with another's.
func TestOracle(t *testing.T) {
	for _, group := range []int{1, 2, 4} {
		o, a := small(group)
		exact := o.exact(a)
		for j := range a {
			const d = 1e-5
			old := a[j]
			a[j] = old + d
			up := expected(o, a)
			a[j] = old - d
			down := expected(o, a)
			a[j] = old
			if want := (up - down) / (2 * d); math.Abs(exact[j]-want) > 1e-9 {
				t.Errorf("groups of %d, coordinate %d: %v, want %v", group, j, exact[j], want)
			}
		}
		mean, se := o.local(a, 20000, rng.Key{Seed: 1})
		worst, control := 0.0, 0.0
		for j := range a {
			worst = max(worst, math.Abs(mean[j]-exact[j])/se[j])
			control = max(control, math.Abs(1.1*mean[j]-exact[j])/se[j])
		}
		if worst > 4.5 || control < 10 {
			t.Errorf("groups of %d: local expectations are %.1f standard errors off; the control %.1f", group, worst, control)
		}
	}
}
