package opt_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/opt"
)

// gapsNet is a gated layer, a linear one whose rows lie apart, or not, and one without gates before it.
func gapsNet(apart bool, between mat.Float) (nn.Seq, *nn.Param) {
	const in, blocks, width, out = 9, 11, 7, 512 // more rows than are updated at once
	a := nn.NewGated(nn.Seq{nn.NewLinear(in, blocks), nntest.Jump{Theta: 0.1}}, in, blocks, width)
	a.Rectify = true
	b := nn.NewLinear(blocks*width, out)
	w := b.W.Val
	if !apart {
		b.W = nn.NewParam(w.Rows, w.Cols, nn.FanCols)
	}
	net := nntest.Fill(nn.Seq{a, b, nn.Relu{}, nn.NewLinear(out, 3)}, 0.2, 3)
	for i := range b.W.Val.Rows {
		copy(b.W.Val.Row(i), nntest.Normal(1, out, 0.2, uint64(i)).Data)
		if i > 0 {
			ld := b.W.Val.Ld()
			for j := (i-1)*ld + out; j < i*ld; j++ {
				b.W.Val.Data[j] = between
			}
		}
	}
	return net, b.W
}

// gapsRun trains such a net for a few steps, and returns all its weights and moments, without gaps.
func gapsRun(rule opt.Rule, pool *mat.Pool, apart bool, between mat.Float, set func(o *opt.Optimiser)) (w []mat.Float, wide *nn.Param) {
	net, wide := gapsNet(apart, between)
	o := opt.New(rule, opt.Constant(0.02), net)
	set(o)
	p := &nn.Pass{Pool: pool}
	for step := range uint64(8) {
		head := &nn.MSE{Pass: p, Targets: nntest.Normal(13, 3, 1, 100+step)}
		p.Run(nn.Learn, net, nntest.Normal(13, 9, 1, 10*step), head.Loss)
		o.Step(pool, 13, 0)
	}
	o.Flush(pool)
	for _, q := range nn.Params(net) {
		w = append(w, q.Val.Packed().Data...)
	}
	for _, m := range o.Slots() {
		w = append(w, m.Packed().Data...)
	}
	return w, wide
}

// TestGaps: a layer whose rows of weights lie apart learns the same bits as one without gaps, by every rule,
// with a limit, lazily, fused and on several threads; and whatever is in the gaps is read by nobody.
func TestGaps(t *testing.T) {
	pool := mat.NewPool(3)
	defer pool.Close()
	nan := mat.Float(math.NaN())
	for _, rule := range []opt.Rule{opt.SGD{Momentum: opt.Constant(0.9)}, opt.RMSprop{}, opt.Adam{Decay: 0.1}} {
		for _, limit := range []float64{0, 0.8} {
			for _, how := range []string{"", "lazy", "fused", "both"} {
				name := fmt.Sprintf("%T limit %v %s", rule, limit, how)
				set := func(o *opt.Optimiser) {
					o.MaxNorm = limit
					if how == "lazy" || how == "both" {
						o.Lazy()
					}
					if how == "fused" || how == "both" {
						o.Fuse()
					}
				}
				want, plain := gapsRun(rule, nil, false, 0, set)
				got, wide := gapsRun(rule, pool, true, 0, set)
				if plain.Val.Ld() != 512 || wide.Val.Ld() <= 512 {
					t.Fatalf("control: rows are %d and %d apart", plain.Val.Ld(), wide.Val.Ld())
				}
				if !(mat.M{Data: want}).Finite() || !slices.Equal(got, want) {
					t.Errorf("%s: other bits with gaps", name)
				}
				for i := 1; i < wide.Val.Rows; i++ {
					for _, x := range wide.Val.Data[(i-1)*wide.Val.Ld()+wide.Val.Cols : i*wide.Val.Ld()] {
						if x != 0 {
							t.Fatalf("%s: %v in the gap before row %d", name, x, i)
						}
					}
				}
				if got, wide = gapsRun(rule, pool, true, nan, set); !slices.Equal(got, want) {
					t.Errorf("%s: what is in the gaps changes bits", name)
				}
				if x := wide.Val.Data[wide.Val.Ld()-1]; x == x {
					t.Errorf("%s: control: the gap of NaN holds %v", name, x)
				}
			}
		}
	}
	set := func(o *opt.Optimiser) {}
	want, _ := gapsRun(opt.Adam{}, nil, false, 0, set)
	other, _ := gapsRun(opt.Adam{}, nil, true, 0, func(o *opt.Optimiser) { o.MaxNorm = 0.8 })
	if slices.Equal(want, other) {
		t.Error("control: a limit changes nothing")
	}
}
