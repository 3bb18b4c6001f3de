package nn_test

import (
	"math"
	"slices"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// dormant is a parameter whose weights are NaN until they are woken.
type dormant struct {
	p             *nn.Param
	true          []mat.Float
	awake, learnt []bool // by weight
}

func newDormant(p *nn.Param) *dormant {
	n := len(p.Val.Data)
	d := &dormant{p: p, true: slices.Clone(p.Val.Data), awake: make([]bool, n), learnt: make([]bool, n)}
	p.Val.Fill(mat.Float(math.NaN()))
	p.Sleeper = d
	return d
}

func (d *dormant) mark(on []bool, open *mat.Pairs) {
	for i := range on {
		k := 0
		if open != nil {
			k = i / (len(on) / open.Blocks)
		}
		on[i] = on[i] || open == nil || open.Off[k+1] > open.Off[k]
	}
}

func (d *dormant) Wake(_ *mat.Pool, open *mat.Pairs) {
	d.mark(d.awake, open)
	for i, on := range d.awake {
		if on {
			d.p.Val.Data[i] = d.true[i]
		}
	}
}

func (d *dormant) Learnt(open *mat.Pairs) { d.mark(d.learnt, open) }

// TestSleepersAreTold: a pass announces every weight that it reads and every gradient that it
// leaves, and of shut blocks it announces none.
func TestSleepersAreTold(t *testing.T) {
	x, labels := nntest.Normal(2, 6, 1, 3), []int32{0, 1}
	for name, jump := range jumps {
		run := func(d nn.Depth, asleep bool) (loss []float64, grads [][]mat.Float, params []*dormant) {
			a, b := gated(8, 2, true, jump), gated(10, 3, false, jump)
			net := nntest.Fill(nn.Seq{nn.NewLinear(6, 8), nn.Tanh{}, a, b, nn.NewLinear(15, 3)}, 1, 11)
			a.Skip, b.Skip = nn.SkipAll, nn.SkipAll
			for _, p := range nn.Params(net) {
				if p.Fan == nn.FanNone && p != a.B && p != b.B { // of those nobody is told
					continue
				}
				if asleep {
					params = append(params, newDormant(p))
				}
			}
			p := &nn.Pass{Poison: true}
			loss = p.Run(d, net, x, (&nn.Softmax{Pass: p, Labels: labels}).Loss)
			for _, p := range nn.Params(net) {
				grads = append(grads, p.Grad.Data)
			}
			return slices.Clone(loss), grads, params
		}
		for d := nn.Use; d <= nn.Learn; d++ {
			want, wantGrads, _ := run(d, false)
			loss, grads, params := run(d, true)
			if !slices.Equal(loss, want) || !slices.EqualFunc(grads, wantGrads, slices.Equal[[]mat.Float]) {
				t.Errorf("%s, %v: losses or gradients hang on weights that nobody woke", name, d)
			}
			awake, learnt, all := 0, 0, 0
			for _, s := range params {
				for i, g := range s.p.Grad.Data {
					if g != 0 && !s.learnt[i] || s.learnt[i] && (d != nn.Learn || !s.awake[i]) {
						t.Fatalf("%s, %v: of a gradient %v a sleeper is told %v", name, d, g, s.learnt[i])
					}
				}
				awake, learnt, all = awake+count(s.awake), learnt+count(s.learnt), all+len(s.awake)
			}
			if (awake == all) != (name == "open") || (learnt == awake) != (d == nn.Learn) {
				t.Errorf("%s, %v: of %d weights %d are woken and %d learnt", name, d, all, awake, learnt)
			}
		}
	}
}

func count(on []bool) (n int) {
	for _, v := range on {
		if v {
			n++
		}
	}
	return n
}
