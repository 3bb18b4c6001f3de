package sparsity_test

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/sparsity"
)

// flat is inputs with probability p everywhere.
func flat(rows, cols int, p float64) mat.M {
	m := mat.New(rows, cols)
	m.Fill(mat.Float(math.Log(p / (1 - p))))
	return m
}

// TestXentGolden has the values for 2000 units at target 0.1: the least is 2000·0.3250829734, less
// the 0.004 that the 10⁻⁶ inside the logs takes.
func TestXentGolden(t *testing.T) {
	l := sparsity.Xent{Target: 0.1, Lambda: 1}
	for _, c := range []struct{ p, want, slope float64 }{
		{0.1, 650.1659, 0},
		{0.2, 723.5459, 0.625 * 0.2 * 0.8}, // −(0.1/0.2 − 0.9/0.8) = 0.625
		{0.05, 691.4744, -(0.1/0.05 - 0.9/0.95) * 0.05 * 0.95},
	} {
		s := newSpy(l, flat(32, 2000, c.p)).at(nn.Learn)
		if got := s.mean(); math.Abs(got-c.want) > 0.01 {
			t.Errorf("p̄ = %v: penalty %v, want %v", c.p, got, c.want)
		}
		for _, g := range s.dx { // of the sum over rows: per row, not over B
			if math.Abs(float64(g)-c.slope) > 2e-5 {
				t.Fatalf("p̄ = %v: ∂a is %v, want %v", c.p, g, c.slope)
			}
		}
	}
}

// TestXentAtTheEnds: probabilities that round to 0 and 1 leave finite gradients.
func TestXentAtTheEnds(t *testing.T) {
	for _, r := range []float64{0, 0.5, 0.9} {
		for _, a := range []mat.Float{-800, -100, 100, 800} {
			x := mat.New(3, 2)
			x.Fill(a)
			s := newSpy(sparsity.Xent{Target: 0.1, Lambda: 1, Power: r}, x).at(nn.Learn)
			if m := (mat.M{Rows: 3, Cols: 2, Data: s.dx}); !m.Finite() || math.IsNaN(s.mean()) || math.IsInf(s.mean(), 0) {
				t.Errorf("power %v at a = %v: penalty %v, ∂a %v", r, a, s.mean(), s.dx)
			}
		}
	}
}

// TestXentReachesTarget descends on the inputs alone.
func TestXentReachesTarget(t *testing.T) {
	for _, r := range []float64{1, 0.5} {
		x := nntest.Normal(16, 3, 1, 4)
		for range 4000 {
			s := newSpy(sparsity.Xent{Target: 0.1, Lambda: 1, Power: r}, x).at(nn.Learn)
			for i, g := range s.dx {
				x.Data[i] -= g
			}
		}
		for j := range x.Cols {
			if p := mean(probs(x, j, r)); math.Abs(p-0.1) > 1e-3 {
				t.Errorf("power %v: unit %d is at %v, want 0.1", r, j, p)
			}
		}
	}
}
