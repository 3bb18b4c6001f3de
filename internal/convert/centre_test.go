package convert

import (
	"math"
	"testing"

	"gater/data"
	"gater/nn"
	"gater/train"
)

// TestCentre: a gater whose outputs are so large that most scores are 1 to the last bit cannot be cut
// at a share; moved to 0 and below it can, and in any order of magnitude.
func TestCentre(t *testing.T) {
	d := data.Synthetic(1200, 10, 0, 1)
	net := dense(d.Train.Dim(), 64, 48, 7)
	n := regroup(t, net, rowsOf(50, d.Train.Dim()), 8)
	for _, g := range n.Gates {
		gate := g.Layer.Gate.(nn.Seq)
		noise := train.InitNoise(4)
		nn.Uniform(gate[0].(*nn.Linear).W.Val, 0.3, noise.At(0))
		nn.Uniform(gate[2].(*nn.Linear).W.Val, 5, noise.At(1))
		gate[2].(*nn.Linear).B.Val.Fill(40)
	}
	c := &conversion{Options: Options{Settings: Settings{Active: 0.25}, Data: d}, net: n, eval: &train.Evaluator{Net: n.Net}}
	for i := range n.Gates {
		n.Gates[i].Target = 0.25
	}
	train.Tune(c.eval, n.Gates, d.Valid)
	if r := c.eval.Run(d.Valid, nn.Use, 0); math.Abs(r.Active-0.25) < 0.1 {
		t.Errorf("control: %.3f open without moving anything", r.Active)
	}
	if r := c.judge(); math.Abs(r.Active-0.25) > 0.005 {
		t.Errorf("%.3f of the blocks are open, want 0.25", r.Active)
	}
}

// TestShift: in training the share of units above 0 is the one that is asked for, whatever was added
// to their inputs, and gradients pass; in use nothing changes.
func TestShift(t *testing.T) {
	x := rowsOf(10, 20)
	for _, share := range []float64{0.1, 0.5, 1} {
		for _, by := range []float64{0, 100} {
			for i := range x.Data {
				x.Data[i] += nn.Float(by)
			}
			p, on := &nn.Pass{}, 0
			p.Run(nn.Look, &shift{share}, x, func(y *nn.Var) []float64 {
				for _, v := range y.Val.Data {
					if v > 0 {
						on++
					}
				}
				return nil
			})
			if on != int(share*200+0.5) {
				t.Errorf("%d of 200 units are on, want a share of %v", on, share)
			}
			if y := output(&shift{share}, x); apart(x, y) != 0 {
				t.Error("the layer does something in use")
			}
		}
	}
	before := &nn.Var{Val: x, Grad: rowsOf(10, 20)}
	p := &nn.Pass{Depth: nn.Slope}
	was := before.Grad.Clone()
	(&shift{0.5}).Run(p, before, func(y *nn.Var) []float64 {
		for i := range y.Grad.Data {
			y.Grad.Data[i] = nn.Float(i)
		}
		return nil
	})
	for i, g := range before.Grad.Data {
		if math.Abs(float64(g-was.Data[i])-float64(i)) > 1e-4 {
			t.Fatalf("gradient %d is %v, want %v more than %v", i, g, i, was.Data[i])
		}
	}
}
