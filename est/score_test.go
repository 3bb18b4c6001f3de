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

func relu(a float64) float64 { return max(0, a) }
func id(a float64) float64   { return a }
func unit(float64) float64   { return 1 }
func root4(a float64) float64 {
	return math.Sqrt(esttest.Sigmoid(a))
}

// softplus is log(1 + eᵃ), and bell is E[max(0, a + z)] for a normal z.
func softplus(a float64) float64 { return math.Log1p(math.Exp(a)) }
func bell(a float64) float64 {
	return a*math.Erfc(-a/math.Sqrt2)/2 + math.Exp(-a*a/2)/math.Sqrt(2*math.Pi)
}

// scores is what decides that units are on, and what units that are on are worth, by the name of
// their promise; the others are Bernoulli's, σ(a) and 1.
var scores = map[string][2]func(float64) float64{
	"times smooth":                {root4, root4},
	"times smooth, code":          {root4, root4},
	"noisy rectifier":             {id, bell},
	"noisy rectifier, logistic":   {id, softplus},
	"dropout":                     {id, relu},
	"rectifier":                   {id, relu},
	"sigmoid":                     {esttest.Sigmoid, esttest.Sigmoid},
	"sigmoid, noise":              {esttest.Sigmoid, esttest.Sigmoid},
	"finite differences":          {esttest.Sigmoid, esttest.Sigmoid},
	"finite differences, central": {esttest.Sigmoid, esttest.Sigmoid},
	"SPSA":                        {esttest.Sigmoid, esttest.Sigmoid},
	"Fiete and Seung":             {esttest.Sigmoid, esttest.Sigmoid},
}

// TestThreshold: used at a threshold, exactly the units whose score is above it are on, and have
// the value of a unit that is on; whoever watches is shown the scores.
func TestThreshold(t *testing.T) {
	a := []float64{-3, -0.7, 0, 0.2, 1.5}
	each(t, func(t *testing.T, p promise) {
		if p.law != nil && p.law.Group() > 1 {
			t.Skip("no threshold: TestArgMax")
		}
		score, on := esttest.Sigmoid, unit
		if s, ok := scores[p.name]; ok {
			score, on = s[0], s[1]
		}
		for _, θ := range []float64{math.Inf(-1), score(-0.1), score(1), math.Inf(1)} {
			u := est.New(p.make())
			u.SetThreshold(θ)
			var h, seen, wantH, wantSeen []float64
			for _, a := range a {
				wantSeen = append(wantSeen, score(a))
				v := on(a)
				if !(score(a) > θ) {
					v = 0
				}
				wantH = append(wantH, v)
			}
			pass := &nn.Pass{Poison: true, Watch: func(_ nn.Layer, v mat.M) { seen = esttest.Wide(v.Data) }}
			pass.Run(nn.Use, u, esttest.Rows(a, 1), func(x *nn.Var) []float64 {
				h = esttest.Wide(x.Val.Data)
				return nil
			})
			esttest.Close(t, "scores", seen, wantSeen, 1e-12, 1e-6)
			esttest.Close(t, "outputs", h, wantH, 1e-12, 1e-6)
		}
	})
}

// TestDropoutLayer: values times m/q in training, unchanged when the network is used or at the
// means; unbiased, and its gradient is the derivative under the same noise.
func TestDropoutLayer(t *testing.T) {
	net := nntest.Fill(nn.Seq{nn.NewLinear(4, 5), est.Dropout{Keep: 0.7}, nn.NewLinear(5, 2)}, 1, 3)
	nntest.Gradient(t, nntest.Case{Layer: net, X: nntest.Normal(6, 4, 1, 4),
		Noise: func() nn.Streams { return esttest.Noise(5) }})
	for d := nn.Use; d <= nn.Learn; d++ {
		for _, q := range []float64{0.7, 1} {
			var tally esttest.Tally
			dropped := false
			p := &nn.Pass{Noise: esttest.Noise(1), Poison: true}
			p.Run(d, est.Dropout{Keep: q}, esttest.Rows([]float64{2}, 20_000), func(x *nn.Var) []float64 {
				for _, v := range x.Val.Data {
					tally.Add(float64(v))
					dropped = dropped || v == 0
				}
				return make([]float64, x.Val.Rows)
			})
			if z, _ := tally.Far([]float64{2}); z > 4.5 || dropped != (q < 1 && (d == nn.Look || d == nn.Learn)) {
				t.Errorf("%v, q = %v: mean %v, dropped: %v", d, q, tally.Mean(0), dropped)
			}
		}
	}
}

func TestEnumerateHasALimit(t *testing.T) {
	nntest.Panics(t, "est: Enumerate: 21 units have 2^21 outputs, more than 2^20", func() {
		esttest.Learn(est.Enumerate{}, esttest.Rows(make([]float64, 21), 1), linear, esttest.Noise(1))
	})
}

// TestManyUnits: more units than the shared row of zeros has.
func TestManyUnits(t *testing.T) {
	esttest.Learn(est.Reinforce{}, esttest.Rows(make([]float64, 1<<16+1), 1), linear, esttest.Noise(1))
}

// TestIdentity: the law h = a.
func TestIdentity(t *testing.T) {
	for d := nn.Use; d <= nn.Learn; d++ {
		u := est.New(est.FiniteDifference{Law: est.Identity{}})
		r := esttest.Run(d, u, esttest.Rows(fixA, 1), fixF, nil)
		esttest.Close(t, d.String(), r.Loss, []float64{fixF(fixA, nil)}, 1e-12, 1e-6)
		if d == nn.Slope {
			want := make([]float64, 3)
			fixF(fixA, want)
			esttest.Close(t, "slope", esttest.Wide(r.Grad.Data), want, 1e-12, 1e-6)
		}
	}
}
