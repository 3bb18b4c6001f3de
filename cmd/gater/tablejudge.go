package main

import (
	"math"
	"time"

	"gater/data"
	"gater/data/table"
	"gater/mat"
	"gater/nn"
	"gater/train"
	"gater/train/metric"
)

// judged is what a deployed network did on a set of a table.
type judged struct {
	train.Result
	metrics []metric.Metric
	bins    []metric.Bin // of confidence; nil: the task is a number
	micros  float64      // µs an example, in batches of speedBatch on one thread
}

// judge runs a network on a set; test keeps what the report shows of it, and may be nil.
func judge(net nn.Layer, target *table.Target, set *data.Set, e *train.Evaluator, test *tester) *judged {
	var out []float64
	e.Outputs = func(_ int, y mat.M) {
		for i := range y.Rows {
			for _, v := range y.Row(i) {
				out = append(out, float64(v))
			}
		}
	}
	j := &judged{}
	if test != nil {
		test.eval = e
		j.Result = test.run(set)
	} else {
		j.Result = e.Run(set, nn.Use, 0)
	}
	j.metrics, j.bins = measured(out, target, set)
	j.micros = microseconds(net, set)
	return j
}

// measured is the figures of outputs, which become probabilities, or numbers in the target's units.
func measured(out []float64, target *table.Target, set *data.Set) ([]metric.Metric, []metric.Bin) {
	switch k := len(out) / set.Len(); target.Task {
	case data.Number:
		return metric.Numbers(scaled(out, target), scaled(wide(set.Y), target)), nil
	case data.Labels:
		metric.Sigmoid(out)
		return metric.Labels(out, k, wide(set.Y)), metric.LabelConfidence(out, wide(set.Y))
	default:
		metric.Softmax(out, k)
		return metric.Classes(out, k, set.Labels), metric.Confidence(out, k, set.Labels)
	}
}

// scaled is numbers in the units of the target.
func scaled(x []float64, t *table.Target) []float64 {
	for i := range x {
		x[i] = x[i]*t.Std + t.Mean
	}
	return x
}

func wide(v []float32) []float64 {
	x := make([]float64, len(v))
	for i := range v {
		x[i] = float64(v[i])
	}
	return x
}

const (
	speedBatch = 128
	speedTime  = 150 * time.Millisecond
)

// microseconds is how long a deployed network takes for an example, forwards in batches of speedBatch on
// one thread: the least of some rounds over the first examples of a set.
func microseconds(net nn.Layer, set *data.Set) float64 {
	rows := min(speedBatch, set.Len())
	n := min(16, set.Len()/rows)
	x := make([]mat.M, n)
	labels := make([]int32, rows)
	for i := range x {
		x[i] = mat.New(rows, set.Dim())
		data.Range(x[i].Data, labels, set, i*rows)
	}
	pool := newPool(1)
	defer pool.Close()
	p := &nn.Pass{Pool: pool, Noise: train.TestNoise(1)}
	none := func(*nn.Var) []float64 { return nil }
	best := math.Inf(1)
	for began := time.Now(); time.Since(began) < speedTime; {
		at := time.Now()
		for _, x := range x {
			p.Run(nn.Use, net, x, none)
		}
		best = min(best, float64(time.Since(at).Nanoseconds())/1e3/float64(n*rows))
	}
	return best
}
