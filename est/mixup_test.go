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

// TestMixupByHand: with α = 1 λ is uniform, and its table's k-th value the middle of the k-th of 1024
// cells; rows and losses are mixed by it with those of the next row.
func TestMixupByHand(t *testing.T) {
	u := []float64{0.25, 0.5, 0.9}
	x := mat.Of([]est.Float{1, 0}, []est.Float{0, 2}, []est.Float{4, 4})
	p := &nn.Pass{Noise: esttest.Script{slices.Clone(u)}}
	head := &nn.MSE{Pass: p, Targets: mat.Of([]est.Float{1}, []est.Float{-1}, []est.Float{3})}
	lin := nn.NewLinear(2, 1)
	copy(lin.W.Val.Data, []est.Float{1, -1})
	var seen mat.M
	look := layer(func(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
		seen = x.Val.Clone()
		return next(x)
	})
	loss := p.Run(nn.Learn, nn.Seq{&est.Mixup{Alpha: 1}, look, lin}, x, head.Loss)
	for i := range 3 {
		λ, k := (math.Floor(u[i]*1024)+0.5)/1024, (i+1)%3
		y := 0.0
		for j, w := range []float64{1, -1} {
			want := λ*float64(x.Row(i)[j]) + (1-λ)*float64(x.Row(k)[j])
			if got := float64(seen.Row(i)[j]); math.Abs(got-want) > 1e-5 {
				t.Errorf("row %d: x̃_%d is %v, want %v", i, j, got, want)
			}
			y += w * want
		}
		a, b := y-float64(head.Targets.Row(i)[0]), y-float64(head.Targets.Row(k)[0])
		if want := λ*a*a + (1-λ)*b*b; math.Abs(loss[i]-want) > 1e-4 {
			t.Errorf("row %d: loss %v, want %v", i, loss[i], want)
		}
	}
}

// layer is a function as a layer.
type layer func(p *nn.Pass, x *nn.Var, next nn.Next) []float64

func (l layer) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 { return l(p, x, next) }

// TestMixupShares: over all values of equal probability λ has the mean and the variance of Beta(α, α),
// ½ and 1/(4(2α+1)), and another α has another.
func TestMixupShares(t *testing.T) {
	x := mat.Of([]est.Float{1}, []est.Float{0})
	variance := func(α float64) float64 {
		l, mean, square := &est.Mixup{Alpha: α}, 0.0, 0.0
		for k := range 1024 {
			u := (float64(k) + 0.5) / 1024
			p := &nn.Pass{Noise: esttest.Script{{u, u}}}
			p.Run(nn.Learn, l, x, func(y *nn.Var) []float64 {
				v := float64(y.Val.Row(0)[0])
				mean += v / 1024
				square += v * v / 1024
				return make([]float64, 2)
			})
		}
		if math.Abs(mean-0.5) > 1e-6 {
			t.Errorf("α = %v: the mean share is %v", α, mean)
		}
		return square - mean*mean
	}
	for _, α := range []float64{est.MixupLeast, 0.2, 0.4, 1, 8, est.MixupMost} {
		want := 1 / (4 * (2*α + 1))
		if got := variance(α); math.Abs(got-want) > 1e-3*want {
			t.Errorf("α = %v: variance %v, want %v", α, got, want)
		}
	}
	if got := variance(0.2); math.Abs(got-variance(0.4)) < 0.01 {
		t.Error("control: the variance does not tell 0.2 from 0.4")
	}
}

// TestMixupGradient: what Learn leaves, in front of the mixture too, is the slope of what Learn
// returns under the same noise; with the gradient of unmixed examples it is not.
func TestMixupGradient(t *testing.T) {
	mixed := &est.Mixup{Alpha: 0.4}
	x, noise := nntest.Normal(5, 4, 1, 3), esttest.Noise(7)
	run := func(net nn.Layer) float64 {
		p := &nn.Pass{Noise: noise.Step(0), Poison: true}
		head := &nn.Softmax{Pass: p, Labels: []int32{0, 2, 1, 1, 0}, Weights: []est.Float{1, 2, 0.5, 1, 1}}
		sum := 0.0
		for _, f := range p.Run(nn.Learn, net, x, head.Loss) {
			sum += f
		}
		return sum
	}
	net := func(l nn.Layer) nn.Seq {
		return nntest.Fill(nn.Seq{nn.NewLinear(4, 4), l, nn.Tanh{}, nn.NewLinear(4, 3)}, 0.7, 1)
	}
	for _, l := range []nn.Layer{mixed, &est.Mixup{}} {
		learnt, at := net(l), net(mixed)
		run(learnt)
		var off, length float64
		grads := []*nn.Param{}
		for _, q := range nn.Params(learnt) {
			grads = append(grads, q)
		}
		k, step := 0, nntest.Tol(1e-5, 3e-3)
		for _, q := range nn.Params(at) {
			for i, v := range q.Val.Data {
				q.Val.Data[i] = v + est.Float(step)
				d := float64(q.Val.Data[i])
				f := run(at)
				q.Val.Data[i] = v - est.Float(step)
				d -= float64(q.Val.Data[i])
				slope := (f - run(at)) / d
				q.Val.Data[i] = v
				g := float64(grads[k].Grad.Data[i])
				off += (g - slope) * (g - slope)
				length += g * g
			}
			k++
		}
		got := math.Sqrt(off / length)
		if l == nn.Layer(mixed) && got > nntest.Tol(1e-7, 3e-3) {
			t.Errorf("the gradient is off by %v of its length", got)
		}
		if l != nn.Layer(mixed) && got < 0.1 {
			t.Errorf("control: the gradient of unmixed examples is off by %v only", got)
		}
	}
}

// TestMixupAlone: at other depths, and with α = 0, the loss is the head's, nothing is drawn, and the
// draws of layers behind are those of a net without.
func TestMixupAlone(t *testing.T) {
	rest := nntest.Fill(nn.Seq{est.Dropout{Keep: 0.5}, nn.NewLinear(4, 3)}, 0.7, 1)
	run := func(d nn.Depth, net nn.Layer) []float64 {
		p := &nn.Pass{Noise: esttest.Noise(7)}
		head := &nn.Softmax{Pass: p, Labels: []int32{0, 2, 1}}
		return p.Run(d, net, nntest.Normal(3, 4, 1, 3), head.Loss)
	}
	for d := nn.Use; d <= nn.Learn; d++ {
		plain := run(d, rest)
		if got := run(d, nn.Seq{&est.Mixup{}, rest}); !slices.Equal(got, plain) {
			t.Errorf("%v, α = 0: %v, want %v", d, got, plain)
		}
		if got := run(d, nn.Seq{&est.Mixup{Alpha: 1}, rest}); slices.Equal(got, plain) != (d < nn.Learn) {
			t.Errorf("%v: %v, without %v", d, got, plain)
		}
	}
	nntest.Panics(t, "the rows are mixed already", func() { run(nn.Learn, nn.Seq{&est.Mixup{Alpha: 1}, &est.Mixup{Alpha: 1}, rest}) })
	nntest.Panics(t, "Alpha is -1: it must be 0 or from 0.01 to 100", func() { run(nn.Learn, nn.Seq{&est.Mixup{Alpha: -1}, rest}) })
}
