package onnx

import (
	"math"

	"gater/internal/onnx/onnxpb"
	"gater/mat"
)

// curve is a function of one number that units use.
type curve struct {
	name string
	m, c float64
}

// curves are the functions that are known, with their numbers as y(0) and y(1) have them:
//
//	power      σ(m·a)^c; 1 for c = 0
//	line       a
//	rectifier  max(0, a)
//	step       1[a > 0]
//	softplus   log(1 + eᵃ)
//	gauss      a·Φ(a/m) + m·φ(a/m)
func curves(y0, y1 float64) []curve {
	c := -math.Log2(y0) // σ(0)^c = 2^−c
	p := math.Pow(y1, 1/c)
	return []curve{{"power", 1, 0}, {"power", 1, c}, {"power", math.Log(p / (1 - p)), c},
		{"line", 0, 0}, {"rectifier", 0, 0}, {"step", 0, 0}, {"softplus", 0, 0}, {"gauss", y0 * math.Sqrt(2*math.Pi), 0}}
}

func (f curve) at(a float64) float64 {
	switch f.name {
	case "power":
		if f.c == 0 {
			return 1
		}
		return math.Pow(1/(1+math.Exp(-f.m*a)), f.c)
	case "line":
		return a
	case "rectifier":
		return max(0, a)
	case "step":
		if a > 0 {
			return 1
		}
		return 0
	case "softplus":
		return max(a, 0) + math.Log1p(math.Exp(-math.Abs(a)))
	}
	t := a / f.m
	return a*0.5*math.Erfc(-t/math.Sqrt2) + f.m*math.Exp(-t*t/2)/math.Sqrt(2*math.Pi)
}

// fit is the curve through the points (a, y), which are zeros in the first row and ones in the next.
func fit(a, y mat.M) (curve, bool) {
	for _, f := range curves(float64(y.Data[0]), float64(y.Data[y.Cols])) {
		good := true
		for i, a := range a.Data {
			want, got := float64(y.Data[i]), f.at(float64(a))
			if !(math.Abs(got-want) <= 2e-6*(1+math.Abs(want))) {
				good = false
				break
			}
		}
		if good {
			return f, true
		}
	}
	return curve{}, false
}

// write adds y = f(a) below the layer at.
func (f curve) write(g *graph, at, a string) string {
	switch f.name {
	case "power":
		if f.m != 1 {
			a = g.node(at, "Mul", []string{a, g.number(at, "slope", f.m)})
		}
		y := g.node(at, "Sigmoid", []string{a})
		if math.Abs(f.c-1) > 1e-6 {
			y = g.node(at, "Pow", []string{y, g.number(at, "power", f.c)})
		}
		return y
	case "rectifier":
		return g.node(at, "Relu", []string{a})
	case "step":
		return g.node(at, "Cast", []string{g.node(at, "Greater", []string{a, g.number(at, "zero", 0)})}, integer("to", int64(onnxpb.TensorProto_FLOAT)))
	case "softplus":
		return g.node(at, "Softplus", []string{a})
	case "gauss":
		t := g.node(at, "Mul", []string{a, g.number(at, "over", 1/(f.m*math.Sqrt2))}) // a/(m√2)
		one := g.number(at, "one", 1)
		twice := g.node(at, "Add", []string{g.node(at, "Erf", []string{t}), one}) // 2Φ
		left := g.node(at, "Mul", []string{g.node(at, "Mul", []string{a, twice}), g.number(at, "half", 0.5)})
		bell := g.node(at, "Exp", []string{g.node(at, "Neg", []string{g.node(at, "Mul", []string{t, t})})})
		right := g.node(at, "Mul", []string{bell, g.number(at, "height", f.m/math.Sqrt(2*math.Pi))})
		return g.node(at, "Add", []string{left, right})
	}
	return a
}
