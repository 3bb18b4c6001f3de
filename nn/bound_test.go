package nn_test

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// targets is the head of squared distances from targets that K rows in turn share.
func targets(k int) func(p *nn.Pass, lo, hi int) nn.Next {
	all := nntest.Normal(8, 3, 1, 5)
	return func(p *nn.Pass, lo, hi int) nn.Next {
		if p.Depth == nn.Use {
			k = 1
		}
		return func(x *nn.Var) []float64 {
			n := max(1, x.Val.Rows/max(1, hi-lo))
			return (&nn.MSE{Pass: p, Targets: all.Slice(lo, hi), K: n}).Loss(x)
		}
	}
}

// TestBound: the loss of a row and its gradient are those of one number made of K rows. All that
// differs between the K rows here is what a layer adds to them.
func TestBound(t *testing.T) {
	for _, b := range []nn.Bound{{K: 3}, {K: 3, Mean: true}, {K: 3, Others: nn.Nothing}} {
		net := nntest.Fill(nn.Seq{nn.NewLinear(4, 5), nn.Repeat{K: 3}, spread{3}, nn.Tanh{}, nn.NewLinear(5, 3), b}, 0.5, 2)
		c := nntest.Case{Layer: net, X: nntest.Normal(6, 4, 1, 4), Head: targets(3)}
		nntest.Gradient(t, c)
	}
}

// spread adds a multiple of the row's number within its group.
type spread struct{ k int }

func (l spread) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	for r := range y.Val.Rows {
		for j, v := range x.Val.Row(r) {
			y.Val.Row(r)[j] = v + nn.Float(r%l.k)*nn.Float(0.3+0.1*float64(j))
		}
	}
	loss := next(y)
	if p.Depth >= nn.Slope {
		for i, d := range y.Grad.Data {
			x.Grad.Data[i] += d
		}
	}
	return loss
}

// TestBoundByHand: losses 1 and 3 of a group of two.
func TestBoundByHand(t *testing.T) {
	iw := -math.Log((math.Exp(-1) + math.Exp(-3)) / 2)
	for _, c := range []struct {
		b      nn.Bound
		loss   float64
		credit [2]float64
	}{
		{nn.Bound{K: 2}, iw, [2]float64{iw - 3, iw - 1}}, // of one other, every mean is itself
		{nn.Bound{K: 2, Others: nn.Arithmetic}, iw, [2]float64{iw - 3, iw - 1}},
		{nn.Bound{K: 2, Others: nn.Nothing}, iw, [2]float64{iw, iw}},
		{nn.Bound{K: 2, Mean: true}, 2, [2]float64{-1, 1}},
	} {
		for _, shift := range []float64{0, 1e4} { // the exponentials must not overflow
			p := &nn.Pass{Poison: true}
			loss := p.Run(nn.Look, c.b, mat.New(2, 1), func(x *nn.Var) []float64 { return []float64{1 + shift, 3 + shift} })
			for k, l := range loss {
				want := c.credit[k]
				if c.b.Others == nn.Nothing && !c.b.Mean {
					want += shift
				}
				if math.Abs(l-c.loss-shift) > 1e-9 || math.Abs(p.Credit[k]-want) > 1e-9 {
					t.Errorf("%+v, shift %v: loss %v and credit %v, want %v and %v", c.b, shift, l, p.Credit[k], c.loss+shift, want)
				}
			}
		}
	}
	// Three losses, so that the means differ: 1, 2, 4; credit of the first.
	for o, like := range map[nn.Others]float64{nn.Geometric: math.Exp(-3), nn.Arithmetic: (math.Exp(-2) + math.Exp(-4)) / 2} {
		p := &nn.Pass{}
		l := p.Run(nn.Look, nn.Bound{K: 3, Others: o}, mat.New(3, 1), func(x *nn.Var) []float64 { return []float64{1, 2, 4} })[0]
		want := l + math.Log((math.Exp(-2)+math.Exp(-4)+like)/3)
		if math.Abs(p.Credit[0]-want) > 1e-12 {
			t.Errorf("others %v: credit %v, want %v", o, p.Credit[0], want)
		}
	}
}

// TestRepeatMessages: what does not fit is said.
func TestRepeatMessages(t *testing.T) {
	run := func(l nn.Layer) func() {
		return func() {
			(&nn.Pass{}).Run(nn.Look, l, mat.New(3, 1), func(x *nn.Var) []float64 { return make([]float64, x.Val.Rows) })
		}
	}
	nntest.Panics(t, "nn: Bound: 3 rows in groups of 2: put Repeat of the same K before the samples", run(nn.Bound{K: 2}))
	nntest.Panics(t, "nn: Repeat: K is 0: it must be 1 or more", run(nn.Repeat{}))
	run(nn.Seq{nn.Repeat{K: 2}, nn.Bound{K: 2}})()
	for _, d := range []nn.Depth{nn.Use, nn.Look} {
		rows := 0
		(&nn.Pass{}).Run(d, nn.Repeat{K: 2}, mat.New(3, 1), func(x *nn.Var) []float64 { rows = x.Val.Rows; return make([]float64, rows) })
		if want := map[nn.Depth]int{nn.Use: 3, nn.Look: 6}[d]; rows != want {
			t.Errorf("%v: %d rows, want %d", d, rows, want)
		}
	}
}
