package est_test

import (
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
	"gater/nn/nntest"
)

// asked is noise that remembers which sites were asked for.
type asked struct {
	nn.Streams
	sites map[int]int
}

func (a asked) At(site int) nn.Noise {
	a.sites[site]++
	return a.Streams.At(site)
}

// TestSites: the k-th layer of units draws from site k, however often it is run.
func TestSites(t *testing.T) {
	each(t, func(t *testing.T, p promise) {
		n := p.cols(2)
		net := nntest.Fill(nn.Seq{nn.NewLinear(4, n), est.New(p.make()), nn.NewLinear(n, n),
			est.New(p.make()), nn.NewLinear(n, n), est.New(p.make())}, 1, 1)
		for d := nn.Use; d <= nn.Learn; d++ {
			noise := asked{esttest.Noise(1), map[int]int{}}
			pass := &nn.Pass{Noise: noise}
			for range 2 {
				pass.Run(d, net, nntest.Normal(2, 4, 1, 2), (&nn.MSE{Pass: pass, Targets: nntest.Normal(2, n, 1, 3)}).Loss)
			}
			if n := noise.sites; len(n) != 3 || n[0] != 2 || n[1] < n[0] || n[2] < n[1] {
				t.Errorf("%v: sites were asked %v times", d, n)
			}
		}
	})
}

// TestUseReachesEveryLayer: when a network is used, all its layers of units act in their mode.
func TestUseReachesEveryLayer(t *testing.T) {
	for d, want := range map[nn.Depth]bool{nn.Use: true, nn.Look: false, nn.Learn: false} {
		a, b := est.New(est.Reinforce{}), est.New(est.Reinforce{})
		a.SetThreshold(0.1)
		b.SetThreshold(0.1)
		pass := &nn.Pass{Noise: esttest.Noise(1)}
		on := true
		pass.Run(d, nn.Seq{a, b}, esttest.Rows([]float64{0}, 100), func(x *nn.Var) []float64 {
			for _, v := range x.Val.Data {
				on = on && v == 1
			}
			return make([]float64, 100)
		})
		if on != want {
			t.Errorf("%v: every unit with p > 0.1 is on: %v, want %v", d, on, want)
		}
	}
}

// TestSigmoidNoise: h = σ(a + s·z), draw by draw.
func TestSigmoidNoise(t *testing.T) {
	for _, c := range []struct{ std, s float64 }{{0, 1}, {0.5, 0.5}, {7, 7}} {
		z := []float64{-1, 0, 0.25}
		got := esttest.Learn(est.SigmoidNoise{Std: c.std}, esttest.Rows([]float64{0.3}, 3), linear, esttest.Script{append([]float64(nil), z...)})
		var h, dh []float64
		for _, z := range z {
			v, dv := esttest.Logit(0.3 + c.s*z)
			h, dh = append(h, v), append(dh, dv)
		}
		esttest.Close(t, "h", got.Loss, h, 1e-12, 1e-6)
		esttest.Close(t, "gradient", esttest.Wide(got.Grad.Data), dh, 1e-12, 1e-6)
	}
}
