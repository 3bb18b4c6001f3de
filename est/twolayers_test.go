package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
)

// Two layers of two units: u ~ Bernoulli(σ(A)), a = V·u + c, h ~ Bernoulli(σ(a)).
var (
	twoA = []float64{-0.5, 0.8}
	twoV = mat.Of([]mat.Float{1.2, 0.4}, []mat.Float{-0.7, 0.9}) // by unit of u, then unit of h
	twoC = []mat.Float{-1, 0.3}
)

// keep is a layer that remembers what went through it.
type keep struct{ val mat.M }

func (k *keep) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	k.val = x.Val
	return next(x)
}

// twoLayers is the exact mean, over every outcome of both layers, of the loss, of the estimate for
// A, and of the gradient of V.
func twoLayers(e est.Estimator, f func(u, h, dh []float64) float64) (loss float64, gradA, gradV []float64) {
	v := &nn.Linear{W: nn.NewParam(2, 2, nn.FanCols), B: nn.NewParam(1, 2, nn.FanNone)}
	copy(v.W.Val.Data, twoV.Data)
	copy(v.B.Val.Data, twoC)
	src, u := &esttest.Source{A: esttest.Rows(twoA, 1)}, &keep{}
	p := &nn.Pass{Poison: true}
	head := esttest.Func(func(h, dh []float64) float64 { return f(esttest.Wide(u.val.Data), h, dh) }).Head(p)
	g := esttest.NewGrid(
		esttest.Draw{Site: 0, Units: []esttest.Axis{steps(twoA[0]), steps(twoA[1])}},
		esttest.Draw{Site: 1, Units: []esttest.Axis{steps(hidden(0)...), steps(hidden(1)...)}})
	gradA, gradV = make([]float64, 2), make([]float64, 4)
	for r := range g.Rows() {
		v.W.Grad.Zero()
		p.Noise = g.Only(r)
		w := g.Weight(r)
		l := p.Run(nn.Learn, nn.Seq{src, est.New(e), u, v, est.New(e)}, mat.New(1, 0), head)
		loss += w * l[0]
		for j, d := range src.Grad.Data {
			gradA[j] += w * float64(d)
		}
		for j, d := range v.W.Grad.Data {
			gradV[j] += w * float64(d)
		}
	}
	return loss, gradA, gradV
}

// steps are the sides of the coins of a unit with any of the inputs a.
func steps(a ...float64) esttest.Axis {
	var cuts []float64
	for _, a := range a {
		cuts = append(cuts, esttest.Sigmoid(a))
	}
	return esttest.Steps(0.5, cuts...)
}

// hidden is what a_j may be.
func hidden(j int) (a []float64) {
	for s := range 4 {
		a = append(a, float64(twoC[j])+float64(s&1)*float64(twoV.Row(0)[j])+float64(s>>1)*float64(twoV.Row(1)[j]))
	}
	return a
}

// TestReinforceInTwoLayers: the lower layer learns from the total loss, with the upper one and a
// direct path downstream.
func TestReinforceInTwoLayers(t *testing.T) {
	loss, a, v := twoLayers(est.Reinforce{}, func(u, h, dh []float64) float64 {
		for j := range dh {
			dh[j] = math.NaN()
		}
		d := 1.5*h[0] - 0.8*h[1] + 0.3*u[0]*h[1] - 1
		return d * d
	})
	esttest.Close(t, "E[L]", []float64{loss}, []float64{1.7644818244635}, 1e-12, 1e-6)
	esttest.Close(t, "∂E[L]/∂A", a, []float64{-0.2292124598757, 0.1141799699575}, 1e-12, 1e-6)
	esttest.Close(t, "∂E[L]/∂V₁₁", v[:1], []float64{-0.1730786825370}, 1e-12, 1e-6)
}

// TestStraightThroughInTwoLayers: biased even for a linear loss, in either form.
func TestStraightThroughInTwoLayers(t *testing.T) {
	f := func(_, h, dh []float64) float64 {
		if dh != nil {
			dh[0] += 1.5
			dh[1] -= 0.8
		}
		return 1.5*h[0] - 0.8*h[1]
	}
	truth := []float64{0.0712536883, -0.0749936518}
	for _, c := range []struct {
		e    est.Estimator
		want []float64
	}{
		{est.Reinforce{}, truth},
		{est.StraightThroughSigmoid{}, []float64{0.0639447846, -0.0700142549}},
		{est.StraightThrough{}, []float64{1.48, -1.77}},
	} {
		_, a, _ := twoLayers(c.e, f)
		esttest.Close(t, "lower layer", a, c.want, 1e-9, 1e-6)
	}
}
