package onnx

import (
	"fmt"
	"slices"

	"gater/internal/onnx/onnxpb"
	"gater/nn"
)

// residual is y = x + f(x).
func residual(g *graph, name string, l *nn.Residual, x value) (value, error) {
	y, err := g.seq(name, l.Of, x)
	if err != nil {
		return x, err
	}
	if y.cols != x.cols {
		return x, fmt.Errorf("onnx: layer %q adds %d columns to %d", name, y.cols, x.cols)
	}
	return value{g.node(name, "Add", []string{x.name, y.name}), x.cols}, nil
}

// norm is y = g·(x − μ)/√(1/n·Σ(x − μ)² + ε) + b, row by row, with μ = 0 where there is no b.
func norm(g *graph, name string, l *nn.Norm, x value) (value, error) {
	if x.cols != l.G.Val.Cols {
		return x, fmt.Errorf("onnx: layer %q is %v, its input has %d columns", name, l, x.cols)
	}
	mean := func(of string) string {
		return g.node(name, "ReduceMean", []string{of}, integers("axes", 1), integer("keepdims", 1))
	}
	d := x.name
	if l.Mean {
		d = g.node(name, "Sub", []string{d, mean(d)})
	}
	v := g.node(name, "Add", []string{mean(g.node(name, "Mul", []string{d, d})), g.number(name, "epsilon", 1e-5)})
	y := g.node(name, "Div", []string{d, g.node(name, "Sqrt", []string{v})})
	y = g.node(name, "Mul", []string{y, g.floats(name+".weight", single(l.G.Val.Data), int64(x.cols))})
	if l.Mean {
		y = g.node(name, "Add", []string{y, g.floats(name+".bias", single(l.B.Val.Data), int64(x.cols))})
	}
	return value{y, x.cols}, nil
}

// embedding is [the other columns | W_1[x_c₁] | W_2[x_c₂] | …]; a number that is not in its table is
// taken for 0.
func embedding(g *graph, name string, l *nn.Embedding, x value) (value, error) {
	if x.cols != l.In() {
		return x, fmt.Errorf("onnx: layer %q is %v, its input has %d columns", name, l, x.cols)
	}
	var rest []int64
	for c := range x.cols {
		if !slices.Contains(l.Columns, c) {
			rest = append(rest, int64(c))
		}
	}
	var parts []string
	if len(rest) > 0 {
		parts = append(parts, g.node(name, "Gather", []string{x.name, g.ints(name+".others", rest...)}, integer("axis", 1)))
	}
	w := g.floats(name+".weight", single(l.W.Val.Packed().Data), int64(l.W.Val.Rows), int64(l.W.Val.Cols))
	zero := g.number(name, "zero", 0)
	for i, c := range l.Columns {
		first, end := l.Table(i)
		v := g.node(name, "Gather", []string{x.name, g.ints(name+".column", int64(c))}, integer("axis", 1)) // rows×1
		v = g.node(name, "Round", []string{v})
		in := g.node(name, "And", []string{g.node(name, "Greater", []string{v, zero}),
			g.node(name, "Less", []string{v, g.number(name, "size", float64(end-first))})})
		v = g.node(name, "Where", []string{in, v, zero})
		v = g.node(name, "Cast", []string{v}, integer("to", int64(onnxpb.TensorProto_INT64)))
		v = g.node(name, "Add", []string{v, g.ints(name+".first", int64(first))})
		e := g.node(name, "Gather", []string{w, v}, integer("axis", 0)) // rows×1×width
		parts = append(parts, g.node(name, "Reshape", []string{e, g.ints(name+".vector", 0, int64(l.W.Val.Cols))}))
	}
	return value{g.node(name, "Concat", parts, integer("axis", 1)), l.Out()}, nil
}
