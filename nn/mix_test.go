package nn_test

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestMix: heads weigh the losses of a mixture's two examples, and their gradients, by the shares, each
// with its example's own weight; and forget the mixture when the pass is over.
func TestMix(t *testing.T) {
	λ := []nn.Float{0.25, 1, 0, 0.6}
	w := []nn.Float{0.5, 2, 3, 1}
	y := mat.Of([]nn.Float{1, 0, 1}, []nn.Float{0, 0, 1}, []nn.Float{1, 1, 1}, []nn.Float{0, 1, 0})
	turn := func(n int) int { return (n + 1) % 4 }
	labels := []int32{2, 0, 1, 1}
	for _, c := range []struct {
		name string
		k    int // rows of an example
		head func(p *nn.Pass, at func(int) int) nn.Next
	}{
		{"Softmax", 1, func(p *nn.Pass, at func(int) int) nn.Next {
			h := &nn.Softmax{Pass: p}
			for i := range 4 {
				h.Labels, h.Weights = append(h.Labels, labels[at(i)]), append(h.Weights, w[at(i)])
			}
			return h.Loss
		}},
		{"Logistic", 1, func(p *nn.Pass, at func(int) int) nn.Next {
			h := &nn.Logistic{Pass: p, Targets: mat.New(4, 3)}
			for i := range 4 {
				copy(h.Targets.Row(i), y.Row(at(i)))
				h.Weights = append(h.Weights, w[at(i)])
			}
			return h.Loss
		}},
		{"MSE", 2, func(p *nn.Pass, at func(int) int) nn.Next {
			h := &nn.MSE{Pass: p, Targets: mat.New(4, 3), K: 2}
			for i := range 4 {
				copy(h.Targets.Row(i), y.Row(at(i)))
				h.Weights = append(h.Weights, w[at(i)])
			}
			return h.Loss
		}},
	} {
		x := nntest.Normal(4*c.k, 3, 1, 5)
		p := &nn.Pass{}
		run := func(at func(int) int, mix []nn.Float) (loss []float64, g mat.M) {
			first := layer(func(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
				p.Mix = mix
				loss, g = p.At(nn.Learn, next, x.Val)
				g = g.Clone()
				return loss
			})
			loss = p.Run(nn.Learn, first, x, c.head(p, at))
			return loss, g
		}
		same := func(i int) int { return i }
		got, dx := run(same, λ)
		own, dOwn := run(same, nil) // the mixture is forgotten, or this is none
		next, dNext := run(turn, nil)
		differs := false
		for i, f := range got {
			share := float64(λ[i/c.k])
			if want := share*own[i] + (1-share)*next[i]; math.Abs(f-want) > nntest.Tol(1e-12, 1e-5)*(1+want) {
				t.Errorf("%s, row %d: loss %v, want %v", c.name, i, f, want)
			}
			differs = differs || math.Abs(own[i]-next[i]) > 0.1
			for j, g := range dx.Row(i) {
				want := share*float64(dOwn.Row(i)[j]) + (1-share)*float64(dNext.Row(i)[j])
				if math.Abs(float64(g)-want) > nntest.Tol(1e-12, 1e-5) {
					t.Errorf("%s, row %d: ∂x_%d is %v, want %v", c.name, i, j, g, want)
				}
			}
		}
		if !differs {
			t.Errorf("%s: control: both examples have the same loss", c.name)
		}
	}
}
