package study

import (
	"fmt"

	"gater/internal/catalog"
	"gater/internal/network"
)

// widening is more and more experts with as many of them active: the usual net, whose steps of 128
// examples touch ever more weights, and one made to be widened, with blocks of 256 units over 128 columns,
// steps of 2,048 examples, four times the epochs, and no limit on norms, which would read all weights that a
// step touches.
func widening() Study {
	s := Study{Name: "widening", Title: "Seconds of an epoch against units, as many of them active", XName: "units", Y: EpochSeconds,
		Asks: "Does a network that grows, with as many units active for an example, train in the same time?"}
	for _, blocks := range []int{64, 256, 1024} {
		s.Points = append(s.Points, Point{Series: "6.4 blocks of 32, steps of 128 examples", X: float64(32 * blocks),
			Set: func(c *catalog.Config) { wide(c, blocks, 6.4) }})
	}
	for _, blocks := range []int{8, 32, 128, 256} {
		s.Points = append(s.Points, Point{Series: "1.6 blocks of 256 over 128 columns, steps of 2,048", X: float64(256 * blocks),
			Set: func(c *catalog.Config) {
				c.Width, c.Batch, c.MaxNorm, c.Rate = 256, 2048, 0, 0.03
				c.Epochs *= 4 // a sixteenth of the steps
				wide(c, blocks, 1.6)
				d := c.Describe()
				d.Layers = append([]network.Layer{d.Layers[0], &network.Linear{Width: 128}, &network.Relu{}}, d.Layers[1:]...)
				declare(c, d)
			}})
	}
	return s
}

// wide has open of so many blocks active, from the first step on.
func wide(c *catalog.Config, blocks int, open float64) {
	c.Blocks, c.Active = blocks, open/float64(blocks)
	c.Opening = c.Active
}

// stacked is one gated layer against two in a row.
func stacked() Study {
	s := Study{Name: "stacked", Title: "Error against multiply-adds, one gated layer and two", XName: "multiply-adds an example", XOf: &Macs, Y: ValidError,
		Asks: "Is a second gated layer behind the first worth its multiply-adds, beside one that is wider, or opens more?"}
	for i, p := range []float64{0.05, 0.1, 0.2} {
		for layers := 1; layers <= 2; layers++ {
			s.Points = append(s.Points, Point{Series: fmt.Sprintf("%d × 2,048 units", layers), X: float64(i + 1), Set: func(c *catalog.Config) {
				c.Active = p
				d := c.Describe()
				for range layers - 1 {
					again := *d.Layers[len(d.Layers)-1].(*network.Gated)
					d.Layers = append(d.Layers, &again)
				}
				declare(c, d)
			}})
		}
	}
	return s.inOrder()
}

// declare makes d the network of c.
func declare(c *catalog.Config, d *network.Description) {
	if err := c.SetNet(d, "", nil); err != nil {
		panic("study: " + err.Error()) // a mistake in a list of this package
	}
}
