package gater_test

import (
	"fmt"

	"gater/mat"
	"gater/nn"
)

// Swish is y = x·σ(x), a layer that package nn does not have.
type Swish struct{}

// Run is y = x·σ(x), and back: ∂x = (σ + x·σ·(1 − σ))·∂y.
func (Swish) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	s := p.Mat(x.Val.Rows, x.Val.Cols)
	mat.Sigmoid(s, x.Val)
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = v * s.Data[i]
	}
	y.Open = x.Open // what is shut stays shut, and 0
	loss := next(y)
	if p.Depth >= nn.Slope && x.Grad.Data != nil {
		for i, v := range x.Val.Data {
			x.Grad.Data[i] += (s.Data[i] + v*s.Data[i]*(1-s.Data[i])) * y.Grad.Data[i]
		}
	}
	return loss
}

// A layer is middleware: what stands before next is its forward pass, and what stands after it the
// way back. Here Swish learns, between two linear layers, to tell the sign of a product.
func Example_layer() {
	first, last := nn.NewLinear(2, 8), nn.NewLinear(8, 1)
	copy(first.W.Val.Row(0), []mat.Float{1.5, -1, 0.5, -2, 1, -0.5, 2, -1.5})
	copy(first.W.Val.Row(1), []mat.Float{1, 1.5, -2, 0.5, -1, 2, -0.5, -1.5})
	last.W.Val.Fill(0.1)
	net := nn.Seq{first, Swish{}, last}
	x := mat.Of([]mat.Float{-1, -1}, []mat.Float{-1, 1}, []mat.Float{1, -1}, []mat.Float{1, 1})
	var pass nn.Pass
	head := &nn.MSE{Pass: &pass, Targets: mat.Of([]mat.Float{1}, []mat.Float{-1}, []mat.Float{-1}, []mat.Float{1})}
	var loss float64
	for range 500 {
		loss = 0
		for _, l := range pass.Run(nn.Learn, net, x, head.Loss) {
			loss += l
		}
		for _, q := range nn.Params(net) { // gradient descent by hand; package opt has better
			for i, g := range q.Grad.Data {
				q.Val.Data[i] -= 0.02 * g
			}
			q.Grad.Zero()
		}
	}
	fmt.Println("learnt:", loss < 0.01)
	// Output: learnt: true
}
