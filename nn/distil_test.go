package nn_test

import (
	"math"
	"slices"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// taught is a net behind a teacher, and what the teacher is.
func taught(weight, temper float64, between ...nn.Layer) (nn.Seq, *nn.Distil, *nn.Linear) {
	teacher := nntest.Fill(nn.NewLinear(5, 4), 0.8, 7)
	d := &nn.Distil{Teacher: teacher, Weight: weight, Temper: temper}
	pupil := nntest.Fill(nn.NewLinear(5, 4), 0.5, 1)
	return append(append(nn.Seq{d}, between...), pupil, d.Last()), d, teacher
}

// softened is softmax(x/T) by its definition.
func softened(x []nn.Float, temper float64) (q []float64) {
	sum := 0.0
	for _, v := range x {
		q = append(q, math.Exp(float64(v)/temper))
		sum += q[len(q)-1]
	}
	for j := range q {
		q[j] /= sum
	}
	return q
}

// TestDistil: loss and gradient are those of the formula.
func TestDistil(t *testing.T) {
	x, labels := nntest.Normal(4, 5, 1, 3), []int32{3, 0, 2, 2}
	for _, c := range []struct{ weight, temper float64 }{{0, 2}, {0.3, 2}, {0.7, 1}, {1, 4}} {
		net, _, teacher := taught(c.weight, c.temper)
		same := &nn.Distil{Teacher: &nn.Linear{W: nn.NewParam(5, 4, nn.FanCols), B: teacher.B}, Weight: c.weight, Temper: c.temper} // says the same of every input
		nntest.Gradient(t, nntest.Case{Layer: nn.Seq{same, net[1], same.Last()}, X: x, Head: softmax(labels)})

		p := &nn.Pass{}
		values := func(l nn.Layer) (y mat.M) {
			p.Run(nn.Use, l, x, func(v *nn.Var) []float64 { y = v.Val.Clone(); return nil })
			return y
		}
		y, says := values(net[1]), values(teacher)
		var grad mat.M
		look := layer(func(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
			loss, g := p.At(nn.Learn, next, x.Val)
			grad = g.Clone()
			return loss
		})
		loss := p.Run(nn.Learn, nn.Seq{net[0], net[1], look, net[2]}, x, softmax(labels)(p, 0, 4))
		for i, label := range labels {
			own, q, s := softened(y.Row(i), 1), softened(says.Row(i), c.temper), softened(y.Row(i), c.temper)
			want := -(1 - c.weight) * math.Log(own[label])
			for j := range q {
				want += c.weight * c.temper * c.temper * q[j] * math.Log(q[j]/s[j])
				d := (1-c.weight)*own[j] + c.weight*c.temper*(s[j]-q[j])
				if j == int(label) {
					d -= 1 - c.weight
				}
				if g := float64(grad.Row(i)[j]); math.Abs(g-d) > 1e-5 {
					t.Errorf("%+v, row %d: ∂x_%d is %v, want %v", c, i, j, g, d)
				}
			}
			if math.Abs(loss[i]-want) > 1e-5 {
				t.Errorf("%+v, row %d: loss %v, want %v", c, i, loss[i], want)
			}
		}
	}
}

// TestDistilAsksOnce: however often the rest runs, and on whatever, the teacher sees the inputs as they
// come, once; it is no part of what is trained, and nothing when the network is used.
func TestDistilAsksOnce(t *testing.T) {
	x, labels := nntest.Normal(3, 5, 1, 3), []int32{3, 0, 2}
	net, d, teacher := taught(0.5, 2, nn.Adversarial{Eps: 0.25})
	var seen []mat.M
	d.Teacher = nn.Seq{layer(func(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
		if p.Depth != nn.Use {
			t.Errorf("the teacher is asked at depth %v", p.Depth)
		}
		seen = append(seen, x.Val.Clone())
		return next(x)
	}), teacher}
	for name := range nn.Params(net) {
		if name != "2.weight" && name != "2.bias" {
			t.Errorf("%s is a parameter: want those of the pupil alone", name)
		}
	}
	before := slices.Clone(teacher.W.Val.Data)
	p := &nn.Pass{}
	plain := &nn.Distil{}
	for _, depth := range []nn.Depth{nn.Use, nn.Look, nn.Slope, nn.Learn} {
		seen = nil
		loss := p.Run(depth, net, x, softmax(labels)(p, 0, 3))
		alone := p.Run(depth, nn.Seq{plain, nn.Adversarial{Eps: 0.25}, net[2], plain.Last()}, x, softmax(labels)(p, 0, 3))
		if depth == nn.Use {
			if len(seen) != 0 || !slices.Equal(loss, alone) {
				t.Errorf("in use: asked %d times, loss %v, without a teacher %v", len(seen), loss, alone)
			}
			continue
		}
		if len(seen) != 1 || !slices.Equal(seen[0].Data, x.Data) {
			t.Errorf("%v: asked %d times, want once, on the inputs as they are", depth, len(seen))
		}
		if slices.Equal(loss, alone) {
			t.Errorf("%v: the teacher changes nothing", depth)
		}
	}
	if !slices.Equal(before, teacher.W.Val.Data) || slices.ContainsFunc(teacher.W.Grad.Data, func(g nn.Float) bool { return g != 0 }) {
		t.Error("the teacher was trained")
	}
}

// TestDistilAgreement: there is nothing to learn from a teacher that says the same but for a constant.
func TestDistilAgreement(t *testing.T) {
	x, g := []nn.Float{700, 0, -800}, make([]nn.Float, 3)
	if f := nn.Divergence(g, x, []nn.Float{705, 5, -795}, 2, 1); math.Abs(f) > 1e-6 || g[0] != 0 || g[1] != 0 || g[2] != 0 {
		t.Errorf("divergence %v, gradient %v from the same", f, g)
	}
	if f := nn.Divergence(g, x, []nn.Float{0, 700, 0}, 2, 0.5); math.Abs(f-4*350) > 1e-6 || math.Abs(float64(g[0])-1) > 1e-6 || math.Abs(float64(g[1])+1) > 1e-6 {
		t.Errorf("divergence %v, want 1400; gradient %v, want 1 and −1", f, g)
	}
}

func TestDistilShapes(t *testing.T) {
	_, d, _ := taught(0.5, 2)
	p := &nn.Pass{}
	nntest.Panics(t, "the teacher has 1×4 outputs, the network 1×5", func() {
		p.Run(nn.Learn, nn.Seq{d, d.Last()}, nntest.Normal(1, 5, 1, 3), softmax([]int32{0})(p, 0, 1))
	})
}
