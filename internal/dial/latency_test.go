package dial

import (
	"flag"
	"math"
	"testing"
	"time"

	"gater/data"
	"gater/est"
	"gater/internal/rng"
	"gater/nn"
	"gater/train"
)

var latency = flag.Bool("latency", false, "measure times, on a machine that does nothing else")

// TestLatency: the time that the dial predicts for budgets that it was not calibrated at is within
// 15 % of the time measured, in the same rounds.
func TestLatency(t *testing.T) {
	if !*latency {
		t.Skip("it measures: run it with -latency, on a quiet machine")
	}
	set := &data.Set{Name: "noise", Height: 28, Width: 28, X: make([]uint8, 784*1000), Labels: make([]int32, 1000), Classes: make([]string, 10)}
	bytes := make([]int32, len(set.X))
	rng.Key{Seed: 1}.Ints(bytes, 256)
	for i, b := range bytes {
		set.X[i] = uint8(b)
	}
	net, gates := big()
	s := &Sweep{Eval: &train.Evaluator{Net: net}, Gates: gates, Set: set, Least: 0.02, Grid: 12}
	table, err := s.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var points []Point
	var at [][]float64
	add := func(share float64) Setting {
		x, err := table.At(Budget{Share: share})
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, x.Thresholds)
		return x
	}
	for b := table.Floor().Share; b < 1; b *= 1.1 { // as gater gate does, with wider steps
		if x := add(b); len(points) == 0 || x.Macs > points[len(points)-1].Macs {
			points = append(points, Point{Thresholds: x.Thresholds, Macs: x.Macs})
		} else {
			at = at[:len(points)]
		}
	}
	points, at = append(points, Point{Macs: table.Full().Macs}), append(at, table.Full().Thresholds)
	var budgets []float64
	for b := table.Floor().Share * 1.2; b < 1; b *= 1.6 {
		budgets = append(budgets, b)
		add(b)
	}
	began := time.Now()
	w := NewStopwatch(set, 40, 1, func() float64 { return time.Since(began).Seconds() })
	laps := w.Laps(len(at), 25, func(i int) nn.Layer { Apply(gates, at[i]); return net })
	table.Clock = Calibrate(points, laps[:len(points)], "")
	t.Logf("%d points, spread %.1f %%", len(points), 100*table.Clock.Spread)
	for i, got := range laps[len(points):] {
		x, _ := table.At(Budget{Share: budgets[i]})
		off := x.Seconds/got - 1
		t.Logf("at %5.1f %% of the multiply-adds: predicted %6.1f µs, measured %6.1f µs, %+.1f %%", 100*budgets[i], 1e6*x.Seconds, 1e6*got, 100*off)
		if math.Abs(off) > 0.15 {
			t.Errorf("predicted %.1f %% off", 100*off)
		}
	}
}

// big is 784-2048-2048-10 with random weights, both layers gated.
func big() (net nn.Seq, gates []train.Gate) {
	noise, in := train.InitNoise(1), 784
	for range 2 {
		u := est.New(est.Surrogate{})
		l := nn.NewGated(nn.Seq{nn.NewLinear(in, 64), nn.Tanh{}, nn.NewLinear(64, 64), u}, in, 64, 32)
		l.Rectify = true
		net, gates, in = append(net, l), append(gates, train.Gate{Layer: l, Score: u, Units: u}), l.Units()
	}
	net = append(net, nn.NewLinear(in, 10))
	site := 0
	for _, p := range nn.Params(net) {
		if p.Fan == nn.FanCols {
			nn.He(p.Val, p.Val.Rows/max(1, p.Stack), noise.At(site))
		}
		site++
	}
	return net, gates
}
