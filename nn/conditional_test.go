package nn_test

import (
	"fmt"
	"slices"
	"testing"

	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// masked is what a Gated computes, with dense products of everything: the oracle of skipping.
type masked struct{ *nn.Gated }

func (m masked) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	l := m.Gated
	return l.Gate.Run(p, x, func(g *nn.Var) []float64 {
		e, y := mat.New(x.Val.Rows, l.Units()), p.New(x.Val.Rows, l.Units())
		mat.AddRow(e, l.B.Val.Data)
		w, dw := byUnit(l, l.W.Val), mat.New(l.Units(), l.In())
		mat.MulNT(nil, e, x.Val, w)
		gate := func(i int) *mat.Float { return &g.Val.Row(i / e.Cols)[i%e.Cols/l.Width] }
		for i, v := range e.Data {
			if l.Rectify {
				e.Data[i] = max(0, v)
			}
			y.Val.Data[i] = *gate(i) * e.Data[i]
		}
		loss := next(y)
		if p.Depth >= nn.Slope {
			de := mat.New(e.Rows, e.Cols)
			for i, d := range y.Grad.Data {
				g.Grad.Row(i / e.Cols)[i%e.Cols/l.Width] += d * e.Data[i]
				if !l.Rectify || e.Data[i] > 0 {
					de.Data[i] = d * *gate(i)
				}
			}
			mat.MulNN(nil, x.Grad, de, w)
			if p.Depth == nn.Learn {
				mat.SumRows(l.B.Grad.Data, de)
				mat.MulTN(nil, dw, de, x.Val)
				eachWeight(l, func(unit, in, row, col int) { l.W.Grad.Row(row)[col] += dw.Row(unit)[in] })
			}
		}
		return loss
	})
}

// eachWeight visits the weights of l: the one from an input to a unit, and where it is in W.
func eachWeight(l *nn.Gated, visit func(unit, in, row, col int)) {
	for unit := range l.Units() {
		for in := range l.In() {
			visit(unit, in, unit/l.Width*l.In()+in, unit%l.Width)
		}
	}
}

// byUnit is the weights w of l, units×in.
func byUnit(l *nn.Gated, w mat.M) mat.M {
	m := mat.New(l.Units(), l.In())
	eachWeight(l, func(unit, in, row, col int) { m.Row(unit)[in] = w.Row(row)[col] })
	return m
}

// learnt is the losses of a Learn pass and all parameters' gradients.
func learnt(net nn.Layer, pool *mat.Pool, noise nn.Streams, x mat.M, labels []int32) (loss, grad []float64) {
	for _, p := range nn.Params(net) {
		p.Grad.Zero()
	}
	p := &nn.Pass{Pool: pool, Noise: noise, Poison: true}
	loss = p.Run(nn.Learn, net, x, (&nn.Softmax{Pass: p, Labels: labels}).Loss)
	for _, p := range nn.Params(net) {
		grad = append(grad, esttest.Wide(p.Grad.Data)...)
	}
	return loss, grad
}

// TestSkippingChangesNothing: skipping all, skipping nothing and dense products give the same
// losses and gradients, with no gate open, some, and all.
func TestSkippingChangesNothing(t *testing.T) {
	x, labels := nntest.Normal(7, 6, 1, 3), []int32{0, 1, 2, 0, 1, 2, 0}
	for name, jump := range jumps {
		for _, width := range []int{1, 3} {
			for _, rectify := range []bool{false, true} {
				run := func(skip nn.Skip, dense bool) (loss, grad []float64) {
					a, b := gated(8, width, rectify, jump), gated(5*width, 2, rectify, jump)
					a.Skip, b.Skip = skip, skip
					var la, lb nn.Layer = a, b
					if dense {
						la, lb = masked{a}, masked{b}
					}
					net := nn.Seq{nn.NewLinear(6, 8), nn.Tanh{}, la, lb, nn.NewLinear(10, 3)}
					return learnt(nntest.Fill(net, 0.5, 11), nil, nil, x, labels)
				}
				name := fmt.Sprintf("%s, width %d, rectify %v", name, width, rectify)
				loss, grad := run(nn.SkipAll, false)
				for other, dense := range map[nn.Skip]bool{nn.SkipNothing: false, nn.SkipForward: false, nn.SkipAll: true} {
					l, g := run(other, dense)
					esttest.Close(t, name+": loss", loss, l, 1e-12, 1e-5)
					esttest.Close(t, name+": gradient", grad, g, 1e-12, 1e-5)
				}
			}
		}
	}
}

// TestThreads: a Learn pass gives the same bits on any number of threads.
func TestThreads(t *testing.T) {
	x, labels := nntest.Normal(33, 130, 1, 3), make([]int32, 33)
	run := func(pool *mat.Pool, seed uint64) (loss, grad []float64) {
		a := nn.NewGated(nn.Seq{nn.NewLinear(150, 40), jumps["part"]}, 150, 40, 8)
		b := nn.NewGated(nn.Seq{nn.NewLinear(320, 12), jumps["part"]}, 320, 12, 16)
		net := nn.Seq{nn.NewLinear(130, 150), nn.Tanh{}, a, b, nn.NewLinear(192, 10)}
		return learnt(nntest.Fill(net, 0.3, seed), pool, nil, x, labels)
	}
	loss, grad := run(nil, 1)
	for threads := 1; threads <= 3; threads++ {
		pool := mat.NewPool(threads)
		l, g := run(pool, 1)
		if !slices.Equal(l, loss) || !slices.Equal(g, grad) {
			t.Errorf("%d threads give other bits", threads)
		}
		pool.Close()
	}
	if l, g := run(nil, 2); slices.Equal(l, loss) || slices.Equal(g, grad) {
		t.Error("control: another network gives the same bits")
	}
}
