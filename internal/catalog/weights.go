package catalog

import (
	"cmp"
	"math"

	"gater/nn"
	"gater/train"
)

// weights draws the initial weights, each matrix from a noise of its own.
func weights(c *Config, n *net) {
	noise := train.InitNoise(c.Seed)
	site := 0
	next := func() nn.Noise { site++; return noise.At(site - 1) }
	if n.gated != nil {
		gaterWeights(c, n.gated.Gate.(nn.Seq), next)
	}
	units := float64(c.Blocks * c.Width)
	live := c.Share() * units // of what the next layer reads
	if c.Init == "he" {
		nn.He(n.experts.Val, c.Inputs, next())
		for _, l := range n.above {
			nn.He(l.W.Val, max(1, int(live)), next())
			live = float64(l.Out())
		}
		nn.Uniform(n.out.W.Val, math.Sqrt(6/(live+float64(c.Classes))), next())
		return
	}
	nn.Glorot(n.experts.Val, c.Inputs, int(units), 1, next())
	for _, l := range n.above {
		nn.Glorot(l.W.Val, l.In(), l.Out(), 1, next())
	}
	r := 0.005
	if c.Gate == "sbn" || c.Gate == "st" {
		r = 0.05
	}
	nn.Uniform(n.out.W.Val, r, next())
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

// gaterWeights draws those of the gater, and opens its gates at the rate that is asked for.
func gaterWeights(c *Config, gater nn.Seq, next func() nn.Noise) {
	var linears []*nn.Linear
	for _, l := range gater {
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
				l.B.Val.Fill(nn.Float(c.openingBias()))
			}
		}
		nn.Glorot(l.W.Val, l.In(), l.Out(), gain, next())
	}
}
