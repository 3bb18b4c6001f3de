package dial

import (
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// counter counts open blocks and multiply-adds of every gated layer. A layer behind another one
// reads the open inputs alone.
type counter struct {
	gates []train.Gate
	open  []int64   // open pairs of each layer
	macs  []int64   // multiply-adds of its experts
	rows  [][]int64 // open blocks of each row, as of the last batch
}

func newCounter(gates []train.Gate) *counter {
	n := len(gates)
	return &counter{gates: gates, open: make([]int64, n), macs: make([]int64, n), rows: make([][]int64, n)}
}

func (c *counter) watch(_ int, l nn.Layer, v mat.M) {
	for i, g := range c.gates {
		if l != nn.Layer(g.Layer) {
			continue
		}
		c.rows[i] = c.rows[i][:0]
		for r := range v.Rows {
			n := int64(0)
			for _, x := range v.Row(r) {
				if x != 0 {
					n++
				}
			}
			in := int64(g.Layer.In())
			if i > 0 && in == int64(c.gates[i-1].Layer.Units()) {
				in = c.rows[i-1][r] * int64(c.gates[i-1].Layer.Width)
			}
			c.rows[i] = append(c.rows[i], n)
			c.open[i] += n
			c.macs[i] += n * in * int64(g.Layer.Width)
		}
	}
}

// means is the share of blocks open, and the multiply-adds of an example, for each layer.
func (c *counter) means(rows int) (active, macs []float64) {
	for i, g := range c.gates {
		active = append(active, float64(c.open[i])/float64(rows*g.Layer.Blocks()))
		macs = append(macs, float64(c.macs[i])/float64(rows))
	}
	return active, macs
}
