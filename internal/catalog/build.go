package catalog

import (
	"math"

	"gater/est"
	"gater/nn"
	"gater/opt"
	"gater/sparsity"
	"gater/train"
)

// Model is a network ready to train.
type Model struct {
	Net   nn.Layer
	Gates []train.Gate
	Opt   *opt.Optimiser
	// Distil is where a teacher is to be set before training, if the settings name one; else nil.
	Distil *nn.Distil
}

// Build makes the network and its optimiser, with weights drawn from the seed.
func Build(c *Config) (*Model, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if err := c.Sized(); err != nil {
		return nil, err
	}
	b := &builder{c: c, noise: train.InitNoise(c.Seed), live: 1, first: 1}
	d := c.Describe()
	layers, last := b.seq(d.Layers, c.Inputs)
	m := &Model{Distil: c.distil()}
	m.Net = c.regularised(append(layers, b.output(last)), m.Distil)
	for i := range b.gates {
		b.gates[i].Name = path(m.Net, b.gates[i].Layer)
	}
	m.Gates = b.gates
	m.Opt = optimiser(c, m.Net, len(b.gates) > 0)
	if b.lazy && len(b.gates) > 0 || b.table {
		m.Opt.Lazy()
	}
	return m, nil
}

// lazyBelow is the share of blocks that a step touches below which updates are lazy: what sleeps has
// to be caught up with, and at a half that takes as long as it saves.
const lazyBelow = 0.4

// touched is the share of blocks that some row of a batch is to open, 1 − (1 − active)^batch.
func touched(c *Config) float64 { return 1 - math.Pow(1-c.Active, float64(c.Batch)) }

// path is a layer's name in the network, as its weights have it.
func path(net, layer nn.Layer) string {
	for name, l := range nn.Layers(net) {
		if l == layer {
			return name
		}
	}
	panic("catalog: the layer is not in the network")
}

// gater is the small net that decides: hidden layers, a gate a block, what keeps them sparse,
// and the units.
func gater(c *Config, units *est.Units) nn.Seq {
	var s nn.Seq
	in := c.Inputs
	for _, n := range c.Gater {
		s = append(s, nn.NewLinear(in, n))
		if !c.Linear {
			s = append(s, nn.Tanh{})
		}
		in = n
	}
	s = append(s, nn.NewLinear(in, c.Blocks))
	if c.Beta > 0 {
		s = append(s, &sparsity.BetaNoise{Target: c.Active, Beta: c.Beta, Exponent: c.Exponent})
	}
	if c.Penalty > 0 && !c.Adaptive {
		s = append(s, &sparsity.Xent{Target: c.Active, Lambda: c.Penalty, Power: c.Power})
	}
	if c.PerUnit > 0 {
		s = append(s, &sparsity.UnitRate{Target: c.Active, Lambda: c.PerUnit})
	}
	if c.PerExample > 0 {
		s = append(s, &sparsity.ExampleRate{Target: c.Active, Lambda: c.PerExample})
	}
	if c.Variance > 0 {
		s = append(s, &sparsity.RateVariance{Lambda: c.Variance})
	}
	var last nn.Layer = units
	if c.Revive > 0 {
		last = &sparsity.Revive{Units: units, Floor: c.Revive, Target: c.Active}
	}
	s = append(s, last)
	if c.Adaptive {
		s = append(s, &sparsity.L1{Target: c.Active, Share: c.share(), Band: min(0.01, c.Active/10)})
	}
	return s
}

// optimiser is the update rule and its schedules.
func optimiser(c *Config, net nn.Layer, gates bool) *opt.Optimiser {
	var rule opt.Rule
	switch c.Optimiser {
	case "sgd":
		rule = opt.SGD{Momentum: momentum(c)}
	case "rmsprop":
		rule = opt.RMSprop{}
	case "adam":
		rule = opt.Adam{}
	case "adamw":
		rule = opt.Adam{Decay: c.WeightDecay}
	}
	var rate opt.Schedule
	switch {
	case c.RateTo > 0:
		rate = opt.Cosine{From: c.Rate, To: c.RateTo, Epochs: float64(c.Epochs)}
	case c.RateDecay > 0 && c.RateDecay != 1:
		rate = opt.Exponential{From: c.Rate, PerEpoch: c.RateDecay, Floor: 1e-6}
	default:
		rate = opt.Constant(c.Rate)
	}
	var groups []opt.Group
	if gates {
		groups = []opt.Group{{Match: "gate.", Rate: c.GaterRate}}
	}
	o := opt.New(rule, rate, net, groups...)
	o.MaxNorm = c.MaxNorm
	return o
}

func momentum(c *Config) opt.Schedule {
	if c.Momentum == 0 && c.MomentumFrom == 0 {
		return nil
	}
	if c.MomentumOver > 0 {
		return opt.Linear{From: c.MomentumFrom, To: c.Momentum, Epochs: c.MomentumOver}
	}
	return opt.Constant(c.Momentum)
}
