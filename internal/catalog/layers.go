package catalog

import (
	"cmp"
	"math"

	"gater/est"
	"gater/internal/network"
	"gater/nn"
	"gater/train"
)

// builder makes layers of their descriptions, from the input on.
type builder struct {
	c     *Config
	noise *train.Noise
	site  int // of the next matrix of initial weights
	gates []train.Gate
	live  float64 // share of the columns at hand that are to be open
	first float64 // share of them that is open before training
	lazy  bool    // every gated layer skips all, and a step touches few of its blocks
	table bool    // there is an embedding
}

// next is the noise of one matrix of weights.
func (b *builder) next() nn.Noise {
	b.site++
	return b.noise.At(b.site - 1)
}

// seq is layers for in columns, and how many columns come out.
func (b *builder) seq(layers []network.Layer, in int) (s nn.Seq, last int) {
	for i, l := range layers {
		out, _ := l.Out(in)
		var behind network.Layer
		if i+1 < len(layers) {
			behind = layers[i+1]
		}
		s = append(s, b.layer(l, in, behind))
		in = out
	}
	return s, in
}

// layer is a layer for in columns, with the one behind it or nil.
func (b *builder) layer(l network.Layer, in int, behind network.Layer) nn.Layer {
	switch l := l.(type) {
	case *network.Linear:
		y := nn.NewLinear(in, l.Width)
		b.hidden(y, behind)
		b.all()
		return y
	case *network.Gated:
		return b.gated(l, in)
	case *network.Residual:
		live, first := b.live, b.first
		s, _ := b.seq(l.Layers, in)
		b.live, b.first = max(live, b.live), max(first, b.first)
		return &nn.Residual{Of: s}
	case *network.Dropout:
		return est.Dropout{Keep: 1 - float64(l.Share)}
	case *network.Norm:
		b.all() // whatever is shut, a row's squares add up to its columns
		return nn.NewNorm(in, l.Kind == "layer")
	case *network.Embedding:
		y := nn.NewEmbedding(in, l.Columns, l.Tables(), l.Width)
		nn.Uniform(y.W.Val, 1, b.next())
		b.all()
		b.table = true
		return y
	case *network.LeakyRelu:
		return nn.LeakyRelu{Slope: l.Slope}
	case *network.Tanh:
		return nn.Tanh{}
	case *network.Sigmoid:
		b.all()
		return nn.Sigmoid{}
	}
	return nn.Relu{}
}

// gated is a gated layer and its gater.
func (b *builder) gated(l *network.Gated, in int) nn.Layer {
	c, err := b.c.of(l, in)
	if err != nil {
		panic(err) // Check has seen it
	}
	g, _ := FindGate(c.Gate)
	units := est.New(g.New(c))
	switch c.Mode {
	case "sample":
		units.Deploy = est.Sampled{}
	case "mean":
		units.Deploy = est.Means{}
	}
	y := nn.NewGated(gater(c, units), in, c.Blocks, c.Width)
	y.Rectify = c.Rectify
	y.Skip, _ = skip(c, g)
	b.gatedWeights(c, y)

	gate := train.Gate{Layer: y, Score: units, Target: c.Active}
	if c.Mode == "threshold" {
		gate.Units = units
	}
	few := y.Skip == nn.SkipAll && touched(c) < lazyBelow
	b.lazy = few && (b.lazy || len(b.gates) == 0)
	b.gates = append(b.gates, gate)
	b.live, b.first = c.Active, opening(c)
	return y
}

// opening is the share of gates that are open before training: what is asked, where the gater's
// biases see to that, and half of them else.
func opening(c *Config) float64 {
	if c.Opening > 0 {
		return c.Opening
	}
	if c.Init == "he" && !rectifies(c.Gate) {
		return min(c.Active, 0.5)
	}
	return 0.5
}

// openingBias is the input at which a gate opens at the rate that it is to open at before training: that
// which is asked for, ½ for rectifiers.
func (c *Config) openingBias() float64 {
	p := c.Opening
	switch {
	case rectifies(c.Gate) && p == 0:
		return 0
	case c.Gate == "nr": // P(a + z > 0) = Φ(a/s)
		return cmp.Or(c.Noise, 1) * math.Sqrt2 * math.Erfinv(2*p-1)
	case p == 0:
		p = min(c.Active, 0.5)
	}
	return math.Log(p / (1 - p))
}

// all says that all columns at hand are open.
func (b *builder) all() { b.live, b.first = 1, 1 }

// fan is how many of in columns are open before training.
func (b *builder) fan(in int) int { return max(1, int(b.first*float64(in))) }

// hidden draws the weights of a linear layer: for a rectifier those of He et al., else Glorot's.
func (b *builder) hidden(l *nn.Linear, behind network.Layer) {
	switch behind.(type) {
	case *network.Relu, *network.LeakyRelu:
		nn.He(l.W.Val, b.fan(l.In()), b.next())
	default:
		nn.Glorot(l.W.Val, b.fan(l.In()), l.Out(), 1, b.next())
	}
}

// gatedWeights draws the weights of a gated layer: its gater's and then its own, each matrix from a
// noise of its own.
func (b *builder) gatedWeights(c *Config, layer *nn.Gated) {
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
				nn.Sparse(l.W.Val, 15, b.next())
				continue
			}
			gain = 4
			if c.Init == "he" {
				gain = 1
				l.B.Val.Fill(nn.Float(c.openingBias()))
			}
		}
		nn.Glorot(l.W.Val, l.In(), l.Out(), gain, b.next())
	}
	fan := b.fan(layer.In())
	if c.Init == "he" {
		nn.He(layer.W.Val, fan, b.next())
	} else {
		nn.Glorot(layer.W.Val, fan, layer.Units(), 1, b.next())
	}
}

// output is the last layer.
func (b *builder) output(in int) nn.Layer {
	l := nn.NewLinear(in, b.c.Classes)
	r := math.Sqrt(6 / (b.live*float64(in) + float64(l.Out())))
	if b.c.Init == "paper" {
		r = 0.005
		if all := b.c.Gated(); len(all) > 0 && (all[len(all)-1].Gate == "sbn" || all[len(all)-1].Gate == "st") {
			r = 0.05
		}
	}
	nn.Uniform(l.W.Val, r, b.next())
	return l
}
