package train

import (
	"gater/data"
	"gater/mat"
	"gater/nn"
)

// head is the loss of a task at the end of a network.
type head interface {
	// set takes the targets of the next pass.
	set(b *data.Batch[mat.Float])
	Loss(x *nn.Var) []float64
	// missed adds to n what the last pass at depth Learn or Use got wrong, row by row: 0 to 1 each, or
	// for numbers the square of what lies between.
	missed(n float64) float64
}

// newHead is the head of a set's task. always: what is missed is known at every depth.
func newHead(s *data.Set, p *nn.Pass, always bool) head {
	miss := counted{pass: p, always: always}
	switch s.Task.Or() {
	case data.Labels:
		return &labels{nn.Logistic{Pass: p}, miss}
	case data.Number:
		return &number{nn.MSE{Pass: p}, miss}
	}
	return &classes{nn.Softmax{Pass: p, Always: always}, miss}
}

// counted is what the rows of a pass missed.
type counted struct {
	pass   *nn.Pass
	always bool
	rows   []float64
}

func (c *counted) missed(n float64) float64 {
	for _, v := range c.rows { // one by one, so that the sum is the same for any batch
		n += v
	}
	return n
}

// count keeps what each row missed: f of it and its example, or the share of f of two examples mixed.
func (c *counted) count(rows int, f func(i, example int) float64) {
	if d := c.pass.Depth; !c.always && d != nn.Learn && d != nn.Use {
		return
	}
	c.rows = c.rows[:0]
	for i := range rows {
		sum := 0.0
		for _, of := range c.pass.Parts(i, rows) {
			if of.Share != 0 {
				sum += of.Share * f(i, of.Example)
			}
		}
		c.rows = append(c.rows, sum)
	}
}

// mean is that of f over the outputs of a row and their targets.
func mean(x, y []mat.Float, f func(x, y float64) float64) float64 {
	sum := 0.0
	for j, v := range x {
		sum += f(float64(v), float64(y[j]))
	}
	return sum / float64(len(x))
}

// classes misses a row whose likeliest class is not its label.
type classes struct {
	nn.Softmax
	counted
}

func (h *classes) set(b *data.Batch[mat.Float]) { h.Labels, h.Weights = b.Labels, b.Weights }

func (h *classes) Loss(x *nn.Var) []float64 {
	loss := h.Softmax.Loss(x)
	h.count(x.Val.Rows, func(i, example int) float64 {
		if h.Pred[i] != h.Labels[example] {
			return 1
		}
		return 0
	})
	return loss
}

// labels misses the share of a row's labels of which the likelier answer is not the right one.
type labels struct {
	nn.Logistic
	counted
}

func (h *labels) set(b *data.Batch[mat.Float]) { h.Targets, h.Weights = targets(b), b.Weights }

func (h *labels) Loss(x *nn.Var) []float64 {
	h.count(x.Val.Rows, func(i, example int) float64 {
		return mean(x.Val.Row(i), h.Targets.Row(example), func(x, y float64) float64 {
			if (x > 0) != (y > 0.5) {
				return 1
			}
			return 0
		})
	})
	return h.Logistic.Loss(x)
}

// number misses the mean of (x − y)² over a row's numbers. Where y has variance 1, the mean over
// rows is the share of the variance that is not explained.
type number struct {
	nn.MSE
	counted
}

func (h *number) set(b *data.Batch[mat.Float]) { h.Targets, h.Weights = targets(b), b.Weights }

func (h *number) Loss(x *nn.Var) []float64 {
	h.count(x.Val.Rows, func(i, example int) float64 {
		return mean(x.Val.Row(i), h.Targets.Row(example), func(x, y float64) float64 { return (x - y) * (x - y) })
	})
	return h.MSE.Loss(x)
}

// targets is the numbers to be predicted, a row an example.
func targets(b *data.Batch[mat.Float]) mat.M {
	return mat.M{Rows: b.Rows, Cols: len(b.Y) / b.Rows, Data: b.Y}
}
