package nn_test

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestLabelSmoothing: the loss is −Σ_j q_j·log p_j for q = (1−ε)·onehot + ε/K, and the gradient p − q.
func TestLabelSmoothing(t *testing.T) {
	x := mat.Of([]nn.Float{2, 0, -1}, []nn.Float{50, 0, 0})
	labels := []int32{0, 1}
	for _, ε := range []float64{0, 0.1, 1} {
		p := &nn.Pass{}
		var grad mat.M
		first := layer(func(p *nn.Pass, x *nn.Var, next nn.Next) (loss []float64) {
			loss, grad = p.At(nn.Learn, next, x.Val)
			return loss
		})
		loss := p.Run(nn.Learn, nn.Seq{first, nn.LabelSmoothing{Eps: ε}}, x, softmax(labels)(p, 0, 2))
		for i, label := range labels {
			sum, want := 0.0, 0.0
			for _, v := range x.Row(i) {
				sum += math.Exp(float64(v))
			}
			for j, v := range x.Row(i) {
				q := ε / 3
				if j == int(label) {
					q += 1 - ε
				}
				want += q * (math.Log(sum) - float64(v))
				if d := math.Exp(float64(v))/sum - q; math.Abs(float64(grad.Row(i)[j])-d) > 1e-5 {
					t.Errorf("ε = %v, row %d: ∂x_%d is %v, want %v", ε, i, j, grad.Row(i)[j], d)
				}
			}
			if math.Abs(loss[i]-want) > 1e-5*(1+want) {
				t.Errorf("ε = %v, row %d: loss %v, want %v", ε, i, loss[i], want)
			}
		}
	}
}

// TestLabelSmoothingUsed: a network in use has the head's loss, in training it does not.
func TestLabelSmoothingUsed(t *testing.T) {
	x, p := nntest.Normal(4, 5, 1, 3), &nn.Pass{}
	head := softmax([]int32{4, 0, 2, 2})(p, 0, 4)
	for d := nn.Use; d <= nn.Look; d++ {
		plain := p.Run(d, nn.Seq{}, x, head)
		if got := p.Run(d, nn.LabelSmoothing{Eps: 0.1}, x, head); (got[0] == plain[0]) != (d == nn.Use) {
			t.Errorf("%v: loss %v, of the head alone %v", d, got[0], plain[0])
		}
	}
	nntest.Gradient(t, nntest.Case{Layer: nn.Seq{nntest.Fill(nn.NewLinear(5, 5), 0.5, 1), nn.LabelSmoothing{Eps: 0.2}}, X: x, Head: softmax([]int32{4, 0, 2, 2})})
}
