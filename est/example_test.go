package est_test

import (
	"fmt"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// Three gates learn which of them should be open, from values of the loss alone.
func ExampleNew() {
	gater := nn.NewLinear(1, 3)
	net := nn.Seq{gater, est.New(est.DisARM{})}

	want := []est.Float{1, 0, 1}
	loss := func(h *nn.Var) []float64 { // Σ (h − want)², a row an example; it writes no ∂loss/∂h
		l := make([]float64, h.Val.Rows)
		for i := range l {
			for j, w := range want {
				d := float64(h.Val.Row(i)[j] - w)
				l[i] += d * d
			}
		}
		return l
	}

	x := mat.New(20, 1)
	x.Fill(1)
	noise := train.NewNoise(1)
	pass := &nn.Pass{Noise: noise}
	sgd := opt.New(opt.SGD{}, opt.Constant(0.1), net)
	for step := range 200 {
		noise.SetStep(step)
		pass.Run(nn.Learn, net, x, loss)
		sgd.Step(nil, 20, 0)
	}
	for j := range want {
		fmt.Printf("open with probability %.1f\n", esttest.Sigmoid(float64(gater.W.Val.Data[j]+gater.B.Val.Data[j])))
	}
	// Output:
	// open with probability 1.0
	// open with probability 0.0
	// open with probability 1.0
}

// Compared is an estimator of one's own: the score function with another sample's loss for its
// baseline,
//
//	∂E[f]/∂a ≈ (f(b) − f(c))·(b − p),
//
// which is unbiased because c knows nothing of b.
type Compared struct{ est.Bernoulli }

// Estimate is (f(b) − f(c))·(b − p).
func (e Compared) Estimate(s *est.Site, f est.F) []float64 {
	b, c := est.Draw(s, e), est.Draw(s, e)
	loss, _ := f.Learn(b)
	other := f.Look(c)
	for i := range loss {
		g, b, p := s.Grad.Row(i), b.Row(i), s.P().Row(i)
		for j := range g {
			g[j] += est.Float(loss[i]-other[i]) * (b[j] - p[j])
		}
	}
	return loss
}

// About: unbiased, one Look, and nothing shut is ever needed.
func (Compared) About() est.About {
	return est.About{Unbiased: true, Looks: func(int) int { return 1 }, Skips: nn.SkipAll}
}

// complaints counts what a *testing.T would report.
type complaints int

func (c *complaints) Helper()               {}
func (c *complaints) Errorf(string, ...any) { *c++ }

// An estimator is a law of units, here Bernoulli's, with two methods: see Compared above. What it
// promises is proven by esttest, here against enumeration; in a test the first argument is t.
func ExampleEstimator() {
	var t complaints
	esttest.Prove(&t, func() est.Estimator { return Compared{} }, esttest.Bernoulli)
	fmt.Println("complaints:", t)

	u := esttest.Bowl(0.45, 0.8) // one unit, f = (h − 0.45)², on with probability 0.8
	m := esttest.Integrate(&t, Compared{}, u.A(), u.F, nil)
	fmt.Printf("mean %.4f, exact %.4f; variance %.2e, of leave-one-out %.2e\n", m.Mean[0], u.Gradient(), m.Var[0], u.LeaveOneOut(2))
	// Output:
	// complaints: 0
	// mean 0.0160, exact 0.0160; variance 8.32e-04, of leave-one-out 5.44e-04
}

// A baseline takes the loss's own level out of the score function's variance. MinVariance is one
// number a unit and the best such: on a single unit nothing is left.
func ExampleReinforce() {
	var t complaints
	u := esttest.Bowl(0.45, 0.8)
	for _, b := range []est.Baseline{nil, &est.MeanLoss{}, &est.MinVariance{}} {
		e := est.Reinforce{Baseline: b}
		for step := range 200 { // baselines are of past draws: let there be some
			esttest.Learn(e, esttest.Rows(u.A(), 1000), u.F, esttest.Noise(1).Step(step))
		}
		m := esttest.Integrate(&t, e, u.A(), u.F, nil)
		fmt.Printf("%T: mean %.3f, variance %.4f\n", b, m.Mean[0], m.Var[0])
	}
	// Output:
	// <nil>: mean 0.016, variance 0.0079
	// *est.MeanLoss: mean 0.016, variance 0.0006
	// *est.MinVariance: mean 0.016, variance 0.0000
}

// A temperature that falls with training is a dial that follows a schedule. The trainer turns the
// dials of a network before each step; here it is done by hand.
func ExampleConcrete() {
	tau := nn.Turn(opt.Exponential{From: 1, PerEpoch: 0.9, Floor: 0.5})
	net := nn.Seq{nn.NewLinear(8, 4), est.New(est.Concrete{Tau: tau})}
	for _, epoch := range []float64{0, 1, 5, 20} {
		for _, d := range nn.Dials(net) {
			d.Set(epoch)
		}
		fmt.Printf("epoch %v: τ = %.2f\n", epoch, tau.Value(0))
	}
	// Output:
	// epoch 0: τ = 1.00
	// epoch 1: τ = 0.90
	// epoch 5: τ = 0.59
	// epoch 20: τ = 0.50
}
