package nn_test

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestHeads: the gradients of heads with weights, by finite differences.
func TestHeads(t *testing.T) {
	w := []nn.Float{0.5, 2, 0, 1}
	y := mat.Of([]mat.Float{1, 0, 1}, []mat.Float{0, 0, 1}, []mat.Float{1, 1, 1}, []mat.Float{0, 1, 0})
	for name, head := range map[string]func(p *nn.Pass, lo, hi int) nn.Next{
		"Softmax": func(p *nn.Pass, lo, hi int) nn.Next {
			return (&nn.Softmax{Pass: p, Labels: []int32{2, 0, 1, 1}[lo:hi], Weights: w[lo:hi]}).Loss
		},
		"Logistic": func(p *nn.Pass, lo, hi int) nn.Next {
			return (&nn.Logistic{Pass: p, Targets: y.Slice(lo, hi), Weights: w[lo:hi]}).Loss
		},
		"MSE": func(p *nn.Pass, lo, hi int) nn.Next {
			return (&nn.MSE{Pass: p, Targets: y.Slice(lo, hi), Weights: w[lo:hi]}).Loss
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := nntest.Fill(nn.NewLinear(6, 3), 0.5, 12)
			nntest.Check(t, nntest.Case{Layer: l, X: nntest.Normal(4, 6, 1, 3), Head: head})
		})
	}
}

// TestHeadValues by hand, where exponentials would overflow too. A weight of 1 is no weight.
func TestHeadValues(t *testing.T) {
	p := &nn.Pass{}
	x := mat.Of([]mat.Float{0, 2}, []mat.Float{1000, -1000}, []mat.Float{-1000, 1000})
	y := mat.Of([]mat.Float{1, 0}, []mat.Float{1, 0}, []mat.Float{1, 0})
	one := []nn.Float{1, 1, 1}
	for name, c := range map[string]struct {
		head func(w []nn.Float) nn.Next
		want []float64
	}{
		"Logistic": {func(w []nn.Float) nn.Next { return (&nn.Logistic{Pass: p, Targets: y, Weights: w}).Loss },
			[]float64{math.Ln2 + math.Log1p(math.Exp(2)), 0, 2000}},
		"MSE":     {func(w []nn.Float) nn.Next { return (&nn.MSE{Pass: p, Targets: y, Weights: w}).Loss }, []float64{5, 999*999 + 1e6, 1001*1001 + 1e6}},
		"Softmax": {func(w []nn.Float) nn.Next { return (&nn.Softmax{Pass: p, Labels: []int32{0, 0, 0}, Weights: w}).Loss }, []float64{2 + math.Log1p(math.Exp(-2)), 0, 2000}},
	} {
		plain := p.Run(nn.Use, nn.Seq{}, x, c.head(nil))
		ones := p.Run(nn.Use, nn.Seq{}, x, c.head(one))
		twos := p.Run(nn.Use, nn.Seq{}, x, c.head([]nn.Float{2, 2, 2}))
		for i := range plain {
			if math.Abs(plain[i]-c.want[i]) > nntest.Tol(1e-12, 1e-6)*(1+c.want[i]) || plain[i] != ones[i] || twos[i] != 2*plain[i] {
				t.Errorf("%s, row %d: %v, with weights %v and %v, want %v", name, i, plain[i], ones[i], twos[i], c.want[i])
			}
		}
	}
}
