package sparsity_test

import (
	"math"
	"slices"
	"testing"

	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/sparsity"
)

// penalties is every layer that adds to the loss, with its formula written out in full.
var penalties = []struct {
	name    string
	layer   func() nn.Layer
	formula func(x mat.M) float64
}{
	{"xent", func() nn.Layer { return sparsity.Xent{Target: 0.1, Lambda: 0.7} },
		func(x mat.M) float64 { return 0.7 * xent(x, 0.1, 1) }},
	{"xent of √p", func() nn.Layer { return &sparsity.Xent{Target: 0.3, Lambda: 2, Power: 0.5} },
		func(x mat.M) float64 { return 2 * xent(x, 0.3, 0.5) }},
	{"xent of p^0.9", func() nn.Layer { return &sparsity.Xent{Target: 0.3, Lambda: 2, Power: 0.9} },
		func(x mat.M) float64 { return 2 * xent(x, 0.3, 0.9) }},
	{"unit rate", func() nn.Layer { return sparsity.UnitRate{Target: 0.4, Lambda: 3} },
		func(x mat.M) (sum float64) {
			for j := range x.Cols {
				sum += 3 * math.Abs(mean(probs(x, j, 1))-0.4)
			}
			return sum
		}},
	{"example rate", func() nn.Layer { return sparsity.ExampleRate{Target: 0.4, Lambda: 3} },
		func(x mat.M) (sum float64) {
			for i := range x.Rows {
				row := 0.0
				for j := range x.Cols {
					row += probs(x, j, 1)[i] / float64(x.Cols)
				}
				sum += 3 * math.Abs(row-0.4) / float64(x.Rows)
			}
			return sum
		}},
	{"rate variance", func() nn.Layer { return sparsity.RateVariance{Lambda: 3} },
		func(x mat.M) (sum float64) {
			for j := range x.Cols {
				p := probs(x, j, 1)
				for _, v := range p {
					sum -= 3 * (v - mean(p)) * (v - mean(p)) / float64(x.Rows)
				}
			}
			return sum
		}},
	{"l1", func() nn.Layer { return &sparsity.L1{Start: 0.5, Band: 2} },
		func(x mat.M) (sum float64) {
			for _, v := range x.Data {
				sum += 0.5 * math.Abs(float64(v)) / float64(x.Rows)
			}
			return sum
		}},
}

func xent(x mat.M, s, r float64) (sum float64) {
	for j := range x.Cols {
		p := mean(probs(x, j, r))
		sum -= s*math.Log(p+1e-6) + (1-s)*math.Log(1-p+1e-6)
	}
	return sum
}

// probs is σ(x_ij)ʳ of unit j.
func probs(x mat.M, j int, r float64) (p []float64) {
	for i := range x.Rows {
		p = append(p, math.Pow(1/(1+math.Exp(-float64(x.Row(i)[j]))), r))
	}
	return p
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v / float64(len(x))
	}
	return m
}

func TestPenaltyIsItsFormula(t *testing.T) {
	for _, c := range penalties {
		for _, d := range []nn.Depth{nn.Look, nn.Learn} {
			x := nntest.Normal(6, 9, 1, 1)
			s := newSpy(c.layer(), x).at(d)
			if want := c.formula(x); !(math.Abs(s.mean()-want) <= nntest.Tol(1e-12, 1e-5)*math.Abs(want)) {
				t.Errorf("%s at %v: the losses' mean is %v, want %v", c.name, d, s.mean(), want)
			}
			if !slices.Equal(s.y, x.Data) {
				t.Errorf("%s at %v changes its value", c.name, d)
			}
		}
	}
}

// TestGradient compares the gradient with differences of the sum of losses, which is B times the
// objective.
func TestGradient(t *testing.T) {
	none := func(_ *nn.Pass, lo, hi int) nn.Next {
		return func(*nn.Var) []float64 { return make([]float64, hi-lo) }
	}
	for _, c := range penalties {
		t.Run(c.name, func(t *testing.T) {
			nntest.Gradient(t, nntest.Case{Layer: c.layer(), X: nntest.Normal(4, 5, 1, 2), Head: none})
			nntest.Gradient(t, nntest.Case{Layer: nn.Seq{c.layer(), nn.Tanh{}}, X: nntest.Normal(4, 5, 1, 2)})
		})
	}
	for _, c := range []struct {
		name  string
		layer nn.Layer
	}{
		{"beta noise", &sparsity.BetaNoise{Target: 0.1}},
		{"revive", &sparsity.Revive{Units: est.New(est.NoisyRectifier{}), Target: 0.1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			nntest.Gradient(t, nntest.Case{Layer: c.layer, X: nntest.Normal(4, 5, 1, 2),
				Noise: func() nn.Streams { return &streams{} }})
		})
	}
}

// TestPenaltyPassesOn: at Use and Slope no loss is added, and at Slope ∂y is ∂x.
func TestPenaltyPassesOn(t *testing.T) {
	for _, c := range penalties {
		for d := nn.Use; d <= nn.Learn; d++ {
			s := newSpy(c.layer(), nntest.Normal(6, 9, 1, 1))
			s.head = func(y *nn.Var) {
				for i := range y.Grad.Data {
					y.Grad.Data[i] += mat.Float(i)
				}
			}
			s.at(d)
			if counts := d == nn.Look || d == nn.Learn; (s.mean() != 0) != counts {
				t.Errorf("%s adds %v at %v", c.name, s.mean(), d)
			}
			for i, g := range s.dx {
				if (g != mat.Float(i)) != (d == nn.Learn) {
					t.Fatalf("%s at %v: ∂x is %v where ∂y is %v", c.name, d, g, i)
				}
			}
		}
	}
}

func TestNoRows(t *testing.T) {
	for _, l := range all() {
		s := newSpy(l, mat.New(0, 4)).at(nn.Learn)
		if len(s.loss) != 0 {
			t.Errorf("%T: %d losses for no rows", l, len(s.loss))
		}
		for name, v := range nn.States(l) {
			for _, x := range *v {
				if math.IsNaN(x) {
					t.Errorf("%T: no rows make %s %v", l, name, *v)
				}
			}
		}
	}
}

// all is one of every layer.
func all() []nn.Layer {
	ls := []nn.Layer{&sparsity.BetaNoise{Target: 0.1},
		&sparsity.Revive{Units: est.New(est.StraightThrough{}), Floor: 0.05, Target: 0.1},
		&sparsity.Revive{Units: nn.Relu{}, Floor: 0.9, Target: 0.95}}
	for _, c := range penalties {
		ls = append(ls, c.layer())
	}
	return ls
}

func TestStepAllocatesNothing(t *testing.T) {
	if race {
		t.Skip("under the race detector a sync.Pool drops things")
	}
	for _, l := range all() {
		s := newSpy(l, nntest.Normal(8, 20, 1, 1))
		for d := nn.Use; d <= nn.Learn; d++ {
			s.at(d)
			if n := testing.AllocsPerRun(10, func() { s.p.Run(d, s, s.x, s.last) }); n != 0 {
				t.Errorf("%T at %v: %v allocations a step", l, d, n)
			}
		}
	}
}
