package train_test

import (
	"math"
	"testing"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// TestEvaluationBatch: neither the rows of a batch nor the threads matter, with noise or without.
func TestEvaluationBatch(t *testing.T) {
	for _, n := range nets {
		c := config(t, n.preset, n.gate, n.set)
		r := start(t, c, tiny, nil)
		r.steps(t, 30)
		pool := mat.NewPool(2)
		for _, depth := range []nn.Depth{nn.Use, nn.Look} {
			run := func(batch, step int, p *mat.Pool) train.Result {
				e := &train.Evaluator{Net: r.Net, Noise: train.NewNoise(5), Batch: batch, Pool: p}
				return e.Run(tiny.Valid, depth, step)
			}
			want := run(0, 3, nil)
			for _, batch := range []int{1, 7, 33, 80, 1000} {
				if got := run(batch, 3, pool); got != want {
					t.Errorf("%s, %v, batches of %d: %+v, want %+v", n.name, depth, batch, got, want)
				}
			}
			if depth == nn.Look && n.gate != "spsa" && run(0, 4, nil) == want {
				t.Errorf("%s: control: other noise, the same %+v", n.name, want)
			}
		}
		pool.Close()
	}
}

// TestEvaluationLoss: penalties are no part of an evaluation's loss.
func TestEvaluationLoss(t *testing.T) {
	eval := func(depth nn.Depth, penalty float64) float64 {
		c := config(t, "blocks", "sbn", func(c *catalog.Config) { c.Penalty, c.Dropout, c.Mode = penalty, 0, "sample" })
		r := start(t, c, tiny, nil)
		return (&train.Evaluator{Net: r.Net, Noise: train.NewNoise(5)}).Run(tiny.Valid, depth, 1).Loss
	}
	if a, b := eval(nn.Look, 100), eval(nn.Look, 0); a != b {
		t.Errorf("loss %v with a penalty, %v without", a, b)
	}
	if a := eval(nn.Look, 0); math.Abs(a-math.Log(7)) > 1 {
		t.Errorf("loss %v of a network that knows nothing, want about log 7", a)
	}
}

// TestWatch: an evaluation shows every example's scores and gates once, and where it begins.
func TestWatch(t *testing.T) {
	r := start(t, config(t, "blocks", "sbn", nil), tiny, nil)
	g := r.Gates[0]
	scores, gates := 0, 0
	e := &train.Evaluator{Net: r.Net, Noise: train.NewNoise(5), Batch: 7}
	e.Watch = func(first int, l nn.Layer, v mat.M) {
		switch l {
		case g.Score:
			if first != scores {
				t.Errorf("scores of a batch from %d, want %d", first, scores)
			}
			scores += v.Rows
		case g.Layer:
			gates += v.Rows
		}
	}
	e.Run(tiny.Valid, nn.Use, 0)
	if n := tiny.Valid.Len(); scores != n || gates != n {
		t.Errorf("shown %d rows of scores and %d of gates, want %d", scores, gates, n)
	}
}
