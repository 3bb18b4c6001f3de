package nn_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
)

// first is a layer that opens the first k gates of every row.
type first int

func (k first) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	y.Val.Zero()
	for i := range y.Val.Rows {
		for j := range int(k) {
			y.Val.Row(i)[j] = 1
		}
	}
	return next(y)
}

func (first) Skips() nn.Skip { return nn.SkipAll }

// conditional is the network of the paper's experiment: 784 inputs, a gater of m tanh units, n
// linear experts in gates blocks, k of them open, and 10 classes.
func conditional(m, gates, width, k int) nn.Seq {
	gater := nn.Seq{nn.NewLinear(784, m), nn.Tanh{}, nn.NewLinear(m, gates), first(k)}
	return nn.Seq{nn.NewGated(gater, 784, gates, width), nn.NewLinear(gates*width, 10)}
}

// TestWork: the multiply-adds of one example are D·M + M·N/G + k·(D + C) for k open units.
func TestWork(t *testing.T) {
	for _, c := range []struct {
		m, gates, width, open int
		want                  int64 // in use
	}{
		{400, 2000, 1, 200, 1_272_400},
		{400, 2000, 1, 0, 1_113_600},
		{400, 2000, 1, 2000, 2_701_600},
		{400, 100, 20, 10, 784*400 + 400*100 + 200*794},
		{50, 100, 20, 10, 784*50 + 50*100 + 200*794},
	} {
		net := conditional(c.m, c.gates, c.width, c.open)
		for _, rows := range []int{1, 3} {
			p := &nn.Pass{}
			head := (&nn.Softmax{Pass: p, Labels: make([]int32, rows)}).Loss
			n := int64(rows)
			p.Run(nn.Use, net, mat.New(rows, 784), head)
			if want := (nn.Work{Macs: n * c.want, Open: n * int64(c.open), All: n * int64(c.gates)}); p.Work != want {
				t.Errorf("%+v, %d rows: %+v, want %+v", c, rows, p.Work, want)
			}
			// Backwards: as much again for every weight's gradient, and again for every input's
			// but the network's own. first passes no gradient on, but what stands before it works.
			k := int64(c.open * c.width)
			m, g := int64(c.m), int64(c.gates)
			p.Work = nn.Work{}
			p.Run(nn.Learn, net, mat.New(rows, 784), head)
			if want := n * (2*784*m + 3*m*g + 2*784*k + 3*10*k); p.Work.Macs != want {
				t.Errorf("%+v, %d rows: Learn takes %d, want %d", c, rows, p.Work.Macs, want)
			}
		}
	}
}

// TestCost: what the network costs with all blocks computed, and without its gater.
func TestCost(t *testing.T) {
	for _, c := range []struct {
		m, gates, width int
		want            nn.Cost
	}{
		{400, 2000, 1, nn.Cost{All: 2_701_600, Ungated: 1_588_000}},
		{400, 100, 20, nn.Cost{All: 784*400 + 400*100 + 1_588_000, Ungated: 1_588_000}},
	} {
		if got := nn.CostOf(conditional(c.m, c.gates, c.width, 1)); got != c.want {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// TestUnionOfABatch: with a tenth of the gates open in each of 32 rows, 1 − 0.9³² = 96.6 % of the
// experts are open somewhere in the batch; the work is still a tenth, since it is gathered expert
// by expert.
func TestUnionOfABatch(t *testing.T) {
	const rows, experts = 32, 2000
	gater := nn.Seq{nn.NewLinear(4, experts), est.New(est.Reinforce{})}
	l := nn.NewGated(gater, 4, experts, 1)
	for _, p := range nn.Params(gater) {
		if p.Fan == nn.FanNone {
			p.Val.Fill(mat.Float(math.Log(0.1 / 0.9)))
		}
	}
	p := &nn.Pass{Noise: esttest.Noise(2)}
	union := 0
	p.Run(nn.Look, l, mat.New(rows, 4), func(x *nn.Var) []float64 {
		for k := range experts {
			if x.Open.Off[k+1] > x.Open.Off[k] {
				union++
			}
		}
		return make([]float64, rows)
	})
	if got := float64(union) / experts; math.Abs(got-0.966) > 0.015 {
		t.Errorf("%.3f of the experts are open in the batch, want 0.966", got)
	}
	open := float64(p.Work.Macs-rows*4*experts) / (rows * 4 * experts)
	if math.Abs(open-0.1) > 0.01 || p.Work.Macs != rows*4*experts+4*p.Work.Open {
		t.Errorf("%.3f of the experts' work is done, want 0.1", open)
	}
}
