package catalog

import (
	"gater/internal/network"
)

// LayerCost is what a layer of the network takes.
type LayerCost struct {
	Path    string // in the description, such as layers.1.gated; the last is the output
	Layer   network.Layer
	In, Out int
	Weights int     // biases included
	Dense   float64 // multiply-adds of an example without gates
	Asked   float64 // the same with as many blocks open as are asked for, gaters included
}

// Costs is the layers of the network from the input on, those of a residual layer behind it, and at
// the end the output; sizes must be known.
func (c *Config) Costs() (all []LayerCost) {
	d := c.Describe()
	last := c.walk(d.Layers, "layers", reach{c.Inputs, 1}, &all)
	out := &network.Linear{Width: c.Classes}
	all = append(all, c.cost("output", out, last, c.Classes))
	return all
}

// reach is columns, and the share of them that a layer behind has to read.
type reach struct {
	n    int
	live float64
}

func (c *Config) walk(layers []network.Layer, path string, x reach, all *[]LayerCost) reach {
	for i, l := range layers {
		path := network.Path(path, i, l)
		out, _ := l.Out(x.n)
		*all = append(*all, c.cost(path, l, x, out))
		if r, ok := l.(*network.Residual); ok {
			c.walk(r.Layers, path, x, all)
		}
		x = reach{out, left(l, x.live)}
	}
	return x
}

// left is the share of a layer's output that has to be read, given that of its input.
func left(l network.Layer, live float64) float64 {
	switch l := l.(type) {
	case *network.Gated:
		return float64(l.Active)
	case *network.Norm:
		if l.Kind == "rms" {
			return live
		}
	case *network.Relu, *network.LeakyRelu, *network.Tanh, *network.Dropout:
		return live
	}
	return 1
}

func (c *Config) cost(path string, l network.Layer, x reach, out int) LayerCost {
	k := LayerCost{Path: path, Layer: l, In: x.n, Out: out, Weights: int(weightsOf(l, x.n))}
	in, live := float64(x.n), x.live
	switch l := l.(type) {
	case *network.Linear:
		k.Weights += out
		k.Dense = in * float64(out)
		k.Asked = k.Dense * live
	case *network.Gated:
		k.Weights += out
		k.Dense = in * float64(out)
		k.Asked = k.Dense * live * float64(l.Active)
		for _, n := range append(l.Gater[:len(l.Gater):len(l.Gater)], l.Blocks) {
			k.Weights += n
			k.Asked += in * live * float64(n)
			in, live = float64(n), 1
		}
	case *network.Norm:
		k.Weights = out
		if l.Kind == "layer" {
			k.Weights = 2 * out
		}
	}
	return k
}
