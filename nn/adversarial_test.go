package nn_test

import (
	"math"
	"slices"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestAdversarialByHand: of y = x·(2, −1, 0)ᵀ with loss (y − 3)²: at x = (1, 1, 1) y is 1 and ∂ℓ/∂x is
// −4·(2, −1, 0), so that x̃ = (1−ε, 1+ε, 1) and y there 1 − 3ε.
func TestAdversarialByHand(t *testing.T) {
	for _, c := range []struct {
		l     nn.Adversarial
		moved []nn.Float // x̃
	}{
		{nn.Adversarial{Eps: 0.25}, []nn.Float{0.75, 1.25, 1}},
		{nn.Adversarial{Eps: 0.25, Lo: 0, Hi: 1}, []nn.Float{0.75, 1, 1}},
		{nn.Adversarial{Eps: 0.25, Lo: -1, Hi: 0.9}, []nn.Float{0.75, 0.9, 0.9}},
	} {
		lin := nn.NewLinear(3, 1)
		copy(lin.W.Val.Data, []nn.Float{2, -1, 0})
		var seen [][]nn.Float
		look := layer(func(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
			seen = append(seen, slices.Clone(x.Val.Data))
			return next(x)
		})
		p := &nn.Pass{}
		head := func(y *nn.Var) []float64 {
			d := float64(y.Val.Data[0]) - 3
			if p.Depth >= nn.Slope {
				y.Grad.Data[0] += nn.Float(2 * d)
			}
			return []float64{d * d}
		}
		x := mat.Of([]nn.Float{1, 1, 1})
		loss := p.Run(nn.Learn, nn.Seq{c.l, look, lin}, x, head)
		y := 2*float64(c.moved[0]) - float64(c.moved[1])
		if want := 4 + (y-3)*(y-3); math.Abs(loss[0]-want) > 1e-6 {
			t.Errorf("%+v: loss %v, want %v", c.l, loss[0], want)
		}
		if len(seen) != 2 || !slices.Equal(seen[0], x.Data) || !slices.Equal(seen[1], c.moved) {
			t.Errorf("%+v: ran on %v, want x and %v", c.l, seen, c.moved)
		}
		for i, v := range c.moved {
			want := -4 + 2*(y-3)*float64(v)
			if got := float64(lin.W.Grad.Data[i]); math.Abs(got-want) > 1e-5 {
				t.Errorf("%+v: ∂w_%d is %v, want %v", c.l, i, got, want)
			}
		}
		for d := nn.Use; d < nn.Learn; d++ {
			if loss := p.Run(d, nn.Seq{c.l, lin}, x, head); loss[0] != 4 {
				t.Errorf("%v: loss %v, want 4", d, loss[0])
			}
		}
	}
}

// layer is a function as a layer.
type layer func(p *nn.Pass, x *nn.Var, next nn.Next) []float64

func (l layer) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 { return l(p, x, next) }

// TestAdversarialGradient: inside a net, where its input wants a gradient, it adds to parameters and
// inputs what two learnings do, with no stray memory, gated layers behind it included.
func TestAdversarialGradient(t *testing.T) {
	rest := nntest.Fill(nn.Seq{gated(5, 3, true, jumps["part"]), nn.NewLinear(15, 3)}, 0.5, 2)
	x := nntest.Normal(4, 5, 1, 3)
	head := targets(1)
	grads := func(l nn.Layer, x mat.M) (out []nn.Float) {
		for _, q := range nn.Params(rest) {
			q.Grad.Zero()
		}
		p := &nn.Pass{Poison: true}
		var dx mat.M
		first := layer(func(p *nn.Pass, x *nn.Var, next nn.Next) (loss []float64) {
			loss, dx = p.At(nn.Learn, next, x.Val)
			return loss
		})
		loss := p.Run(nn.Learn, nn.Seq{first, l, rest}, x, head(p, 0, 4))
		for _, q := range nn.Params(rest) {
			out = append(out, q.Grad.Data...)
		}
		out = append(out, dx.Data...)
		for _, f := range loss {
			out = append(out, nn.Float(f))
		}
		return out
	}
	clean := grads(nn.Seq{}, x)
	dx := clean[len(clean)-4-20 : len(clean)-4]
	moved := mat.New(4, 5)
	for i, d := range dx {
		moved.Data[i] = x.Data[i] + 0.1*nn.Float(math.Copysign(1, float64(d)))
	}
	other := grads(nn.Seq{}, moved)
	both := grads(nn.Adversarial{Eps: 0.1}, x)
	differs := false
	for i, got := range both {
		want := clean[i] + other[i]
		if math.Abs(float64(got-want)) > 1e-5*(1+math.Abs(float64(want))) {
			t.Fatalf("number %d: %v, want %v", i, got, want)
		}
		differs = differs || math.Abs(float64(clean[i]-other[i])) > 1e-3
	}
	if !differs {
		t.Error("control: to move the input makes no difference")
	}
	if none := grads(nn.Adversarial{}, x); !slices.Equal(none, clean) {
		t.Error("with ε = 0 something changes")
	}
}
