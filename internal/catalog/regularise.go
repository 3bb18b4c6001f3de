package catalog

import (
	"slices"

	"gater/est"
	"gater/nn"
	"gater/train"
)

// regularised is the network with what training puts before and behind it. Pixels that an adversary
// moves stay pixels.
func (c *Config) regularised(net nn.Seq) nn.Seq {
	if c.Adversary > 0 {
		net = append(nn.Seq{nn.Adversarial{Eps: c.Adversary, Lo: 0, Hi: 1}}, net...)
	}
	if c.Mixup > 0 { // first, so that an adversary moves what is mixed, and the same mixture is learnt twice
		net = append(nn.Seq{&est.Mixup{Alpha: c.Mixup}}, net...)
	}
	if c.Smoothing > 0 {
		net = append(net, nn.LabelSmoothing{Eps: c.Smoothing})
	}
	return net
}

// Deployed is the network without what training put before and behind it, and its gates by their
// names in it: the network of the description.
func (m *Model) Deployed() (nn.Layer, []train.Gate) {
	net, ok := m.Net.(nn.Seq)
	if !ok || len(net) == 0 {
		return m.Net, m.Gates
	}
	if _, ok := net[0].(*est.Mixup); ok {
		net = net[1:]
	}
	if _, ok := net[0].(nn.Adversarial); ok {
		net = net[1:]
	}
	if _, ok := net[len(net)-1].(nn.LabelSmoothing); ok {
		net = net[:len(net)-1]
	}
	gates := slices.Clone(m.Gates)
	for i := range gates {
		gates[i].Name = path(net, gates[i].Layer)
	}
	return net, gates
}
