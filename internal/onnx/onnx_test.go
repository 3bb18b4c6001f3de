package onnx

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"gater/est"
	"gater/internal/catalog"
	"gater/internal/onnx/onnxpb"
	"gater/mat"
	"gater/nn"
	"gater/sparsity"
)

// filled is a layer with weights that are spread over both signs.
func filled[L nn.Layer](l L, size float64) L {
	seed := 0.3
	for _, p := range nn.Params(l) {
		v := probe(p.Val.Rows, p.Val.Cols, size)
		for i := range v.Data {
			p.Val.Data[i] = v.Data[(i*7+int(seed*10))%len(v.Data)]
		}
		seed++
	}
	return l
}

// net is a gated net of 6 inputs, 6 blocks of that many units, and 3 outputs.
func net(units nn.Layer, width int, rectify bool) nn.Seq {
	g := nn.NewGated(nn.Seq{nn.NewLinear(6, 5), nn.Tanh{}, nn.NewLinear(5, 6), units}, 6, 6, width)
	g.Rectify = rectify
	return filled(nn.Seq{est.Dropout{Keep: 0.5}, g, nn.NewLinear(6*width, 4), nn.Relu{}, nn.NewLinear(4, 3)}, 0.8)
}

// gate is the estimator of a name, its groups of so many if there are any.
func gate(t testing.TB, name string, onehot int) est.Estimator {
	c, err := catalog.Preset("blocks", name)
	if err != nil {
		t.Fatal(err)
	}
	g, err := catalog.FindGate(name)
	if err != nil {
		t.Fatal(err)
	}
	c.Blocks, c.Active, c.OneHot = 6, 0.34, onehot
	return g.New(c)
}

// unwritable are the gates of the catalogue without a form at their mean, and why.
var unwritable = map[string]string{
	"subset": "the mean of exactly K of n is a recursion over n",
}

// nets is a net of every gate of the catalogue at a threshold and at its mean, and others that differ
// from them in what is around the units.
func nets(t testing.TB) (names []string, all []nn.Seq) {
	add := func(name string, n nn.Seq) { names, all = append(names, name), append(all, n) }
	for i, g := range catalog.Gates {
		e := gate(t, g.Name, 0)
		onehot := 0
		if est.Check(e) != nil { // for groups only
			onehot = 3
			e = gate(t, g.Name, onehot)
		}
		add(g.Name, net(&est.Units{Estimator: e, Deploy: est.Threshold{Theta: 0.41}}, 1+i%3, i%2 == 0))
		if unwritable[g.Name] == "" {
			add(g.Name+"-mean", net(&est.Units{Estimator: e, Deploy: est.Means{}}, 1+i%3, i%2 == 0))
		}
	}
	groups := est.StraightThrough{Discrete: est.OneHot(3)}
	add("groups", net(&est.Units{Estimator: groups, Deploy: est.Threshold{}}, 2, true))
	add("groups-mean", net(&est.Units{Estimator: groups, Deploy: est.Means{}}, 2, true))
	sbn := &est.Units{Estimator: est.Reinforce{}, Deploy: est.Threshold{Theta: 0.5}}
	add("around", net(nn.Seq{&sparsity.BetaNoise{Target: 0.2}, &sparsity.Xent{Target: 0.2, Lambda: 1}, sbn, &sparsity.L1{Target: 0.2}}, 2, true))
	revived := &sparsity.Revive{Units: sbn, Floor: 0.1, Target: 0.2}
	for _, s := range nn.States(revived) {
		*s = []float64{-0.5, 0, 1, 0.5, 0, 0.25}
	}
	add("revived", net(revived, 2, true))
	add("layers", filled(nn.Seq{nn.NewEmbedding(6, []int{1, 4}, []int{2, 3}, 3), nn.NewNorm(10, true), nn.LeakyRelu{Slope: 0.1},
		&nn.Residual{Of: nn.Seq{nn.NewLinear(10, 4), nn.Sigmoid{}, nn.NewLinear(4, 10), nn.NewNorm(10, false)}}, nn.NewLinear(10, 3)}, 0.8))
	return names, all
}

func written(t testing.TB, n nn.Layer, head Head) []byte {
	var b bytes.Buffer
	if err := Write(&b, n, Options{Name: "net", Inputs: 6, Head: head, Version: "test", Meta: map[string]string{"b": "1", "a": "2"}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWrite: every gate of the catalogue is written, twice the same, with every weight in it.
func TestWrite(t *testing.T) {
	names, all := nets(t)
	for i, n := range all {
		b := written(t, n, Softmax)
		if !bytes.Equal(b, written(t, n, Softmax)) {
			t.Errorf("%s: other bytes the second time", names[i])
		}
		var m onnxpb.ModelProto
		if err := proto.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		have := map[string]int{}
		for _, c := range m.Graph.Initializer {
			have[c.GetName()] = len(c.GetRawData()) / 4
		}
		for name, p := range nn.Params(n) {
			if have[name] != p.Val.Len() {
				t.Errorf("%s: %s has %d numbers, want %d", names[i], name, have[name], p.Val.Len())
			}
		}
	}
}

type odd struct{}

func (odd) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 { return next(x) }

// skewed is a penalty that is none: it doubles what it is given.
type skewed struct{ nn.Seq }

func (skewed) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = 2 * v
	}
	return next(y)
}

func TestWriteRefuses(t *testing.T) {
	sampled := &est.Units{Estimator: est.Reinforce{}}
	subset := &est.Units{Estimator: gate(t, "subset", 0), Deploy: est.Means{}}
	for _, c := range []struct {
		name string
		net  nn.Layer
		o    Options
		want string
	}{
		{"unknown layer", nn.Seq{nn.Tanh{}, odd{}}, Options{Inputs: 6, Head: Linear}, `onnx: layer "1" is a onnx.odd, which has no form`},
		{"drawn gates", net(sampled, 1, false), Options{Inputs: 6, Head: Linear}, `onnx: layer "1.gate.3" draws when it is deployed`},
		{"marginals", net(subset, 1, false), Options{Inputs: 6, Head: Linear}, `onnx: layer "1.gate.3", units of est.SIMPLE at their mean, has no form`},
		{"inputs", nn.Seq{nn.NewLinear(5, 1)}, Options{Inputs: 6, Head: Linear}, `onnx: layer "0" is Linear 5→1, its input has 6 columns`},
		{"none", nn.Seq{}, Options{Head: Linear}, "onnx: a network of 0 inputs"},
		{"head", nn.Seq{}, Options{Inputs: 1}, `onnx: unknown head ""`},
	} {
		err := Write(&bytes.Buffer{}, c.net, c.o)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	g := &graph{GraphProto: &onnxpb.GraphProto{}}
	if _, err := shifts(g, "x", skewed{}, value{"x", 3}); err == nil {
		t.Error("a layer that doubles passed for one that adds")
	}
}

// TestFit is the control of asking a law: curves that differ a little are told apart.
func TestFit(t *testing.T) {
	a := probe(20, 3, 4)
	for j := range 3 {
		a.Row(0)[j], a.Row(1)[j] = 0, 1
	}
	for _, f := range []curve{{"power", 1, 0}, {"power", 1, 1}, {"power", 1, 0.5}, {"power", 2.5, 1}, {"line", 0, 0}, {"rectifier", 0, 0},
		{"step", 0, 0}, {"softplus", 0, 0}, {"gauss", 0.7, 0}} {
		for _, spoilt := range []bool{false, true} {
			y := mat.New(20, 3)
			for i, a := range a.Data {
				y.Data[i] = mat.Float(f.at(float64(a)))
			}
			if spoilt {
				y.Data[17] += 1e-4
			}
			got, ok := fit(a, y)
			if ok == spoilt || ok && fmt.Sprintf("%s %.3f %.3f", got.name, got.m, got.c) != fmt.Sprintf("%s %.3f %.3f", f.name, f.m, f.c) {
				t.Errorf("%v, spoilt %v: %v %v", f, spoilt, got, ok)
			}
		}
	}
}

// TestWriteGaps: weights whose rows lie apart in memory are written without gaps.
func TestWriteGaps(t *testing.T) {
	wide := func(packed bool) []byte {
		n := filled(nn.Seq{nn.NewLinear(6, 9), nn.NewLinear(9, 512), nn.NewLinear(512, 3)}, 0.8)
		w := n[1].(*nn.Linear).W
		if w.Val.Ld() == w.Val.Cols {
			t.Fatal("control: there are no gaps")
		}
		for i := range w.Val.Data { // and something in them
			w.Val.Data[i] = -1
		}
		for i := range w.Val.Rows {
			copy(w.Val.Row(i), probe(1, 512, float64(i+1)).Data)
		}
		if packed {
			w.Val = w.Val.Packed()
		}
		return written(t, n, Softmax)
	}
	if !bytes.Equal(wide(false), wide(true)) {
		t.Error("gaps make another file")
	}
}
