package bench

import (
	"fmt"

	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// A model is a network with inputs, labels and gate patterns that change from run to run.
type model struct {
	name   string
	net    nn.Layer
	gates  []*forced
	opt    *opt.Optimiser
	pass   nn.Pass
	head   nn.Softmax
	loss   nn.Next
	drop   nn.Next
	x      []mat.M
	labels [][]int32
	k      int
	out    mat.M // a copy of the last output, if not empty
}

// ring is how many inputs and patterns there are for a batch: enough that what was used last is
// not what is used next.
func ring(rows int) int { return min(256, max(8, 1024/rows)) }

// newModel prepares the network for batches of so many rows.
func newModel(name string, n Net, net nn.Layer, gates []*forced, rates Rates, rows int, pool *mat.Pool) *model {
	m := &model{name: name, net: net, gates: gates, pass: nn.Pass{Pool: pool}}
	noise := train.NewNoise(7)
	noise.Pool = pool
	count := ring(rows)
	for i, g := range gates {
		g.real = noise.At(i)
		g.patterns = rates.draw(count, rows, uint64(100+i))
	}
	if len(gates) > 0 {
		m.pass.Noise = streams(gates)
	}
	m.head.Pass = &m.pass
	m.loss, m.drop = m.head.Loss, m.keep
	for i := range count {
		x, u := mat.New(rows, n.In), make([]float64, rows)
		for r := range rows {
			rng.Uniform(x.Row(r), rng.Key{Seed: 3, Step: uint32(i), Row: uint32(r)})
		}
		rng.Uniform(u, rng.Key{Seed: 4, Step: uint32(i)})
		labels := make([]int32, rows)
		for r := range labels {
			labels[r] = int32(u[r] * float64(n.Out))
		}
		m.x, m.labels = append(m.x, x), append(m.labels, labels)
	}
	return m
}

// keep is the end of a forward pass.
func (m *model) keep(x *nn.Var) []float64 {
	copy(m.out.Data, x.Val.Data)
	return nil
}

// turn goes to the next input and the next patterns.
func (m *model) turn() mat.M {
	m.k++
	for _, g := range m.gates {
		g.turn(m.k)
	}
	return m.x[m.k%len(m.x)]
}

// forward uses the network on the next batch.
func (m *model) forward() { m.pass.Run(nn.Use, m.net, m.turn(), m.drop) }

// step trains on the next batch.
func (m *model) step() {
	x := m.turn()
	m.head.Labels = m.labels[m.k%len(m.x)]
	m.pass.Run(nn.Learn, m.net, x, m.loss)
	m.opt.Step(m.pass.Pool, x.Rows, 0)
}

// flops is what a run takes, two operations a multiply-add, by a count of one.
func (m *model) flops(run func()) float64 {
	m.pass.Work = nn.Work{}
	run()
	return 2 * float64(m.pass.Work.Macs)
}

// optimise gives the model an optimiser: sgd with momentum, or adam.
func (m *model) optimise(name string) *model {
	m.opt = opt.New(rule(name), opt.Constant(1e-4), m.net)
	m.opt.Fuse()
	return m
}

// rule is the optimiser of a name.
func rule(name string) opt.Rule {
	switch name {
	case "sgd":
		return opt.SGD{Momentum: opt.Constant(0.9)}
	case "adam":
		return opt.Adam{}
	}
	panic(fmt.Sprintf("bench: optimiser %q", name))
}
