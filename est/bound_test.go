package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
)

// group is the loss of a group of rows, and what a bound of it would be.
type group struct {
	k    int
	law  esttest.OneHot
	d    est.Discrete
	a    []float64
	loss func(h []float64) float64
}

// sum calls f with every outcome of the k rows of a group, its probability and its bound.
func (g group) outcomes(b nn.Bound, f func(h [][]float64, w, l float64)) {
	n := g.law.Outcomes(len(g.a))
	all := 1
	for range g.k {
		all *= n
	}
	for s := range all {
		h, w, ls := make([][]float64, g.k), 1.0, make([]float64, g.k)
		for k := range h {
			h[k] = make([]float64, len(g.a))
			w *= g.law.Outcome(h[k], g.a, s%n)
			ls[k] = g.loss(h[k])
			s /= n
		}
		l := 0.0
		for _, x := range ls {
			if b.Mean {
				l += x / float64(g.k)
			} else {
				l += math.Exp(-x) / float64(g.k)
			}
		}
		if !b.Mean {
			l = -math.Log(l)
		}
		f(h, w, l)
	}
}

// exact is E[L] and its gradient, over the outcomes of the group.
func (g group) exact(b nn.Bound) (loss float64, grad []float64) {
	grad = make([]float64, len(g.a))
	p := esttest.Softmax(g.a)
	g.outcomes(b, func(h [][]float64, w, l float64) {
		loss += w * l
		for _, h := range h {
			for j := range grad {
				grad[j] += w * l * (h[j] - p[j])
			}
		}
	})
	return loss, grad
}

// integrated is the mean and the total variance of what an estimator gives for the same, row by
// row of noise that takes every outcome.
func (g group) integrated(e est.Estimator, b nn.Bound) (loss float64, grad []float64, variance float64) {
	cum := []float64{0}
	for _, p := range esttest.Softmax(g.a) {
		cum = append(cum, cum[len(cum)-1]+p)
	}
	grad = make([]float64, len(g.a))
	g.outcomes(b, func(h [][]float64, w, _ float64) {
		var u []float64
		for _, h := range h {
			for j, v := range h {
				if v == 1 {
					u = append(u, (cum[j]+cum[j+1])/2)
				}
			}
		}
		p := &nn.Pass{Noise: esttest.Script{u}, Poison: true}
		src := &esttest.Source{A: esttest.Rows(g.a, 1)}
		head := esttest.Blind(func(h, _ []float64) float64 { return g.loss(h) }).Head(p)
		l := p.Run(nn.Learn, nn.Seq{src, nn.Repeat{K: g.k}, est.New(e), b}, mat.New(1, 0), head)
		loss += w * l[0]
		for j, d := range esttest.Wide(src.Grad.Data) {
			grad[j] += w * d
			variance += w * d * d
		}
	})
	for _, g := range grad {
		variance -= g * g
	}
	return loss, grad, variance
}

// TestVIMCO: in front of a bound of K samples the score function is unbiased for the bound, with
// whatever its credit takes off, and has less variance than with nothing taken off.
func TestVIMCO(t *testing.T) {
	g := group{d: est.OneHot(3), law: esttest.OneHot{K: 3}, a: []float64{0.4, -0.7, 0.1},
		loss: func(h []float64) float64 { return 0.3*h[0] + 2*h[1] - h[2] + 1.5 }}
	for _, g.k = range []int{2, 3} {
		for _, mean := range []bool{false, true} {
			variances := map[nn.Others]float64{}
			for _, o := range []nn.Others{nn.Geometric, nn.Arithmetic, nn.Nothing} {
				b := nn.Bound{K: g.k, Mean: mean, Others: o}
				wantLoss, want := g.exact(b)
				loss, got, variance := g.integrated(est.Reinforce{Discrete: g.d}, b)
				name := fmt.Sprintf("%+v", b)
				esttest.Close(t, name+": loss", []float64{loss}, []float64{wantLoss}, 1e-12, 1e-6)
				esttest.Close(t, name+": gradient", got, want, 1e-12, 1e-5)
				variances[o] = variance
			}
			if v := variances; !(v[nn.Geometric] < v[nn.Nothing]/2 && v[nn.Arithmetic] < v[nn.Nothing]/2) {
				t.Errorf("K = %d, mean %v: variances %v", g.k, mean, v)
			}
		}
		// Leave-one-out over parallel samples of a row is RLOO.
		_, _, parallel := g.integrated(est.Reinforce{Discrete: g.d}, nn.Bound{K: g.k, Mean: true})
		rloo := 0.0
		f := esttest.Func(func(h, _ []float64) float64 { return g.loss(h) })
		for _, v := range esttest.IntegrateAt(t, est.RLOO{Discrete: g.d, K: g.k}, g.a, f, g.law.Cuts(g.a)).Var {
			rloo += v
		}
		esttest.Close(t, "RLOO", []float64{parallel}, []float64{rloo}, 1e-12, 1e-5)
	}
}

// TestCreditIsLearns: what a row has to answer for is that of Learn, whatever was looked at since,
// and is nothing before Repeat.
func TestCreditIsLearns(t *testing.T) {
	p := &nn.Pass{Noise: esttest.Noise(1), Poison: true}
	f := esttest.Func(func(h, _ []float64) float64 { return h[0] + 3*h[1] - h[2] })
	var inner, outer []float64
	see := func(to *[]float64) nn.Layer {
		return watcher(func(p *nn.Pass, loss []float64) { *to = append([]float64(nil), p.Credit...) })
	}
	net := nn.Seq{see(&outer), nn.Repeat{K: 2}, see(&inner), est.New(est.LocalExpectations{}), nn.Bound{K: 2}}
	loss := p.Run(nn.Learn, net, esttest.Rows(fixA, 1), f.Head(p))
	if len(inner) != 2 || outer != nil || len(loss) != 1 {
		t.Fatalf("credit %v behind Repeat, %v before it, losses %v", inner, outer, loss)
	}
	q := &nn.Pass{Noise: esttest.Noise(1), Poison: true}
	var want []float64
	alone := nn.Seq{nn.Repeat{K: 2}, see(&want), est.New(est.Reinforce{}), nn.Bound{K: 2}}
	q.Run(nn.Learn, alone, esttest.Rows(fixA, 1), f.Head(q))
	esttest.Close(t, "credit", inner, want, 1e-12, 1e-6)
}

// watcher is a layer that shows a pass on its way back.
type watcher func(p *nn.Pass, loss []float64)

func (w watcher) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	loss := next(x)
	w(p, loss)
	return loss
}
