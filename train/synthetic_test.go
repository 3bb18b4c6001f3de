package train_test

import (
	"math"
	"slices"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// simple is the synthetic task with room to learn it.
var simple = data.Synthetic(6000, 1000, 0.05, 1)

// easy is settings that learn quickly.
func easy(c *catalog.Config) {
	c.Blocks, c.Width, c.Gater, c.Active, c.Dropout = 16, 16, []int{16}, 0.125, 0
	c.Optimiser, c.Rate, c.RateTo, c.Batch = "adam", 0.005, 0, 32
}

// TestSynthetic: on the task whose best gating is known a gated network does far better than any
// that cannot tell which column counts, and its gates are that gating. With the lamps dark it is
// neither.
func TestSynthetic(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	blind := data.SyntheticLimits(0.05).Blind
	pool := mat.NewPool(2)
	defer pool.Close()
	train30 := func(d *data.Splits) (err, gating float64) {
		c := config(t, "blocks", "sts-code", easy)
		c.Epochs, c.Penalty, c.Seed = 30, 0.02, 2
		r := start(t, c, d, pool)
		if before := follows(r, d.Test); before > 0.3 {
			t.Errorf("gates follow the context %v of the time before training", before)
		}
		r.steps(t, 1e6)
		r.Finish()
		res := (&train.Evaluator{Net: r.Net}).Run(d.Test, nn.Use, 0)
		if math.Abs(res.Active-0.125) > 0.01 {
			t.Errorf("%v of the blocks are open, want 0.125", res.Active)
		}
		return res.Error, follows(r, d.Test)
	}
	if err, gating := train30(simple); err > blind/2 || gating < 0.8 {
		t.Errorf("error %v, want at most half of %v; gates follow the context %v of the time", err, blind, gating)
	}
	if err, gating := train30(dark(simple)); err < blind-0.03 || gating > 0.3 {
		t.Errorf("in the dark: error %v, want at least about %v; gates follow the context %v of the time", err, blind, gating)
	}
}

// dark is a set of pictures with their lamps out.
func dark(d *data.Splits) *data.Splits {
	out := *d
	for _, s := range []**data.Set{&out.Train, &out.Valid, &out.Test} {
		c := **s
		c.X = slices.Clone(c.X)
		*s = &c
		for i := range c.Len() {
			clear(c.Pixels(i)[:c.Width])
		}
	}
	return &out
}

// follows is how often the context of a test picture can be told from its open blocks alone: each
// block votes for the contexts it is open for, as counted on the other half of the pictures.
func follows(r *run, set *data.Set) float64 {
	layer := r.Gates[0].Layer
	gates := mat.New(set.Len(), layer.Blocks())
	e := &train.Evaluator{Net: r.Net, Noise: train.TestNoise(1)}
	e.Watch = func(first int, l nn.Layer, v mat.M) {
		if l == nn.Layer(layer) {
			copy(gates.Data[first*v.Cols:], v.Data)
		}
	}
	e.Run(set, nn.Use, 0)

	half := set.Len() / 2
	votes := make([][data.Contexts + 1]float64, layer.Blocks()) // by context, and in all
	for i := range half {
		for k, g := range gates.Row(i) {
			if g != 0 {
				votes[k][data.Context(simple.Test, i)]++
				votes[k][data.Contexts]++
			}
		}
	}
	right := 0
	for i := half; i < set.Len(); i++ {
		var sum [data.Contexts]float64
		for k, g := range gates.Row(i) {
			for c := range sum {
				if g != 0 {
					sum[c] += votes[k][c] / max(1, votes[k][data.Contexts])
				}
			}
		}
		if sum[data.Context(simple.Test, i)] == slices.Max(sum[:]) && slices.Max(sum[:]) > 0 {
			right++
		}
	}
	return float64(right) / float64(set.Len()-half)
}
