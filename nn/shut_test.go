package nn_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// input is a layer that sends on x with some blocks open, and keeps what comes back.
type input struct {
	x, dx mat.M
	open  *mat.Pairs
}

func (l *input) Run(p *nn.Pass, _ *nn.Var, next nn.Next) []float64 {
	v := p.New(l.x.Rows, l.x.Cols)
	copy(v.Val.Data, l.x.Data)
	v.Open = l.open
	loss := next(v)
	l.dx = v.Grad.Clone()
	return loss
}

// TestShutInputsAreNotTouched: where one row's input is shut, a layer neither reads the weights,
// which are NaN, nor multiplies into their gradients, which an infinite gradient would show, nor
// leaves a gradient of the input.
func TestShutInputsAreNotTouched(t *testing.T) {
	nan, inf := mat.Float(math.NaN()), mat.Float(math.Inf(1))
	linear := nntest.Fill(nn.NewLinear(6, 4), 1, 1)
	gated := nntest.Fill(gated(6, 2, false, jumps["part"]), 1, 2)
	gates := mat.Of([]mat.Float{0, 1, 0})
	shut := func(j int) bool { return gates.Data[j/2] == 0 }
	for _, c := range []struct {
		name  string
		layer nn.Layer
		w     func(i, j int) *mat.Float // by input
		dw    func(i, j int) mat.Float
		outs  int
	}{
		{"Linear", linear, func(i, j int) *mat.Float { return &linear.W.Val.Row(i)[j] },
			func(i, j int) mat.Float { return linear.W.Grad.Row(i)[j] }, 4},
		{"Gated", gated, func(i, j int) *mat.Float { return &gated.W.Val.Row(j/2*6 + i)[j%2] },
			func(i, j int) mat.Float { return gated.W.Grad.Row(j/2*6 + i)[j%2] }, 10},
	} {
		for i := range 6 {
			for j := range c.outs {
				if shut(i) {
					*c.w(i, j) = nan
				}
			}
		}
		in := &input{x: mat.Of([]mat.Float{0, 0, 0.5, -2, 0, 0}), open: nntest.Pattern(gates, 2)}
		p := &nn.Pass{Poison: true}
		p.Run(nn.Learn, nn.Seq{in, c.layer}, mat.New(1, 0), func(x *nn.Var) []float64 {
			if !x.Val.Finite() {
				t.Errorf("%s reads a shut input", c.name)
			}
			x.Grad.Fill(inf)
			return []float64{0}
		})
		touched := false
		for i := range 6 {
			for j := range c.outs {
				if d := c.dw(i, j); shut(i) && d != 0 {
					t.Errorf("%s: weight %d,%d of a shut input has the gradient %v", c.name, i, j, d)
				}
				touched = touched || !shut(i) && c.dw(i, j) != 0
			}
			if d := in.dx.Data[i]; shut(i) && d != 0 {
				t.Errorf("%s: shut input %d has the gradient %v", c.name, i, d)
			}
		}
		if !touched {
			t.Errorf("control: %s: no weight of an open input has a gradient", c.name)
		}
	}
}

// TestPatternGoesOn: layers that keep zeros keep the pattern, and the work behind them stays
// small; what follows two gated layers is worked out over pairs of open blocks.
func TestPatternGoesOn(t *testing.T) {
	open := func(in, k int) *nn.Gated {
		return nn.NewGated(nn.Seq{nn.NewLinear(in, 5), first(k)}, in, 5, 3)
	}
	net := nn.Seq{open(8, 2), nn.Tanh{}, nn.Relu{}, est.Dropout{Keep: 0.5}, open(15, 4), nn.NewLinear(15, 7)}
	const rows = 3
	forward := int64(rows * ((8*5 + 6*8) + (6*5 + 12*6) + 12*7))
	gater1 := int64(rows * 2 * 8 * 5) // the input of the net wants no gradient
	own1 := int64(rows * 2 * 6 * 8)
	rest := int64(rows * 3 * (6*5 + 12*6 + 12*7))
	for d, want := range map[nn.Depth]int64{nn.Look: forward, nn.Learn: gater1 + own1 + rest} {
		p := &nn.Pass{Noise: esttest.Noise(1)}
		head := &nn.Softmax{Pass: p, Labels: make([]int32, rows)}
		if p.Run(d, net, mat.New(rows, 8), head.Loss); p.Work.Macs != want {
			t.Errorf("%v: %d multiply-adds, want %d", d, p.Work.Macs, want)
		}
	}
}

// hard is y = 1[x > 0] with the gradient of the identity: straight-through without noise.
type hard struct{}

func (hard) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	for i, v := range x.Val.Data {
		y.Val.Data[i] = 0
		if v > 0 {
			y.Val.Data[i] = 1
		}
	}
	loss := next(y)
	for i, d := range y.Grad.Data {
		x.Grad.Data[i] += d
	}
	return loss
}

// TestSlopeNeedsWhatLearnNeeds: a gate whose gradient asks for shut blocks gets it at Slope too.
func TestSlopeNeedsWhatLearnNeeds(t *testing.T) {
	run := func(d nn.Depth, skip nn.Skip) []float64 {
		l := nn.NewGated(nn.Seq{nn.NewLinear(4, 5), hard{}}, 4, 5, 3)
		l.Skip = skip
		net := nntest.Fill(nn.Seq{l, nn.NewLinear(15, 2)}, 1, 1)
		in := &input{x: nntest.Normal(3, 4, 1, 2)}
		p := &nn.Pass{Poison: true}
		p.Run(d, nn.Seq{in, net}, mat.New(3, 0), (&nn.MSE{Pass: p, Targets: mat.New(3, 2)}).Loss)
		return esttest.Wide(in.dx.Data)
	}
	learn := run(nn.Learn, nn.SkipNothing)
	esttest.Close(t, "at Slope", run(nn.Slope, nn.SkipNothing), learn, 1e-12, 1e-5)
	esttest.Close(t, "forwards only", run(nn.Slope, nn.SkipForward), learn, 1e-12, 1e-5)
	same := true
	for i, d := range run(nn.Learn, nn.SkipAll) {
		same = same && math.Abs(d-learn[i]) < 1e-3
	}
	if same {
		t.Error("control: skipping everything gives the same gradient")
	}
}
