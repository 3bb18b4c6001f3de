package est_test

import (
	"math"
	"slices"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestMixupLooks: an estimator behind sees the mixed loss in its Looks too: units that are counted out
// have the exact slope of the mixed loss, and it is not that of one example a row.
func TestMixupLooks(t *testing.T) {
	loss := func(l nn.Layer, shift est.Float) (sum, slope float64) {
		in := nntest.Fill(nn.NewLinear(4, 3), 0.7, 1)
		in.B.Val.Data[1] += shift
		out := nntest.Fill(nn.NewLinear(3, 2), 0.7, 2)
		p := &nn.Pass{Noise: esttest.Noise(7)}
		head := &nn.Softmax{Pass: p, Labels: []int32{0, 1, 1}}
		var mix []est.Float
		keep := layer(func(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
			mix = slices.Clone(p.Mix)
			return next(x)
		})
		x := nntest.Normal(3, 4, 1, 3)
		p.Run(nn.Learn, nn.Seq{l, keep, in, est.New(est.Enumerate{}), out}, x, head.Loss)
		// The expectation of the mixed loss over all 8 patterns.
		a := mat.New(3, 4)
		for i := range 3 {
			λ := est.Float(1)
			if mix != nil {
				λ = mix[i]
			}
			for j := range a.Row(i) {
				a.Row(i)[j] = λ*x.Row(i)[j] + (1-λ)*x.Row((i + 1) % 3)[j]
			}
		}
		for i := range 3 {
			for bits := range 8 {
				prob, y := 1.0, []float64{float64(out.B.Val.Data[0]), float64(out.B.Val.Data[1])}
				for k := range 3 {
					s := float64(in.B.Val.Data[k])
					for j, v := range a.Row(i) {
						s += float64(v) * float64(in.W.Val.Row(j)[k])
					}
					q := 1 / (1 + math.Exp(-s))
					if bits>>k&1 == 0 {
						prob *= 1 - q
						continue
					}
					prob *= q
					for c := range y {
						y[c] += float64(out.W.Val.Row(k)[c])
					}
				}
				log := math.Log(math.Exp(y[0]) + math.Exp(y[1]))
				λ := 1.0
				if mix != nil {
					λ = float64(mix[i])
				}
				sum += prob * (λ*(log-y[head.Labels[i]]) + (1-λ)*(log-y[head.Labels[(i+1)%3]]))
			}
		}
		return sum, float64(in.B.Grad.Data[1])
	}
	const h = 1e-2
	for _, l := range []nn.Layer{&est.Mixup{Alpha: 2}, &est.Mixup{}} {
		up, _ := loss(l, h)
		down, _ := loss(l, -h)
		_, got := loss(l, 0)
		if want := (up - down) / (2 * h); math.Abs(got-want) > 1e-4 {
			t.Errorf("α = %v: ∂b is %v, want %v", l.(*est.Mixup).Alpha, got, want)
		}
	}
	_, mixed := loss(&est.Mixup{Alpha: 2}, 0)
	_, plain := loss(&est.Mixup{}, 0)
	if math.Abs(mixed-plain) < 1e-3 {
		t.Error("control: mixing makes no difference")
	}
}
