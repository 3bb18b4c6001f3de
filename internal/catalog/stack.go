package catalog

import (
	"gater/est"
	"gater/nn"
	"gater/train"
)

// net is the layers of a network: what happens to its inputs, the experts with or without their
// gates, and what makes classes of them.
type net struct {
	seq     nn.Seq
	gated   *nn.Gated // nil without gates
	experts *nn.Param
	above   []*nn.Linear
	out     *nn.Linear
	gates   []train.Gate
}

// stack makes the layers, with weights of 0.
func stack(c *Config, g *Gate) *net {
	n := &net{}
	if c.Adversary > 0 {
		n.seq = append(n.seq, nn.Adversarial{Eps: c.Adversary, Lo: 0, Hi: 1}) // pixels stay pixels
	}
	if c.Dropout > 0 {
		n.seq = append(n.seq, est.Dropout{Keep: 1 - c.Dropout})
	}
	if c.Dense {
		n.dense(c)
	} else {
		n.gate(c, g)
	}
	if c.Hidden > 0 {
		n.seq = append(n.seq, est.Dropout{Keep: 1 - c.Hidden})
	}
	in := c.Blocks * c.Width
	for _, width := range c.Above {
		l := nn.NewLinear(in, width)
		n.above = append(n.above, l)
		n.seq = append(n.seq, l, nn.Relu{})
		in = width
	}
	n.out = nn.NewLinear(in, c.Classes)
	n.seq = append(n.seq, n.out)
	if c.Smoothing > 0 {
		n.seq = append(n.seq, nn.LabelSmoothing{Eps: c.Smoothing})
	}
	for i := range n.gates {
		n.gates[i].Name = path(n.seq, n.gated)
	}
	return n
}

// dense adds the experts as the linear layer that they are when all are open.
func (n *net) dense(c *Config) {
	l := nn.NewLinear(c.Inputs, c.Blocks*c.Width)
	n.experts = l.W
	n.seq = append(n.seq, l)
	if c.Rectify {
		n.seq = append(n.seq, nn.Relu{})
	}
}

// gate adds the experts behind their gater.
func (n *net) gate(c *Config, g *Gate) {
	units := est.New(g.New(c))
	switch c.Mode {
	case "sample":
		units.Deploy = est.Sampled{}
	case "mean":
		units.Deploy = est.Means{}
	}
	l := nn.NewGated(gater(c, units), c.Inputs, c.Blocks, c.Width)
	l.Rectify = c.Rectify
	l.Skip, _ = skip(c, g)
	gate := train.Gate{Layer: l, Score: units, Target: c.Active}
	if c.Mode == "threshold" {
		gate.Units = units
	}
	n.gated, n.experts, n.gates = l, l.W, []train.Gate{gate}
	n.seq = append(n.seq, l)
}
