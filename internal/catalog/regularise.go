package catalog

import "gater/nn"

// regularised is the network with what training puts before and behind it. Pixels that an adversary
// moves stay pixels.
func (c *Config) regularised(net nn.Seq) nn.Seq {
	if c.Adversary > 0 {
		net = append(nn.Seq{nn.Adversarial{Eps: c.Adversary, Lo: 0, Hi: 1}}, net...)
	}
	if c.Smoothing > 0 {
		net = append(net, nn.LabelSmoothing{Eps: c.Smoothing})
	}
	return net
}
