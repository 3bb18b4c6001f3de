package est_test

import (
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestUnitsFirst: a layer of units may be the first of a network, where no gradient is wanted.
func TestUnitsFirst(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		pass := &nn.Pass{Noise: esttest.Noise(1), Poison: true}
		for d := nn.Use; d <= nn.Learn; d++ {
			loss := pass.Run(d, est.New(p.make()), esttest.Rows(fixA, 2), esttest.Func(fixF).Head(pass))
			if len(loss) != 2 || loss[0] != loss[0] {
				t.Errorf("%v: losses %v", d, loss)
			}
		}
	})
}

// TestNoRows: a batch of no rows is learnt from without harm.
func TestNoRows(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		net := nntest.Fill(nn.Seq{nn.NewLinear(4, 3), est.New(p.make()), nn.NewLinear(3, 2)}, 1, 1)
		pass := &nn.Pass{Noise: esttest.Noise(1), Poison: true}
		head := &nn.MSE{Pass: pass, Targets: mat.New(0, 2)}
		for d := nn.Use; d <= nn.Learn; d++ {
			pass.Run(d, net, mat.New(0, 4), head.Loss)
		}
		for name, p := range nn.Params(net) {
			for _, g := range p.Grad.Data {
				if g != 0 {
					t.Fatalf("%s has the gradient %v", name, p.Grad.Data)
				}
			}
		}
		for name, s := range nn.States(net) {
			for _, x := range *s {
				if x != x {
					t.Errorf("state %s is %v", name, *s)
				}
			}
		}
	})
}

// learner calls Learn so many times.
type learner struct {
	est.Bernoulli
	times int
}

func (l learner) Estimate(s *est.Site, f est.F) (loss []float64) {
	h := s.New()
	l.Sample(h, s)
	for range l.times {
		loss, _ = f.Learn(h)
	}
	return loss
}

func (learner) About() est.About { return est.About{} }

func TestLearnIsOnce(t *testing.T) {
	for times, want := range map[int]string{0: "called Learn 0 times, want 1", 2: "est_test.learner called Learn 2 times, want 1"} {
		nntest.Panics(t, want, func() { esttest.Learn(learner{times: times}, esttest.Rows(fixA, 1), fixF, esttest.Noise(1)) })
	}
	esttest.Learn(learner{times: 1}, esttest.Rows(fixA, 1), fixF, esttest.Noise(1))
}

// TestSlopeIsAtTheMeans: at Slope units pass their mean on, draw nothing, and come back through
// its derivative; parameters are left alone.
func TestSlopeIsAtTheMeans(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		n := p.cols(2)
		net := nn.Seq{nn.NewLinear(4, n), est.New(p.make()), nn.NewLinear(n, 2)}
		c := nntest.Case{Layer: nntest.Fill(net, 0.8, 3), X: nntest.Normal(3, 4, 1, 4)}
		pass := &nn.Pass{} // without noise: a draw would panic
		in := &esttest.Source{A: c.X}
		head := &nn.MSE{Pass: pass, Targets: nntest.Normal(3, 2, 1, 5)}
		value := func() (sum float64) {
			for _, l := range pass.Run(nn.Slope, nn.Seq{in, net}, c.X, head.Loss) {
				sum += l
			}
			return sum
		}
		value()
		grad := in.Grad
		step := mat.Float(nntest.Tol(1e-5, 1e-2))
		for i := range c.X.Data {
			old := c.X.Data[i]
			c.X.Data[i] = old + step
			up := value()
			c.X.Data[i] = old - step
			down := value()
			c.X.Data[i] = old
			esttest.Close(t, "∂L/∂x", []float64{float64(grad.Data[i])}, []float64{(up - down) / 2 / float64(step)}, 1e-7, 5e-3)
		}
		for name, p := range nn.Params(net) {
			for _, g := range p.Grad.Data {
				if g != 0 {
					t.Fatalf("%s has a gradient", name)
				}
			}
		}
	})
}
