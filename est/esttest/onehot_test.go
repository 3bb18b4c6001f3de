package esttest

import (
	"math"
	"slices"
	"testing"

	"gater/est"
)

// TestOneHot: probabilities sum to 1 and are those of the softmax, outcomes are one-hot and all
// different, and Back is the derivative of log P.
func TestOneHot(t *testing.T) {
	l, a := OneHot{3}, []float64{0.3, -1, 2, 0, 0.5, -0.2}
	if n := l.Outcomes(len(a)); n != 9 {
		t.Fatalf("%d outcomes, want 9", n)
	}
	h, sum, seen := make([]float64, 6), 0.0, [][]float64{}
	for k := range 9 {
		p := l.Outcome(h, a, k)
		sum += p
		i, j := slices.Index(h[:3], 1), slices.Index(h[3:], 1)
		Close(t, "P", []float64{p}, []float64{Softmax(a[:3])[i] * Softmax(a[3:])[j]}, 1e-15, 1e-15)
		if h[i]+h[3+j] != 2 || slices.ContainsFunc(seen, func(x []float64) bool { return slices.Equal(x, h) }) {
			t.Errorf("outcome %d is %v, others %v", k, h, seen)
		}
		seen = append(seen, slices.Clone(h))
		g := make([]float64, 6)
		l.Back(g, a, nil, k, 2)
		for j := range a {
			up, down := slices.Clone(a), slices.Clone(a)
			up[j] += 1e-6
			down[j] -= 1e-6
			d := (math.Log(l.Outcome(h, up, k)) - math.Log(l.Outcome(h, down, k))) / 2e-6
			Close(t, "2·∂log P", g[j:j+1], []float64{2 * d}, 1e-8, 1e-8)
		}
	}
	Close(t, "ΣP", []float64{sum}, []float64{1}, 1e-14, 1e-14)
}

// TestOneHotOracle: Shallow is the softmax's derivative, and Integrate finds a missing cut.
func TestOneHotOracle(t *testing.T) {
	a := []float64{0.3, -1, 2}
	f := Func(func(h, _ []float64) float64 { return 1*h[0] - 2*h[1] + 5*h[2] })
	p := Softmax(a)
	loss, grad := Shallow(OneHot{3}, a, f)
	mean := p[0] - 2*p[1] + 5*p[2]
	Close(t, "value", []float64{loss}, []float64{mean}, 1e-12, 1e-6)
	Close(t, "gradient", grad, []float64{p[0] * (1 - mean), p[1] * (-2 - mean), p[2] * (5 - mean)}, 1e-12, 1e-6)
	e := est.Reinforce{Discrete: est.OneHot(3)}
	for missing, cuts := range map[bool][][]float64{false: OneHot{3}.Cuts(a), true: {{0.9}}} {
		var told complainer
		m := IntegrateAt(&told, e, a, f, cuts)
		if bool(told) != missing {
			t.Errorf("cut missing: %v, told: %v", missing, told)
		}
		if !missing {
			Close(t, "Reinforce", m.Mean, grad, 1e-12, 1e-5)
		}
	}
}
