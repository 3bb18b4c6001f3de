package convert

import (
	"math"
	"strings"
	"testing"

	"gater/est"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// dense is a network of random weights, units of no round number.
func dense(widths ...int) (net nn.Seq) {
	noise := train.InitNoise(3)
	for i := range len(widths) - 1 {
		l := nn.NewLinear(widths[i], widths[i+1])
		nn.He(l.W.Val, widths[i], noise.At(2*i))
		nn.Uniform(l.B.Val, 0.5, noise.At(2*i+1))
		if i > 0 {
			net = append(net, nn.Relu{})
		}
		net = append(net, l)
	}
	return net
}

func rowsOf(n, cols int) mat.M {
	x := mat.New(n, cols)
	rng.Uniform(x.Data, rng.Key{Seed: 5})
	return x
}

func output(net nn.Layer, x mat.M) (y mat.M) {
	p := &nn.Pass{}
	p.Run(nn.Use, net, x, func(v *nn.Var) []float64 { y = v.Val.Clone(); return nil })
	return y
}

// apart is the largest difference between two matrices, in units of the largest element.
func apart(a, b mat.M) float64 {
	worst, scale := 0.0, 0.0
	for i, v := range a.Data {
		worst = max(worst, math.Abs(float64(v-b.Data[i])))
		scale = max(scale, math.Abs(float64(v)))
	}
	return worst / scale
}

// regroup splits a dense network by what its units do on rows x.
func regroup(t *testing.T, net nn.Seq, x mat.M, width int) *Net {
	t.Helper()
	front, layers, err := parts(net)
	if err != nil {
		t.Fatal(err)
	}
	return regrouped(nil, front, layers, x, Options{Settings: Settings{Width: width, Rank: 4, Seed: 1}, Gate: hard})
}

// TestSplitIsTheSame: with all gates open the gated network computes what the dense one does, the
// terms of its sums in another order: 20 ulp of the largest output. A unit in a wrong place shows.
func TestSplitIsTheSame(t *testing.T) {
	for _, widths := range [][]int{{7, 40, 3}, {7, 40, 50, 3}, {20, 64, 33, 48, 10}} {
		net, x := dense(widths...), rowsOf(30, widths[0])
		n := regroup(t, net, x, 16)
		if d := apart(output(net, x), output(n.Net, x)); d > 20*0x1p-23 {
			t.Errorf("%v: outputs are %.2g apart", widths, d)
		}
		w := n.Gates[0].Layer.B.Val.Data
		w[0], w[20] = w[20], w[0]
		if d := apart(output(net, x), output(n.Net, x)); d < 1e-3 {
			t.Errorf("%v: two biases in each other's place go unnoticed (%.2g)", widths, d)
		}
	}
}

// TestShutIsSkipped: what a threshold shuts is left out, and is what the dense network computes with
// those units at 0.
func TestShutIsSkipped(t *testing.T) {
	net, x := dense(7, 40, 3), rowsOf(9, 7)
	n := regroup(t, net, x, 8)
	gate := n.Gates[0].Layer.Gate.(nn.Seq)
	nn.Uniform(gate[0].(*nn.Linear).W.Val, 1, train.InitNoise(1).At(0))
	nn.Uniform(gate[2].(*nn.Linear).W.Val, 1, train.InitNoise(1).At(1))
	n.Gates[0].Units.SetThreshold(0.5)
	p := &nn.Pass{}
	var shut, y mat.M
	p.Watch = func(l nn.Layer, v mat.M) {
		if l == nn.Layer(n.Gates[0].Layer) {
			shut = v.Clone()
		}
	}
	p.Run(nn.Use, n.Net, x, func(v *nn.Var) []float64 { y = v.Val.Clone(); return nil })
	if p.Work.Open == 0 || p.Work.Open == p.Work.All {
		t.Fatalf("%d of %d blocks are open: nothing to see", p.Work.Open, p.Work.All)
	}
	layer, last := n.Gates[0].Layer, n.Net[1].(*nn.Linear)
	want := mat.New(9, 3)
	for r := range want.Rows {
		copy(want.Row(r), last.B.Val.Data)
		for k := range layer.Blocks() {
			for c := range layer.Width {
				e := layer.B.Val.Data[k*layer.Width+c]
				for i, v := range x.Row(r) {
					e += v * layer.W.Val.Row(k*7 + i)[c]
				}
				mat.AddScaled(want.Row(r), max(0, e)*shut.Row(r)[k], last.W.Val.Row(k*layer.Width+c))
			}
		}
	}
	if d := apart(want, y); d > 1e-5 {
		t.Errorf("outputs are %.2g apart", d)
	}
}

// TestImportance is ‖h_k·W_k‖ by its definition.
func TestImportance(t *testing.T) {
	const width, blocks = 4, 3
	h, w := rowsOf(6, width*blocks), rowsOf(width*blocks, 5)
	var at []int32
	for j := range w.Rows {
		at = append(at, int32(j))
	}
	got := mat.New(6, blocks)
	importance(nil, got, h, grams(w, at, width))
	want := mat.New(6, blocks)
	for r := range want.Rows {
		for k := range blocks {
			sum := make([]mat.Float, 5)
			for j := k * width; j < (k+1)*width; j++ {
				mat.AddScaled(sum, h.Row(r)[j], w.Row(j))
			}
			want.Row(r)[k] = norm(sum)
		}
	}
	if d := apart(want, got); d > 1e-5 {
		t.Errorf("%.2g apart", d)
	}
}

// TestWhatCannotBeGated is refused in a line.
func TestWhatCannotBeGated(t *testing.T) {
	a, b := nn.NewLinear(3, 4), nn.NewLinear(4, 2)
	for want, net := range map[string]nn.Seq{
		"layer 1 is nn.Tanh":                                    {a, nn.Tanh{}, b},
		"layers 0 and 1 are both linear":                        {a, b},
		"it takes a hidden layer":                               {a},
		"ends with a rectifier":                                 {a, nn.Relu{}, b, nn.Relu{}},
		"layer 0 is a rectifier":                                {nn.Relu{}, a, nn.Relu{}, b},
		"the network has 0 linear layers":                       {},
		"layer 0 is Gated 3→2×2":                                {nn.NewGated(nn.Seq{}, 3, 2, 2), b},
		"layer 2 is a rectifier that follows no":                {a, nn.Relu{}, nn.Relu{}, b},
		"layer 1 is Embedding 4→4: only the first layer can be": {a, nn.NewEmbedding(4, []int{1, 2, 3}, []int{5, 5, 5}, 1), b},
	} {
		if _, _, err := parts(net); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want it to say %q", err, want)
		}
	}
	if _, l, err := parts(nn.Seq{est.Dropout{Keep: 0.5}, a, nn.Relu{}, est.Dropout{Keep: 0.5}, b}); err != nil || len(l) != 2 {
		t.Errorf("with dropout: %d layers, %v", len(l), err)
	}
}

func hard(open bool) est.Estimator { return est.Surrogate{Curve: "sigmoid", Open: open} }
