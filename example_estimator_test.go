package gater_test

import (
	"fmt"

	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// Halves is straight-through with half of the gradient, an estimator that package est does not
// have: ∂E[f]/∂a ≈ ½·∂f/∂h at a sample h of the law it embeds.
type Halves struct{ est.Bernoulli }

// Estimate runs the rest of the network on a sample, once, and adds the estimate to s.Grad.
func (e Halves) Estimate(s *est.Site, f est.F) []float64 {
	h := est.Draw(s, e)
	loss, df := f.Learn(h)
	for i, d := range df.Data {
		s.Grad.Data[i] += d / 2
	}
	return loss
}

// About says what it promises: it is biased, and reads the derivative of units that are off, so that
// shut blocks must be computed on the way back.
func (Halves) About() est.About { return est.About{Derivative: true, Skips: nn.SkipForward} }

// An estimator is handed the rest of the network, f, and asked for a gradient. This one makes a
// stochastic unit match a coin that always shows 1.
func Example_estimator() {
	in := nn.NewLinear(1, 1)
	net := nn.Seq{in, est.New(Halves{})}
	noise := train.NewNoise(1)
	pass := &nn.Pass{Noise: noise}
	head := &nn.MSE{Pass: pass, Targets: mat.Of([]mat.Float{1})}
	for step := range 200 {
		noise.SetStep(step)
		pass.Run(nn.Learn, net, mat.Of([]mat.Float{1}), head.Loss)
		in.B.Val.Data[0] -= 0.1 * in.B.Grad.Data[0]
		in.B.Grad.Zero()
	}
	p := mat.New(1, 1)
	mat.Sigmoid(p, in.B.Val)
	fmt.Println("on nine times in ten:", p.Data[0] > 0.9)
	// Output: on nine times in ten: true
}
