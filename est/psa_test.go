package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// below is the exact mean, over all outcomes of three bits and of those above them, of the
// estimate for the lower ones, and of the gradient of the weights between.
func below(layer nn.Layer, lin *nn.Linear, lower, upper est.Estimator, f esttest.Func) (grad, weight []float64) {
	src, p := &esttest.Source{A: esttest.Rows(fixA, 1)}, &nn.Pass{Poison: true}
	above := make([]esttest.Axis, lin.Out())
	for j := range above {
		var a []float64
		for s := range 1 << 3 {
			sum := float64(lin.B.Val.Data[j])
			for i := range 3 {
				sum += float64(s>>i&1) * float64(lin.W.Val.Row(i)[j])
			}
			a = append(a, sum)
		}
		above[j] = steps(a...)
	}
	g := esttest.NewGrid(esttest.Draw{Site: 0, Units: esttest.Coins(fixA)}, esttest.Draw{Site: 1, Units: above})
	grad, weight = make([]float64, 3), make([]float64, 3*lin.Out())
	for r := range g.Rows() {
		lin.W.Grad.Zero()
		p.Noise = g.Only(r)
		p.Run(nn.Learn, nn.Seq{src, est.New(lower), layer, est.New(upper)}, mat.New(1, 0), f.Head(p))
		for j, d := range src.Grad.Data {
			grad[j] += g.Weight(r) * float64(d)
		}
		for j, d := range lin.W.Grad.Data {
			weight[j] += g.Weight(r) * float64(d)
		}
	}
	return grad, weight
}

// TestPSAIsExact where the loss is a sum over the bits above, or there is one of them, whatever
// estimates the gradient there; nn.Linear in its place is not. Weights learn the same behind both.
func TestPSAIsExact(t *testing.T) {
	sum := esttest.Func(func(h, dh []float64) float64 {
		l := 0.0
		for j, h := range h {
			c := 1.5 - 2.3*float64(j)
			l += c * h
			if dh != nil {
				dh[j] += c
			}
		}
		return l
	})
	for _, c := range []struct {
		above int
		f     esttest.Func
	}{{1, esttest.Table([]float64{2, -1})}, {1, sum}, {2, sum}} {
		lin := nntest.Fill(nn.NewLinear(3, c.above), 2, 4)
		want, _ := below(lin, lin, est.Reinforce{}, est.Reinforce{}, esttest.Blind(c.f))
		for _, upper := range []est.Estimator{est.StraightThroughSigmoid{}, est.Reinforce{}} {
			got, w := below(est.PSA{Linear: lin}, lin, est.StraightThroughSigmoid{}, upper, c.f)
			esttest.Close(t, "below PSA", got, want, 1e-12, 1e-5)
			st, same := below(lin, lin, est.StraightThroughSigmoid{}, upper, c.f)
			esttest.Close(t, "weights", w, same, 1e-12, 1e-6)
			if !differ(st, want, 1e-3) {
				t.Errorf("control: %T above nn.Linear: %v, want %v", upper, st, want)
			}
		}
	}
}

// TestPSAInTwoLayers: the net of item 17 of the paper's tests, in which straight-through is biased
// even for a linear loss.
func TestPSAInTwoLayers(t *testing.T) {
	lin := &nn.Linear{W: nn.NewParam(2, 2, nn.FanCols), B: nn.NewParam(1, 2, nn.FanNone)}
	copy(lin.W.Val.Data, twoV.Data)
	copy(lin.B.Val.Data, twoC)
	x, p := esttest.Rows(twoA, 1), &nn.Pass{Poison: true}
	g := esttest.NewGrid(esttest.Draw{Site: 0, Units: esttest.Coins(twoA)},
		esttest.Draw{Site: 1, Units: []esttest.Axis{steps(hidden(0)...), steps(hidden(1)...)}})
	f := esttest.Func(func(h, dh []float64) float64 {
		if dh != nil {
			dh[0], dh[1] = dh[0]+1.5, dh[1]-0.8
		}
		return 1.5*h[0] - 0.8*h[1]
	})
	got := make([]float64, 2)
	for r := range g.Rows() {
		src := &esttest.Source{A: x}
		p.Noise = g.Only(r)
		e := est.New(est.StraightThroughSigmoid{})
		p.Run(nn.Learn, nn.Seq{src, e, est.PSA{Linear: lin}, e}, mat.New(1, 0), f.Head(p))
		for j, d := range src.Grad.Data {
			got[j] += g.Weight(r) * float64(d)
		}
	}
	esttest.Close(t, "lower layer", got, []float64{0.0712536883, -0.0749936518}, 1e-9, 1e-6)
}

// TestPSAInDepth: three layers of five bits with a loss that is no sum: the bias is a fraction of
// straight-through's, in the lowest layer above all.
func TestPSAInDepth(t *testing.T) {
	var lin []*nn.Linear
	for range 4 {
		lin = append(lin, nntest.Fill(nn.NewLinear(5, 5), 1.5, uint64(len(lin))+3))
	}
	net := func(units, top func(int) nn.Layer, between func(*nn.Linear) nn.Layer) nn.Layer {
		return nn.Seq{lin[0], units(5), between(lin[1]), units(5), between(lin[2]), top(5), lin[3]}
	}
	plain := func(l *nn.Linear) nn.Layer { return l }
	psa := func(l *nn.Linear) nn.Layer { return est.PSA{Linear: l} }
	x, head := []float64{1, -1, 0.5, 0, 2}, esttest.Squares([]float64{1, 0, 0, 1, 0.5})
	_, want := esttest.Exact(esttest.Bernoulli, x, func(u func(int) nn.Layer) nn.Layer { return net(u, u, plain) }, head)
	off := func(between func(*nn.Linear) nn.Layer) (relative, cosine float64) {
		st := func(int) nn.Layer { return est.New(est.StraightThroughSigmoid{}) }
		top := func(int) nn.Layer { return est.New(est.MeasureValued{Coupled: true}) }
		got := esttest.Mean(x, net(st, top, between), head, 40, 2000)
		d, n, g, dot := 0.0, 0.0, 0.0, 0.0
		for j, w := range want[:30] { // the weights below the lowest layer of units
			m := got.Mean(j)
			d += (m - w) * (m - w)
			n += w * w
			g += m * m
			dot += m * w
		}
		return math.Sqrt(d / n), dot / math.Sqrt(n*g)
	}
	pr, pc := off(psa)
	sr, sc := off(plain)
	t.Logf("relative error and cosine: PSA %.3f, %.3f; straight-through %.3f, %.3f", pr, pc, sr, sc)
	if pr > 0.5*sr || pc < sc {
		t.Errorf("PSA: error %v, cosine %v; straight-through: %v, %v", pr, pc, sr, sc)
	}
}

// TestPSALayer: weights and biases pass the checks of a layer; so does its gradient of inputs that
// are no bits, which is nn.Linear's.
func TestPSALayer(t *testing.T) {
	nntest.Check(t, nntest.Case{Layer: nntest.Fill(est.NewPSA(4, 3), 1, 2), X: nntest.Normal(6, 4, 1, 4)})
	if nntest.Race {
		return // allocations mean nothing under the race detector
	}
	p, x, l := &nn.Pass{}, &nn.Var{Val: mat.New(6, 4), Grad: mat.New(6, 4)}, nn.Seq{est.NewPSA(4, 3)}
	p.Depth = nn.Learn
	loss := make([]float64, 6)
	next := func(*nn.Var) []float64 { return loss }
	if n := nntest.Allocs(func() { l.Run(p, x, next) }); n > 0 {
		t.Errorf("%v allocations a step", n)
	}
}

// TestPSAExtremes: large weights and inputs neither overflow nor lose what a bit is worth.
func TestPSAExtremes(t *testing.T) {
	for _, w := range []float64{0, 1e-9, 5, -60, 200, -500} {
		for _, b := range []float64{0, 40, -70, 400} {
			l := est.NewPSA(1, 1)
			l.W.Val.Data[0], l.B.Val.Data[0] = nn.Float(w), nn.Float(b)
			for _, h := range []float64{0, 1} {
				src, p := &esttest.Source{A: esttest.Rows([]float64{h}, 1)}, &nn.Pass{Poison: true}
				p.Run(nn.Learn, nn.Seq{src, l}, mat.New(1, 0), func(y *nn.Var) []float64 {
					a := float64(y.Val.Data[0])
					y.Grad.Data[0] = nn.Float(esttest.Sigmoid(a) * esttest.Sigmoid(-a))
					return []float64{0}
				})
				got, want := float64(src.Grad.Data[0]), esttest.Sigmoid(b+w)-esttest.Sigmoid(b)
				if math.IsNaN(got) || math.IsInf(got, 0) || math.Abs(w)+math.Abs(b) < 75 && math.Abs(got-want) > nntest.Tol(1e-12, 1e-5) {
					t.Errorf("w = %v, b = %v, h = %v: %v, want %v", w, b, h, got, want)
				}
			}
		}
	}
}
