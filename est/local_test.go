package est_test

import (
	"math"
	"strconv"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
	"gater/nn/nntest"
)

// hide is a layer that forgets what its input is near to: the control of every shortcut.
type hide struct{}

func (hide) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	copy(y.Val.Data, x.Val.Data)
	loss := next(y)
	if p.Depth >= nn.Slope && x.Grad.Data != nil {
		for i, d := range y.Grad.Data {
			x.Grad.Data[i] += d
		}
	}
	return loss
}

// flips is the input's gradient by local expectations of so many columns in front of net, the
// losses of the pass, and its multiply-adds.
func flips(d est.Discrete, cols int, net nn.Layer, head func(*nn.Pass) nn.Next) (grad []float64, loss []float64, macs int64) {
	src := &esttest.Source{A: nntest.Normal(4, cols, 1, 3)}
	p := &nn.Pass{Noise: esttest.Noise(2), Poison: true}
	loss = p.Run(nn.Learn, nn.Seq{src, est.New(est.LocalExpectations{Discrete: d}), net}, src.A, head(p))
	return esttest.Wide(src.Grad.Data), loss, p.Work.Macs
}

// TestFlipsAreCheap: a linear layer behind the units answers for every flip what it would have
// computed afresh, at the price of a row of weights each: linear in the number of units, where
// it is quadratic for a layer that is not told.
func TestFlipsAreCheap(t *testing.T) {
	const rows, out = 4, 5
	head := func(p *nn.Pass) nn.Next {
		return (&nn.MSE{Pass: p, Targets: nntest.Normal(rows, 2, 1, 8)}).Loss
	}
	for _, d := range []est.Discrete{{}, est.OneHot(3)} {
		for _, n := range []int{6, 60} {
			tail := nntest.Fill(nn.Seq{nn.NewLinear(n, out), nn.Tanh{}, nn.NewLinear(out, 2)}, 0.5, 4)
			want, wantLoss, dear := flips(d, n, nn.Seq{hide{}, tail}, head)
			got, loss, cheap := flips(d, n, tail, head)
			esttest.Close(t, "gradient", got, want, 1e-12, 1e-5)
			esttest.Close(t, "loss", loss, wantLoss, 0, 0)
			looks := int64(est.LocalExpectations{Discrete: d}.About().Looks(n))
			width := int64(1)
			if d.Of != nil {
				width = 3
			}
			// Learn's three products of both layers, the kept one, and a flip each; the second layer in full.
			base := int64(rows) * (3*int64(n)*out + 3*out*2)
			second := looks * rows * out * 2
			if want := base + rows*int64(n)*out + looks*rows*width*out + second; cheap != want {
				t.Errorf("%d columns: %d multiply-adds, want %d", n, cheap, want)
			}
			if want := base + looks*rows*int64(n)*out + second; dear != want {
				t.Errorf("control: %d columns: %d multiply-adds without the hint, want %d", n, dear, want)
			}
		}
	}
}

// TestLocalIsBest: on one unit no variance is left, and of three the figures of a loss that is not
// separable: less than REINFORCE and RLOO.
func TestLocalIsBest(t *testing.T) {
	f := esttest.Func(func(h, _ []float64) float64 { return math.Tanh(h[0]+2*h[1]-h[2]) + h[0]*h[2] })
	total := func(e est.Estimator) (sum float64) {
		for _, v := range esttest.Integrate(t, e, fixA, f, nil).Var {
			sum += v
		}
		return sum
	}
	local, rloo, plain := total(est.LocalExpectations{}), total(est.RLOO{K: 4}), total(est.Reinforce{})
	if !(local < rloo && rloo < plain) {
		t.Errorf("variances: local %v, RLOO with as many runs %v, REINFORCE %v", local, rloo, plain)
	}
}

// TestRLOOVariance: (Δ²/4)·2v(1−2v) on one unit with two samples.
func TestRLOOVariance(t *testing.T) {
	for _, p := range []float64{0.05, 0.3, 0.5, 0.8} {
		v, Δ := p*(1-p), 2.5
		m := esttest.Integrate(t, est.RLOO{}, []float64{logit(p)}, esttest.Blind(esttest.Table([]float64{1, 1 + Δ})), nil)
		esttest.Close(t, "variance", m.Var, []float64{Δ * Δ / 4 * 2 * v * (1 - 2*v)}, 1e-12, 1e-5)
	}
}

// BenchmarkLocalExpectations: the time of a gradient over so many units in front of a linear layer,
// which should grow as their number.
func BenchmarkLocalExpectations(b *testing.B) {
	for _, n := range []int{50, 100, 200, 400, 800, 1600, 3200} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			src := &esttest.Source{A: nntest.Normal(1, n, 1, 3)}
			net := nntest.Fill(nn.Seq{nn.NewLinear(n, 32), nn.Tanh{}, nn.NewLinear(32, 2)}, 0.1, 4)
			noise := esttest.Noise(2)
			p := &nn.Pass{Noise: noise}
			head := (&nn.MSE{Pass: p, Targets: nntest.Normal(1, 2, 1, 8)}).Loss
			all := nn.Seq{src, est.New(est.LocalExpectations{}), net}
			for b.Loop() {
				noise.Step(0)
				p.Run(nn.Learn, all, src.A, head)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/unit")
		})
	}
}
