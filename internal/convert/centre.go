package convert

import (
	"math"

	"gater/data"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// centre moves the biases of gater l so that its largest output over some training rows is 0. Which
// blocks open at a share, and how the gater learns, depends on differences alone; but a score is
// σ(output), which above some 17 is 1 to the last bit, where no threshold can tell two blocks apart.
// Below 0 it is e^output, nearly, and any two differ.
func (c *conversion) centre(l int) {
	rows := c.Data.Train.Slice(0, min(centreRows, c.Data.Train.Len()))
	x := mat.New(rows.Len(), rows.Dim())
	data.Range(x.Data, make([]int32, x.Rows), rows, 0)
	gate := c.net.Gates[l].Layer.Gate.(nn.Seq)
	front := append(append(nn.Seq{}, c.net.Net[:c.net.front+l]...), gate[:len(gate)-1]...)
	top := math.Inf(-1)
	pass := nn.Pass{Pool: c.Pool}
	pass.Run(nn.Use, front, x, func(y *nn.Var) []float64 {
		for _, v := range y.Val.Data {
			top = max(top, float64(v))
		}
		return nil
	})
	bias := gate[2].(*nn.Linear).B.Val.Data
	for k := range bias {
		bias[k] -= mat.Float(top)
	}
}

const centreRows = 1000

// judge sets the thresholds for the share that is asked for, and tests, on the validation rows.
func (c *conversion) judge() train.Result {
	for l := range c.net.Gates {
		c.cut(l)
	}
	return c.eval.Run(c.Data.Valid, nn.Use, 0)
}

// cut sets the threshold of gate l, those before it being set.
func (c *conversion) cut(l int) {
	c.centre(l)
	c.net.Gates[l].Target = c.Active
	train.Tune(c.eval, c.net.Gates[:l+1], c.Data.Valid)
}
