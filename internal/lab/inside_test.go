package lab

import (
	"math"
	"testing"

	"gater/nn/nntest"
)

// TestGray: all settings once, one flip at a time.
func TestGray(t *testing.T) {
	for n := range 6 {
		state, seen := 0, map[int]bool{}
		gray(n, func(flip int) {
			if flip >= 0 {
				state ^= 1 << flip
			} else if len(seen) > 0 {
				t.Errorf("%d bits: a visit without a flip", n)
			}
			seen[state] = true
		})
		if len(seen) != 1<<n {
			t.Errorf("%d bits: %d settings", n, len(seen))
		}
	}
}

// TestChain: the gradient of the stochastic net is the derivative of its expected loss, summed
// over all paths one by one.
func TestChain(t *testing.T) {
	task, err := newSBN(Settings{Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	s := task.(*sbn)
	loss := func() float64 {
		total := 0.0
		for path := range 1 << (sbnLayers * sbnWidth) {
			x, p := wide(s.x), 1.0
			for k := range sbnLayers {
				h := bitsOf(path>>(k*sbnWidth), sbnWidth)
				p *= outcome(sigmoids(affine(s, k, x)), h)
				x = h
			}
			total += p * nll(affine(s, sbnLayers, x), 0)
		}
		return total
	}
	const d = 0x1p-7
	for _, c := range []struct{ layer, coord int }{{0, 3}, {0, 27}, {1, 11}, {2, 0}, {2, 29}} {
		l := s.linear[c.layer]
		w := append([]Float(nil), l.W.Val.Data...)
		at := &l.B.Val.Data[max(0, c.coord-len(w))]
		if c.coord < len(w) {
			at = &l.W.Val.Data[c.coord]
		}
		old := *at
		*at = old + d
		up := loss()
		*at = old - d
		down := loss()
		*at = old
		got, want := s.truth[c.layer*sbnCoords+c.coord], (up-down)/(2*d)
		if math.Abs(got-want) > 2e-5 { // the difference quotient's error
			t.Errorf("layer %d, coordinate %d: %v, want %v", c.layer, c.coord, got, want)
		}
	}
}

// affine is x·W + b of a layer.
func affine(s *sbn, k int, x []float64) []float64 {
	l := s.linear[k]
	a := wide(l.B.Val.Data)
	for i, v := range x {
		for j, w := range l.W.Val.Row(i) {
			a[j] += v * float64(w)
		}
	}
	return a
}

// TestAxes: weights sum to 1, and moments are those of the law, for any shift.
func TestAxes(t *testing.T) {
	for _, shift := range []float64{0, 0.3, 0.99} {
		var one, second float64
		for _, p := range normal(0.5, shift, 0.2) {
			one += p.w
			second += p.w * p.x * p.x
		}
		if math.Abs(one-1) > 1e-12 || math.Abs(second-1) > 1e-10 {
			t.Errorf("normal: %v, second moment %v", one, second)
		}
		one, second = 0, 0
		for _, p := range uniform(0.5, shift, -0.7) {
			one += p.w
			second += p.w * p.x * p.x
			if !(p.x > 0 && Float(p.x) < 1) {
				t.Fatalf("a uniform of %v", p.x)
			}
		}
		if math.Abs(one-1) > 1e-12 || math.Abs(second-1./3) > nntest.Tol(1e-12, 2e-9) { // the tail counts at the last Float below 1
			t.Errorf("uniform: %v, second moment %v", one, second)
		}
		if n := len(uniform(0.5, shift, -0.7)); n != len(uniform(0.5, 0.1, -0.7)) {
			t.Errorf("shift %v: %d nodes", shift, n)
		}
	}
	if x := coin(0.5, 0.7, 0.2, 0.7); len(x) != 4 || x[2].w != 0 || math.Abs(x[0].w-0.2) > 1e-15 || math.Abs(x[1].x-0.45) > 1e-15 {
		t.Errorf("coin %v", x)
	}
}

// TestNudges: nudges cancel, and tilted weights make the unit's probability exact.
func TestNudges(t *testing.T) {
	u := &unit{Logit(0.8), 0.45, 0.8}
	var a, tt, w, first, p float64
	for _, r := range u.cloud(4096) {
		a += r.a
		tt += r.t
		w += r.w
		first += r.w * r.t
		p += r.w * r.p[0]
	}
	if math.Abs(a) > 1e-15 || math.Abs(tt) > 1e-13 || math.Abs(w-1) > 1e-12 || math.Abs(first) > 1e-15 || math.Abs(p-0.8) > 1e-12 {
		t.Errorf("nudges sum to %v and %v, weights to %v, weighted nudges to %v, probabilities to %v", a, tt, w, first, p)
	}
}

func TestDidYouMean(t *testing.T) {
	names := []string{"disarm", "rloo", "straight-through", "unit"}
	for name, want := range map[string]string{
		"disram": " (did you mean disarm?)", "roo": " (did you mean rloo?)", "unti": " (did you mean unit?)",
		"straight-thru": " (did you mean straight-through?)", "elephant": "", "": "",
	} {
		if got := didYouMean(name, names); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"", "abc", 3}, {"abc", "acb", 1}, {"kitten", "sitting", 3}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance of %q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
