package esttest

import (
	"gater/mat"
	"gater/nn"
)

// Exact is the expected loss of one input and its gradient in every parameter of a network with
// layers of units, over all outcomes of all of them: 2¹⁵ for three layers of five bits take a
// moment. Build makes the network around the layers that units hands out, which stand where
// est.Units will, in the order from the input, and take so many columns. Head is the innermost next
// of a pass of so many rows. Gradients come in the order of nn.Params.
func Exact(law Law, x []float64, build func(units func(cols int) nn.Layer) nn.Layer,
	head func(p *nn.Pass, rows int) nn.Next) (loss float64, grad []float64) {
	all := &paths{}
	net := build(func(cols int) nn.Layer { return all.pin(law, cols) })
	rows := all.ones()
	p := &nn.Pass{Poison: true}
	losses, grad := gradient(p, net, Rows(x, rows), all.head(head(p, rows)))
	for _, l := range losses {
		loss += l
	}
	return loss, grad
}

// Mean is what estimators give for the same: the mean over so many passes of so many rows, with
// which numbers of it Tally can tell how far they are from Exact's.
func Mean(x []float64, net nn.Layer, head func(p *nn.Pass, rows int) nn.Next, passes, rows int) *Tally {
	noise, t := Noise(7), &Tally{}
	p := &nn.Pass{Poison: true, Noise: noise}
	for i := range passes {
		noise.Step(i)
		_, grad := gradient(p, net, Rows(x, rows), head(p, rows))
		for j := range grad {
			grad[j] /= float64(rows)
		}
		t.Add(grad...)
	}
	return t
}

// gradient is the losses of a Learn pass and the gradients of all parameters.
func gradient(p *nn.Pass, net nn.Layer, x mat.M, head nn.Next) (loss, grad []float64) {
	for _, p := range nn.Params(net) {
		p.Grad.Zero()
	}
	loss = p.Run(nn.Learn, net, x, head)
	for _, p := range nn.Params(net) {
		grad = append(grad, Wide(p.Grad.Data)...)
	}
	return loss, grad
}

// Squares is the head Σ_j (x_j − target_j)², for Exact and Mean.
func Squares(target []float64) func(p *nn.Pass, rows int) nn.Next {
	return func(p *nn.Pass, rows int) nn.Next {
		return (&nn.MSE{Pass: p, Targets: Rows(target, rows)}).Loss
	}
}
