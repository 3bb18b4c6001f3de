package onnx

import (
	"fmt"
	"reflect"
	"strconv"

	"gater/est"
	"gater/nn"
	"gater/sparsity"
)

// forms says how layers of a type are written; name is the layer's in its network.
var forms = map[reflect.Type]func(g *graph, name string, l nn.Layer, x value) (value, error){}

// form adds the form of the layers of a type.
func form[L nn.Layer](f func(g *graph, name string, l L, x value) (value, error)) {
	forms[reflect.TypeFor[L]()] = func(g *graph, name string, l nn.Layer, x value) (value, error) { return f(g, name, l.(L), x) }
}

func init() {
	form(func(g *graph, name string, l nn.Seq, x value) (value, error) { return g.seq(name, l, x) })
	form(linear)
	form(gated)
	form(units)
	form(revive)
	form(residual)
	form(norm)
	form(embedding)
	form(elementwise[nn.Relu]("Relu"))
	form(elementwise[nn.Tanh]("Tanh"))
	form(elementwise[nn.Sigmoid]("Sigmoid"))
	form(func(g *graph, name string, l nn.LeakyRelu, x value) (value, error) {
		return value{g.node(name, "LeakyRelu", []string{x.name}, real("alpha", l.Slope)), x.cols}, nil
	})
	form(shifts[est.Dropout])
	form(shifts[*sparsity.BetaNoise])
	form(shifts[*sparsity.Xent])
	form(shifts[*sparsity.UnitRate])
	form(shifts[*sparsity.ExampleRate])
	form(shifts[*sparsity.RateVariance])
	form(shifts[*sparsity.L1])
}

// layer adds a layer.
func (g *graph) layer(name string, l nn.Layer, x value) (value, error) {
	f, ok := forms[reflect.TypeOf(l)]
	if !ok {
		return x, fmt.Errorf("onnx: layer %q is a %T, which has no form in ONNX: leave it out of the network", name, l)
	}
	return f(g, name, l, x)
}

func (g *graph) seq(name string, s nn.Seq, x value) (value, error) {
	for i, l := range s {
		var err error
		if x, err = g.layer(below(name, strconv.Itoa(i)), l, x); err != nil {
			return x, err
		}
	}
	return x, nil
}

func below(name, part string) string {
	if name == "" {
		return part
	}
	return name + "." + part
}

// elementwise is y = f(x) by an operation of ONNX.
func elementwise[L nn.Layer](op string) func(g *graph, name string, l L, x value) (value, error) {
	return func(g *graph, name string, _ L, x value) (value, error) {
		return value{g.node(name, op, []string{x.name}), x.cols}, nil
	}
}

// linear is y = x·W + b, with W as PyTorch has it, out×in.
func linear(g *graph, name string, l *nn.Linear, x value) (value, error) {
	if x.cols != l.In() {
		return x, fmt.Errorf("onnx: layer %q is %v, its input has %d columns", name, l, x.cols)
	}
	w := g.floats(name+".weight", turned(l.W.Val), int64(l.Out()), int64(l.In()))
	b := g.floats(name+".bias", single(l.B.Val.Data), int64(l.Out()))
	return value{g.node(name, "Gemm", []string{x.name, w, b}, integer("transB", 1)), l.Out()}, nil
}

// gated is y_k = g_k·φ(x·W_k + b_k): all experts in one product, and a gate on each block of columns.
func gated(g *graph, name string, l *nn.Gated, x value) (value, error) {
	if x.cols != l.In() {
		return x, fmt.Errorf("onnx: layer %q is %v, its input has %d columns", name, l, x.cols)
	}
	gates, err := g.layer(below(name, "gate"), l.Gate, x)
	if err != nil {
		return x, err
	}
	if gates.cols != l.Blocks() {
		return x, fmt.Errorf("onnx: layer %q is %v, its gater has %d outputs", name, l, gates.cols)
	}
	var v []float32 // units×in: the experts one below the other, each turned
	for k := range l.Blocks() {
		v = append(v, turned(l.W.Val.Slice(k*l.In(), (k+1)*l.In()))...)
	}
	w := g.floats(name+".weight", v, int64(l.Units()), int64(l.In()))
	b := g.floats(name+".bias", single(l.B.Val.Data), int64(l.Units()))
	e := g.node(name, "Gemm", []string{x.name, w, b}, integer("transB", 1))
	if l.Rectify {
		e = g.node(name, "Relu", []string{e})
	}
	blocks := g.ints(name+".blocks", 0, int64(l.Blocks()), int64(l.Width))
	e = g.node(name, "Reshape", []string{e, blocks})
	open := g.node(name, "Unsqueeze", []string{gates.name, g.ints(name+".last", 2)})
	y := g.node(name, "Mul", []string{e, open})
	return value{g.node(name, "Reshape", []string{y, g.ints(name+".units", 0, int64(l.Units()))}), l.Units()}, nil
}

// shifts writes a layer that adds a number to each column when the net is deployed, most often 0:
// noise by its mean, and penalties. The numbers are found by running it.
func shifts[L nn.Layer](g *graph, name string, l L, x value) (value, error) {
	zero := probe(2, x.cols, 0)
	some := probe(8, x.cols, 3)
	c, y := use(l, zero), use(l, some)
	for i, v := range some.Data {
		if y.Cols != x.cols || y.Data[i] != v+c.Data[i%x.cols] {
			return x, fmt.Errorf("onnx: layer %q, a %T, does more than add a number to each column: it has no form in ONNX", name, l)
		}
	}
	for _, v := range c.Row(0) {
		if v != 0 {
			b := g.floats(name+".shift", single(c.Row(0)), int64(x.cols))
			return value{g.node(name, "Add", []string{x.name, b}), x.cols}, nil
		}
	}
	return x, nil
}

// revive is its units on a shifted input.
func revive(g *graph, name string, l *sparsity.Revive, x value) (value, error) {
	alone := *l
	alone.Units = nn.Seq{}
	x, err := shifts(g, name, &alone, x)
	if err != nil {
		return x, err
	}
	return g.layer(below(name, "units"), l.Units, x)
}
