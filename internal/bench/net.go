package bench

import (
	"fmt"
	"math"
	"strings"

	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// Net is a network to measure: Layers gated layers of Units rectified units in blocks of Width,
// each behind a gater In→Gater→blocks, and a linear layer on top.
type Net struct {
	Name    string  `json:"name"`
	In      int     `json:"in"`
	Units   int     `json:"units"`
	Layers  int     `json:"layers"`
	Out     int     `json:"out"`
	Width   int     `json:"width"`
	Gater   int     `json:"gater"` // hidden units of a gater
	Tanh    bool    `json:"tanh"`  // they are tanh, else linear
	Default float64 `json:"-"`     // share of blocks open
}

// Nets are the networks that targets speak of.
var Nets = []Net{
	{"A", 784, 2048, 1, 10, 32, 32, false, 0.1},
	{"B", 784, 2048, 2, 10, 32, 32, false, 0.1},
	{"C", 1024, 16384, 1, 1024, 64, 256, true, 0.1},
	{"D", 784, 20000, 1, 10, 32, 32, false, 0.01},
	{"E", 1024, 4096, 1, 1024, 32, 32, false, 0.1},
}

// FindNet is the network of a name, or an error that lists the names.
func FindNet(name string) (Net, error) {
	var names []string
	for _, n := range Nets {
		if strings.EqualFold(n.Name, name) {
			return n, nil
		}
		names = append(names, n.Name)
	}
	return Net{}, fmt.Errorf("unknown net %q: choose from %s", name, strings.Join(names, ", "))
}

// Blocks is the number of blocks of a gated layer.
func (n Net) Blocks() int { return n.Units / n.Width }

func (n Net) String() string {
	gated := strings.Repeat(fmt.Sprintf("%d×%dg-", n.Blocks(), n.Width), n.Layers)
	return fmt.Sprintf("%s: %d-%s%d", n.Name, n.In, gated, n.Out)
}

// small is the network an eighth as wide, for a quick look at whether all works.
func (n Net) small() Net {
	n.Units = max(8*n.Width, n.Units/8/n.Width*n.Width)
	n.In, n.Gater = n.In/4, n.Gater/2
	if n.Out > 10 {
		n.Out /= 4
	}
	return n
}

// gated builds the network, and returns the switches of its gates.
func (n Net) gated(seed uint64) (nn.Layer, []*forced) {
	var net nn.Seq
	var gates []*forced
	in := n.In
	for range n.Layers {
		f := new(forced)
		gates = append(gates, f)
		gater := nn.Seq{nn.NewLinear(in, n.Gater)}
		if n.Tanh {
			gater = append(gater, nn.Tanh{})
		}
		gater = append(gater, nn.NewLinear(n.Gater, n.Blocks()), &est.Units{Estimator: est.TimesSmooth{}, Deploy: f})
		l := nn.NewGated(gater, in, n.Blocks(), n.Width)
		l.Rectify = true
		net = append(net, l)
		in = n.Units
	}
	net = append(net, nn.NewLinear(in, n.Out))
	fill(net, seed)
	return net, gates
}

// dense builds the network without gates: of linear layers and rectifiers, or as gated layers of
// one block that is always open, which keep the weights of a unit together.
func (n Net) dense(rows bool, seed uint64) nn.Layer {
	var net nn.Seq
	in := n.In
	for range n.Layers {
		if rows {
			l := nn.NewGated(open{}, in, 1, n.Units)
			l.Rectify, l.Skip = true, nn.SkipAll
			net = append(net, l)
		} else {
			net = append(net, nn.NewLinear(in, n.Units), nn.Relu{})
		}
		in = n.Units
	}
	net = append(net, nn.NewLinear(in, n.Out))
	fill(net, seed)
	return net
}

// fill draws weights from U(±√(3/fan-in)).
func fill(net nn.Layer, seed uint64) {
	noise, site := train.InitNoise(seed), 0
	for _, p := range nn.Params(net) {
		if in := p.Val.Rows / max(1, p.Stack); p.Fan == nn.FanCols {
			nn.Uniform(p.Val, math.Sqrt(3/float64(in)), noise.At(site))
		}
		site++
	}
}

// open is a gater of one gate that is always 1 and costs nothing.
type open struct{}

// Run passes ones on.
func (open) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	return next(&nn.Var{Val: ones(x.Val.Rows)})
}

func ones(rows int) mat.M {
	m := mat.New(rows, 1)
	m.Fill(1)
	return m
}
