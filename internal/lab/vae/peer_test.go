package vae

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
)

// TestPeer: −log p(x|h) − log p(h) + log q(h|x) of fixed weights, pixels and bits is what the same
// model in PyTorch says, to 1e-4 nats a picture: python3 scripts/peers/vae_torch.py --check --net NET.
// One bit turned over is farther off than that.
func TestPeer(t *testing.T) {
	for _, c := range []struct {
		net  string
		want []float64
	}{
		{"linear", []float64{545.2305975594677, 544.1929278762035, 544.8736296159776, 543.908033011246}},
		{"nonlinear", []float64{543.8309836085417, 544.2357475568318, 543.7569357147431, 543.6301452458455}},
	} {
		tol := 1e-4
		tr := newTest(t, c.net, "disarm")
		n := 0 // of weights and biases by turns
		for _, p := range nn.Params(nn.Seq{tr.Model.Encoder, tr.Model.Decoder}) {
			for k := range p.Val.Data {
				i, o := k/p.Val.Cols, k%p.Val.Cols
				v := math.Sin(float64(31*i + 17*o + n/2))
				if n%2 == 1 {
					v = math.Cos(float64(o + n/2))
				}
				p.Val.Data[k] = Float(.1 * v)
			}
			n++
		}
		x, h := mat.New(4, 784), mat.New(4, 200)
		for r := range 4 {
			for j := range 784 {
				if (3*r+5*j+r*j)%7 < 2 {
					x.Row(r)[j] = 1
				}
				if j < 200 && (r+2*j+r*j)%5 < 2 {
					h.Row(r)[j] = 1
				}
			}
		}
		for turned := range 2 {
			h.Row(0)[3] = Float(math.Abs(float64(h.Row(0)[3]) - float64(turned)))
			far := 0.0
			for i, l := range losses(tr.Model, x, h) {
				far = max(far, math.Abs(l-c.want[i]))
			}
			if (far > tol) != (turned == 1) {
				t.Errorf("%s, %d bits turned: %.2g from PyTorch's", c.net, turned, far)
			}
		}
	}
}

// losses is f(h) of given bits, row by row.
func losses(m *Model, x, h mat.M) []float64 {
	pool := mat.NewPool(1)
	defer pool.Close()
	p := &nn.Pass{Pool: pool}
	head := &Pixels{Pass: p, T: x}
	return p.Run(nn.Look, m.Encoder, x, func(a *nn.Var) []float64 {
		l := m.Latents
		l.p, l.a, l.next = p, a.Val, func(h *nn.Var) []float64 { return m.Decoder.Run(p, h, head.Loss) }
		l.prepare(p, a.Val)
		return l.run(&nn.Var{Val: h})
	})
}
