package main

import (
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
	net     nn.Layer
	micros  [2]float64 // µs a row: speedBatch rows at once, and a row by itself; see clock
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
	j := &judged{net: net}
	if test != nil {
		test.eval = e
		j.Result = test.run(set)
	} else {
		j.Result = e.Run(set, nn.Use, 0)
	}
	j.metrics, j.bins = measured(out, target, set)
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
