package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/internal/rng"
	"gater/nn"
	"gater/nn/nntest"
)

// decoder is the loss of a decoder of pixels with d latent bits, up to a constant.
func decoder(d, pixels int, weight float64) esttest.Func {
	w, bias := make([]float64, d*pixels), make([]float64, pixels)
	rng.Normal(w, rng.Key{Seed: 1})
	rng.Normal(bias, rng.Key{Seed: 4})
	return func(h, df []float64) (l float64) {
		for p, y := range bias {
			for j, h := range h {
				y += weight * w[j*pixels+p] * (h - 0.5)
			}
			x := float64(p % 2)
			l += max(y, 0) + math.Log1p(math.Exp(-math.Abs(y))) - x*y
			for j := range df {
				df[j] += (esttest.Sigmoid(y) - x) * weight * w[j*pixels+p]
			}
		}
		return l
	}
}

// TestTwoRunsOfADecoder: of 20 latent bits and two samples of each, once weights are learnt, the
// variances are in the order of the published ones: RODEO below double control variates below
// leave-one-out.
func TestTwoRunsOfADecoder(t *testing.T) {
	const d, steps, rows = 20, 60, 100
	f, a := decoder(d, 40, 0.7), make([]float64, d)
	rng.Normal(a, rng.Key{Seed: 2})
	total := map[string]float64{}
	for name, e := range map[string]est.Estimator{
		"RLOO": est.RLOO{}, "DoubleCV": est.DoubleCV{Eta: &est.Eta{}}, "RODEO": est.RODEO{Fit: &est.LeastSquares{}},
	} {
		var tally esttest.Tally
		noise := esttest.Noise(1)
		for i := range steps {
			m := esttest.Learn(e, esttest.Rows(a, rows), f, noise.Step(i)).Grad
			for r := 0; r < rows && i >= steps/3; r++ {
				tally.Add(esttest.Wide(m.Row(r))...)
			}
		}
		for j := range d {
			total[name] += tally.Var(j)
		}
	}
	t.Log(total)
	if !(total["RODEO"] < 0.9*total["DoubleCV"] && total["DoubleCV"] < 0.5*total["RLOO"]) {
		t.Errorf("variances %v", total)
	}
}

// BenchmarkRODEO shows that a gradient costs as much more as there are more units.
func BenchmarkRODEO(b *testing.B) {
	for _, d := range []int{50, 100, 200, 400, 800, 1600, 3200} {
		b.Run(fmt.Sprint(d), func(b *testing.B) {
			const rows = 16
			e := est.RODEO{Fit: &est.LeastSquares{}}
			net := nntest.Fill(nn.Seq{est.New(e), nn.NewLinear(d, 8)}, 0.1, 1)
			p, noise := &nn.Pass{}, esttest.Noise(1)
			p.Noise = noise
			head, x := &nn.MSE{Pass: p, Targets: nntest.Normal(rows, 8, 1, 2)}, nntest.Normal(rows, d, 1, 3)
			for i := 0; b.Loop(); i++ {
				noise.Step(i)
				p.Run(nn.Learn, net, x, head.Loss)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows*d), "ns/unit")
		})
	}
}
