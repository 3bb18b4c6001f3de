package catalog

import (
	"fmt"

	"gater/internal/network"
	"gater/nn"
	"gater/train"
)

// Deploy makes the network of a description whose sizes are known, for use alone: it has no
// optimiser, and its weights are to be filled in.
func Deploy(d *network.Description) (nn.Layer, []train.Gate, error) {
	c, err := Preset("blocks", "")
	if err != nil {
		return nil, nil, err
	}
	if err := c.SetNet(d, "", nil); err != nil {
		return nil, nil, err
	}
	c.Inputs, c.Classes = d.Inputs, d.Outputs
	return Make(c)
}

// Make makes the network of settings whose sizes are known, without an optimiser, with weights
// drawn from the seed.
func Make(c *Config) (nn.Layer, []train.Gate, error) {
	if c.Inputs < 1 || c.Classes < 1 {
		return nil, nil, fmt.Errorf("a network of %d inputs and %d outputs: it needs one of each at least", c.Inputs, c.Classes)
	}
	if err := c.Check(); err != nil {
		return nil, nil, err
	}
	b := &builder{c: c, noise: train.InitNoise(c.Seed), live: 1, first: 1}
	layers, last := b.seq(c.Describe().Layers, c.Inputs)
	net := append(layers, b.output(last))
	for i := range b.gates {
		b.gates[i].Name = path(net, b.gates[i].Layer)
	}
	return net, b.gates, nil
}
