package esttest

import (
	"testing"

	"gater/est"
	"gater/nn"
	"gater/nn/nntest"
)

// TestExact: on the net of Deep it is Deep's own oracle, and Mean of an unbiased estimator agrees
// with it; that of straight-through does not.
func TestExact(t *testing.T) {
	d := newDeep(Bernoulli)
	x, head := []float64{0.7, -0.4}, Squares([]float64{1, -0.5})
	around := func(units func(int) nn.Layer) nn.Layer {
		return nn.Seq{d.linear[0], units(3), d.linear[1], units(2), d.linear[2]}
	}
	loss, grad := Exact(Bernoulli, x, around, head)
	wantLoss, want := d.exact(Bernoulli)
	Close(t, "loss", []float64{loss}, []float64{wantLoss}, 0, 0)
	Close(t, "gradient", grad, want, 0, 0)
	for _, c := range []struct {
		e    est.Estimator
		good bool
	}{{est.DisARM{}, true}, {est.StraightThrough{}, false}} {
		net := around(func(int) nn.Layer { return est.New(c.e) })
		if z, _ := Mean(x, net, head, 100, 100).Far(grad); z < 4.5 != c.good || z > 4.5 && z < 10 {
			t.Errorf("%T: %.1f standard errors off", c.e, z)
		}
	}
}

// TestExactIsDeep: three layers of five, against differences of the loss in some weights.
func TestExactIsDeep(t *testing.T) {
	var lin []*nn.Linear
	for range 3 {
		lin = append(lin, nntest.Fill(nn.NewLinear(5, 5), 0.7, uint64(len(lin))))
	}
	around := func(units func(int) nn.Layer) nn.Layer {
		return nn.Seq{lin[0], units(5), lin[1], units(5), lin[2], units(5)}
	}
	x, head := []float64{1, -1, 0.5, 0, 2}, Squares([]float64{1, 0, 0, 1, 0.5})
	_, grad := Exact(Bernoulli, x, around, head)
	step := nntest.Tol(1e-5, 1e-2)
	for i, l := range lin {
		w := &l.W.Val.Data[7]
		old := *w
		*w = old + nn.Float(step)
		up, _ := Exact(Bernoulli, x, around, head)
		*w = old - nn.Float(step)
		down, _ := Exact(Bernoulli, x, around, head)
		*w = old
		Close(t, "weight", grad[30*i+7:30*i+8], []float64{(up - down) / 2 / step}, 1e-8, 2e-3)
	}
}
