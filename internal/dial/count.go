package dial

import (
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// counter counts the open blocks of every gated layer.
type counter struct {
	gates []train.Gate
	open  []int64
}

func (c *counter) watch(_ int, l nn.Layer, v mat.M) {
	for i, g := range c.gates {
		if l == nn.Layer(g.Layer) {
			for _, x := range v.Data {
				if x != 0 {
					c.open[i]++
				}
			}
		}
	}
}

// shares is the share of blocks that were open, layer by layer.
func (c *counter) shares(rows int) (all []float64) {
	for i, g := range c.gates {
		all = append(all, float64(c.open[i])/float64(rows*g.Layer.Blocks()))
	}
	return all
}
