package catalog

import (
	"fmt"
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
}

// Build makes the network and its optimiser, with weights drawn from the seed.
func Build(c *Config) (*Model, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if c.Inputs < 1 || c.Classes < 2 {
		return nil, fmt.Errorf("a network of %d inputs and %d classes: it needs an input and two classes at least", c.Inputs, c.Classes)
	}
	g, _ := FindGate(c.Gate)
	units := est.New(g.New(c))
	switch c.Mode {
	case "sample":
		units.Deploy = est.Sampled{}
	case "mean":
		units.Deploy = est.Means{}
	}
	layer := nn.NewGated(gater(c, units), c.Inputs, c.Blocks, c.Width)
	layer.Rectify = c.Rectify
	layer.Skip, _ = skip(c, g)
	out := nn.NewLinear(layer.Units(), c.Classes)
	net := nn.Seq{layer, out}
	if c.Dropout > 0 {
		net = nn.Seq{est.Dropout{Keep: 1 - c.Dropout}, layer, out}
	}
	weights(c, layer, out)

	gate := train.Gate{Name: path(net, layer), Layer: layer, Score: units, Target: c.Active}
	if c.Mode == "threshold" {
		gate.Units = units
	}
	o := optimiser(c, net)
	if layer.Skip == nn.SkipAll && touched(c) < lazyBelow {
		o.Lazy()
	}
	return &Model{Net: net, Gates: []train.Gate{gate}, Opt: o}, nil
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
		s = append(s, &sparsity.L1{Target: c.Active})
	}
	return s
}

// weights draws the initial weights, each matrix from a noise of its own.
func weights(c *Config, layer *nn.Gated, out *nn.Linear) {
	noise := train.InitNoise(c.Seed)
	site := 0
	next := func() nn.Noise { site++; return noise.At(site - 1) }
	units := float64(layer.Units())

	var linears []*nn.Linear
	for _, l := range layer.Gate.(nn.Seq) {
		if l, ok := l.(*nn.Linear); ok {
			linears = append(linears, l)
		}
	}
	for i, l := range linears {
		gain := 1.0
		if i == len(linears)-1 {
			if c.Adaptive && c.Init == "paper" {
				nn.Sparse(l.W.Val, 15, next())
				continue
			}
			gain = 4
			if c.Init == "he" {
				gain = 1
				if !rectifies(c.Gate) { // gates open at the rate that is asked for
					p := min(c.Active, 0.5)
					l.B.Val.Fill(nn.Float(math.Log(p / (1 - p))))
				}
			}
		}
		nn.Glorot(l.W.Val, l.In(), l.Out(), gain, next())
	}
	if c.Init == "he" {
		nn.He(layer.W.Val, layer.In(), next())
		nn.Uniform(out.W.Val, math.Sqrt(6/(c.Active*units+float64(out.Out()))), next())
		return
	}
	nn.Glorot(layer.W.Val, layer.In(), layer.Units(), 1, next())
	r := 0.005
	if c.Gate == "sbn" || c.Gate == "st" {
		r = 0.05
	}
	nn.Uniform(out.W.Val, r, next())
}

// optimiser is the update rule and its schedules.
func optimiser(c *Config, net nn.Layer) *opt.Optimiser {
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
	o := opt.New(rule, rate, net, opt.Group{Match: "gate.", Rate: c.GaterRate})
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
