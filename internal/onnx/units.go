package onnx

import (
	"fmt"
	"math"

	"google.golang.org/protobuf/proto"

	"gater/est"
	"gater/internal/onnx/onnxpb"
	"gater/mat"
)

// units writes units at a threshold or at their mean. What their law computes is found by asking it
// on a probe, not by the estimator's name, and the form is checked on all of the probe.
func units(g *graph, name string, u *est.Units, x value) (value, error) {
	l := lawOf(u, x.cols)
	switch mode := u.Deploy.(type) {
	case est.Threshold:
		if y, ok := threshold(g, name, u, mode, l, x); ok {
			return y, nil
		}
	case est.Means:
		if f, ok := fit(l.a, l.mean); ok {
			return value{f.write(g, name, x.name), x.cols}, nil
		}
		if k := groups(l.mean); k > 0 && softmaxed(l, k) {
			return softmax(g, name, x, k), nil
		}
		if k := few(l.mean); k > 0 && largest(l.mean, l.a, k) {
			return top(g, name, x, k), nil
		}
	default:
		return x, fmt.Errorf("onnx: layer %q draws when it is deployed, and other runtimes draw other numbers: export a run of mode threshold or mean", name)
	}
	return x, fmt.Errorf("onnx: layer %q, units of %T at their %v, has no form in ONNX", name, u.Estimator, u.Deploy)
}

// threshold is h = 1[score(a) > θ]·on(a), the likeliest of each group, or the k likeliest of a row.
func threshold(g *graph, name string, u *est.Units, mode est.Threshold, l *law, x value) (value, bool) {
	h := use(u, l.a)
	score, ok := fit(l.a, l.score)
	on, known := fit(l.a, l.on)
	if ok && known && agrees(h, l, mode.Theta) {
		gate := g.node(name, "Greater", []string{score.write(g, name, x.name), g.floats(name+".threshold", []float32{down(mode.Theta)})})
		y := g.node(name, "Cast", []string{gate}, integer("to", int64(onnxpb.TensorProto_FLOAT)))
		if on.name != "power" || on.c != 0 {
			y = g.node(name, "Mul", []string{y, on.write(g, name, x.name)})
		}
		return value{y, x.cols}, true
	}
	if !known || on.name != "power" || on.c != 0 {
		return x, false
	}
	if k := groups(h); k > 0 && likeliest(h, l.a, k) {
		return choose(g, name, x, k), true
	}
	if k := few(h); k > 0 && largest(h, l.a, k) {
		return top(g, name, x, k), true
	}
	return x, false
}

// down is θ in single precision, or the next number below: a number of single precision is above the
// one when it is above the other.
func down(θ float64) float32 {
	t := float32(θ)
	if float64(t) > θ {
		t = math.Nextafter32(t, float32(math.Inf(-1)))
	}
	return t
}

// agrees says whether h is 1[score > θ]·on.
func agrees(h mat.M, l *law, θ float64) bool {
	for i, s := range l.score.Data {
		want := mat.Float(0)
		if float64(s) > θ {
			want = l.on.Data[i]
		}
		if h.Data[i] != want {
			return false
		}
	}
	return true
}

// choose is the first of the largest in each group of k columns, one-hot.
func choose(g *graph, name string, x value, k int) value {
	a := g.node(name, "Reshape", []string{x.name, g.ints(name+".groups", 0, int64(x.cols/k), int64(k))})
	best := g.node(name, "ArgMax", []string{a}, integer("axis", 2), integer("keepdims", 0))
	hot := g.node(name, "OneHot", []string{best, g.ints(name+".size", int64(k)), g.floats(name+".offon", []float32{0, 1}, 2)}, integer("axis", -1))
	return value{g.node(name, "Reshape", []string{hot, g.ints(name+".columns", 0, int64(x.cols))}), x.cols}
}

// top is 1 in the k largest columns of a row, the first of equals.
func top(g *graph, name string, x value, k int) value {
	values, index := name+".largest", name+".index"
	g.Node = append(g.Node, &onnxpb.NodeProto{Name: proto.String(values), OpType: proto.String("TopK"),
		Input: []string{x.name, g.ints(name+".k", int64(k))}, Output: []string{values, index}, Attribute: []*onnxpb.AttributeProto{integer("axis", 1)}})
	hot := g.node(name, "OneHot", []string{index, g.ints(name+".size", int64(x.cols)), g.floats(name+".offon", []float32{0, 1}, 2)}, integer("axis", -1))
	return value{g.node(name, "ReduceSum", []string{hot, g.ints(name+".chosen", 1)}, integer("keepdims", 0)), x.cols}
}

// softmax is the softmax of each group of k columns.
func softmax(g *graph, name string, x value, k int) value {
	a := g.node(name, "Reshape", []string{x.name, g.ints(name+".groups", 0, int64(x.cols/k), int64(k))})
	p := g.node(name, "Softmax", []string{a}, integer("axis", 2))
	return value{g.node(name, "Reshape", []string{p, g.ints(name+".columns", 0, int64(x.cols))}), x.cols}
}
