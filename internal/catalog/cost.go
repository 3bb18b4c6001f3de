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
	last, live := costs(c.Describe().Layers, "layers", c.Inputs, 1, &all)
	return append(all, cost("output", &network.Linear{Width: c.Classes}, last, live))
}

// costs adds layers for in columns, a share live of which is open, and returns the same of what they
// make.
func costs(layers []network.Layer, path string, in int, live float64, all *[]LayerCost) (int, float64) {
	for i, l := range layers {
		k := cost(network.Path(path, i, l), l, in, live)
		*all = append(*all, k)
		if r, ok := l.(*network.Residual); ok {
			costs(r.Layers, k.Path, in, live, all)
		}
		in, live = k.Out, l.Live(live)
	}
	return in, live
}

func cost(path string, l network.Layer, in int, live float64) LayerCost {
	k := LayerCost{Path: path, Layer: l, In: in, Weights: int(l.Weights(in))}
	k.Out, _ = l.Out(in)
	k.Dense, k.Asked = l.Macs(in, live)
	return k
}
