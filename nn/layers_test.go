package nn_test

import (
	"fmt"
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// open, part and shut are jumps that open all gates, some, and none.
var jumps = map[string]nn.Layer{
	"open": nntest.Jump{Theta: math.Inf(-1)},
	"part": nntest.Jump{Theta: 0.4},
	"shut": nntest.Jump{Theta: math.Inf(1)},
}

// gated is a Gated of 5 blocks behind a linear gater that jumps.
func gated(in, width int, rectify bool, jump nn.Layer) *nn.Gated {
	l := nn.NewGated(nn.Seq{nn.NewLinear(in, 5), jump}, in, 5, width)
	l.Rectify = rectify
	return l
}

func TestLayers(t *testing.T) {
	x := func(cols int) mat.M { return nntest.Normal(4, cols, 1, 3) }
	cases := map[string]nntest.Case{
		"Linear":              {Layer: nn.NewLinear(6, 5), X: x(6)},
		"Linear wide":         {Layer: nn.NewLinear(67, 33), X: nntest.Normal(19, 67, 1, 3)},
		"Tanh":                {Layer: nn.Tanh{}, X: x(6)},
		"Relu":                {Layer: nn.Relu{}, X: x(6)},
		"LeakyRelu":           {Layer: nn.LeakyRelu{Slope: 0.1}, X: x(6)},
		"Sigmoid":             {Layer: nn.Sigmoid{}, X: x(6)},
		"RMSNorm":             {Layer: nn.NewNorm(6, false), X: x(6)},
		"LayerNorm":           {Layer: nn.NewNorm(6, true), X: x(6)},
		"Residual":            {Layer: &nn.Residual{Of: nn.Seq{nn.NewLinear(6, 5), nn.Tanh{}, nn.NewLinear(5, 6)}}, X: x(6)},
		"Residual of nothing": {Layer: &nn.Residual{}, X: x(6)},
		"Residual twice": {Layer: nn.Seq{&nn.Residual{Of: nn.Seq{nn.NewNorm(6, false), nn.NewLinear(6, 6),
			&nn.Residual{Of: nn.Seq{nn.NewLinear(6, 6), nn.Tanh{}}}}}, nn.NewLinear(6, 2)}, X: x(6)},
		"Embedding":        {Layer: nn.NewEmbedding(6, []int{4, 1}, []int{3, 2}, 3), X: x(6)},
		"Embedding of all": {Layer: nn.NewEmbedding(2, []int{0, 1}, []int{3, 2}, 1), X: x(2)},
		"Seq empty":        {Layer: nn.Seq{}, X: x(6)},
		"Seq":              {Layer: nn.Seq{nn.NewLinear(6, 5), nn.Tanh{}, nn.Seq{nn.NewLinear(5, 4), nn.Relu{}}, nn.NewLinear(4, 3)}, X: x(6)},
		"Softmax":          {Layer: nn.NewLinear(6, 5), X: x(6), Head: softmax([]int32{4, 0, 2, 2})},
	}
	gates := mat.Of([]mat.Float{1, 0, 2}, []mat.Float{0, 0, 0}, []mat.Float{1, 1, 1}, []mat.Float{0, -1, 0})
	for name, jump := range jumps {
		for _, width := range []int{1, 3} {
			for _, rectify := range []bool{false, true} {
				l := fmt.Sprintf("Gated %s, width %d, rectify %v", name, width, rectify)
				units := 5 * width
				cases[l] = nntest.Case{Layer: gated(6, width, rectify, jump), X: x(6)}
				cases[l+", then Linear"] = nntest.Case{Layer: nn.Seq{gated(6, width, rectify, jump), nn.NewLinear(units, 3)}, X: x(6)}
				cases[l+", twice"] = nntest.Case{
					Layer: nn.Seq{gated(6, width, rectify, jump), gated(units, 2, rectify, jump), nn.NewLinear(10, 3)}, X: x(6)}
				cases[l+", behind maps"] = nntest.Case{
					Layer: nn.Seq{gated(6, width, rectify, jump), nn.Tanh{}, nn.Relu{}, nn.NewLinear(units, 3)}, X: x(6)}
				cases[l+", behind more maps"] = nntest.Case{
					Layer: nn.Seq{gated(6, width, rectify, jump), nn.LeakyRelu{Slope: 0.1}, nn.NewNorm(units, false), nn.NewLinear(units, 3)}, X: x(6)}
				cases[l+", behind maps that open"] = nntest.Case{
					Layer: nn.Seq{gated(6, width, rectify, jump), nn.Sigmoid{}, nn.NewNorm(units, true), nn.NewLinear(units, 3)}, X: x(6)}
				cases[l+", residual"] = nntest.Case{
					Layer: nn.Seq{nn.NewLinear(6, units), &nn.Residual{Of: nn.Seq{gated(units, width, rectify, jump)}}, nn.NewLinear(units, 3)}, X: x(6)}
				cases[l+", then residual"] = nntest.Case{
					Layer: nn.Seq{gated(6, width, rectify, jump), &nn.Residual{Of: nn.Seq{nn.NewLinear(units, units)}}, nn.NewLinear(units, 3)}, X: x(6)}
				cases[l+", of blocks"] = nntest.Case{Layer: gated(6, width, rectify, jump), X: x(6), Gates: gates, Width: 2}
			}
		}
	}
	for _, width := range []int{1, 2} {
		cases[fmt.Sprintf("Linear of blocks of %d", width)] = nntest.Case{
			Layer: nn.NewLinear(3*width, 5), X: x(3 * width), Gates: gates, Width: width}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			nntest.Fill(c.Layer, 0.5, 12)
			nntest.Check(t, c)
		})
	}
}

// softmax is a Softmax head with the given labels.
func softmax(labels []int32) func(p *nn.Pass, lo, hi int) nn.Next {
	return func(p *nn.Pass, lo, hi int) nn.Next {
		return (&nn.Softmax{Pass: p, Labels: labels[lo:hi]}).Loss
	}
}

// TestGatesAreAsNamed: the jumps of TestLayers open what they say.
func TestGatesAreAsNamed(t *testing.T) {
	for name, want := range map[string]func(open, all int64) bool{
		"open": func(open, all int64) bool { return open == all },
		"part": func(open, all int64) bool { return 0 < open && open < all },
		"shut": func(open, all int64) bool { return open == 0 },
	} {
		p := &nn.Pass{}
		l := nntest.Fill(gated(6, 3, false, jumps[name]), 0.7, 11)
		p.Run(nn.Look, l, nntest.Normal(4, 6, 1, 3), func(x *nn.Var) []float64 {
			if (x.Open == nil) != (name == "open") {
				t.Errorf("%s: the pattern that goes on is %v", name, x.Open)
			}
			return nil
		})
		if w := p.Work; w.All != 20 || !want(w.Open, w.All) {
			t.Errorf("%s: %d of %d gates are open", name, w.Open, w.All)
		}
	}
}

func TestSoftmaxValues(t *testing.T) {
	p := &nn.Pass{}
	h := &nn.Softmax{Pass: p, Labels: []int32{0, 1, 2}}
	x := mat.Of([]mat.Float{0, 0, 0, 0}, []mat.Float{1000, 0, 0, 0}, []mat.Float{-1000, -1000, -990, -1000})
	loss := p.Run(nn.Use, nn.Seq{}, x, h.Loss)
	want := []float64{math.Log(4), 1000, math.Log1p(3 * math.Exp(-10))}
	for i, l := range loss {
		if math.Abs(l-want[i]) > nntest.Tol(1e-12, 1e-7)*(1+want[i]) {
			t.Errorf("row %d: loss %v, want %v", i, l, want[i])
		}
	}
	if fmt.Sprint(h.Pred) != "[0 0 2]" {
		t.Errorf("predicted %v, want the first largest of each row", h.Pred)
	}
	for _, c := range []struct {
		d      nn.Depth
		always bool
		want   string
	}{{nn.Look, false, "[0 0 2]"}, {nn.Slope, false, "[0 0 2]"}, {nn.Look, true, "[3]"}, {nn.Use, false, "[3]"}, {nn.Learn, false, "[3]"}} {
		h := &nn.Softmax{Pass: p, Labels: []int32{0}, Pred: []int32{0, 0, 2}, Always: c.always}
		p.Run(c.d, nn.Seq{nn.Tanh{}}, mat.Of([]mat.Float{0, 0, 0, 1}), h.Loss)
		if got := fmt.Sprint(h.Pred); got != c.want {
			t.Errorf("%v, always %v: predicted %v, want %v", c.d, c.always, got, c.want)
		}
	}
}
