package catalog

import (
	"slices"

	"gater/est"
	"gater/nn"
	"gater/train"
)

// regularised is the network with what training puts before and behind it. Pixels that an adversary
// moves stay pixels; a teacher sees them before.
func (c *Config) regularised(net nn.Seq, teacher *nn.Distil) nn.Seq {
	if c.Adversary > 0 {
		net = append(nn.Seq{nn.Adversarial{Eps: c.Adversary, Lo: 0, Hi: 1}}, net...)
	}
	if teacher != nil {
		net = append(nn.Seq{teacher}, net...)
	}
	if c.Mixup > 0 { // first, so that an adversary moves what is mixed, and the same mixture is learnt twice
		net = append(nn.Seq{&est.Mixup{Alpha: c.Mixup}}, net...)
	}
	if c.Smoothing > 0 {
		net = append(net, nn.LabelSmoothing{Eps: c.Smoothing})
	}
	if teacher != nil {
		net = append(net, teacher.Last())
	}
	return net
}

// distil is how a teacher is learnt from, with nobody in its place yet; nil if the settings name none.
func (c *Config) distil() *nn.Distil {
	if c.Teacher == "" {
		return nil
	}
	d := &nn.Distil{Weight: c.TeacherWeight, Temper: c.Temperature}
	if d.Weight == 0 {
		d.Weight = 0.5
	}
	if d.Temper == 0 {
		d.Temper = 2
	}
	return d
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
	if m.Distil != nil {
		net = net[1 : len(net)-1]
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
