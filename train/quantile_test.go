package train_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		name string
		x    []mat.Float
		q    float64
		want mat.Float
	}{
		{"one", []mat.Float{3}, 0.5, 3},
		{"one, all of it", []mat.Float{3}, 1, 3},
		{"least", []mat.Float{3, 1, 2}, 0, 1},
		{"below 0", []mat.Float{3, 1, 2}, -1, 1},
		{"most", []mat.Float{3, 1, 2}, 1, 3},
		{"above 1", []mat.Float{3, 1, 2}, 2, 3},
		{"half of four is the second", []mat.Float{4, 2, 3, 1}, 0.5, 2},
		{"just above half is the third", []mat.Float{4, 2, 3, 1}, 0.51, 3},
		{"ties", []mat.Float{1, 1, 1, 0, 1, 1}, 0.5, 1},
		{"all the same", []mat.Float{7, 7, 7, 7}, 0.9, 7},
		{"the last bits of 0.9·10 do not count", []mat.Float{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 1 - 0.1, 9},
		{"infinities", []mat.Float{mat.Float(math.Inf(1)), 0, mat.Float(math.Inf(-1))}, 0.5, 0},
	} {
		if got := train.Quantile(slices.Clone(c.x), c.q); got != c.want {
			t.Errorf("%s: Quantile(%v, %v) is %v, want %v", c.name, c.x, c.q, got, c.want)
		}
	}
}

// TestQuantileSorted compares with the sorted list, with few and many ties.
func TestQuantileSorted(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		x := make([]mat.Float, 1+r.IntN(200))
		values := 1 + r.IntN(1000)
		for i := range x {
			x[i] = mat.Float(r.IntN(values)) / 7
		}
		if r.IntN(3) == 0 {
			slices.Sort(x)
		}
		sorted := slices.Sorted(slices.Values(x))
		k := 1 + r.IntN(len(x))
		q := (float64(k) - r.Float64()*0.99) / float64(len(x))
		if got := train.Quantile(slices.Clone(x), q); got != sorted[k-1] {
			t.Fatalf("Quantile(%v, %v) is %v, want the %d-th, %v", x, q, got, k, sorted[k-1])
		}
	}
}

// TestTune: on the tuning set the share of open blocks is the target, to within one of them, and
// elsewhere it is not.
func TestTune(t *testing.T) {
	tried, exact := 0, 0
	for _, gate := range []string{"nr", "sbn", "st", "sts"} {
		for _, target := range []float64{0.05, 0.1, 1.0 / 3, 0.5, 0.9} {
			c := config(t, "blocks", gate, func(c *catalog.Config) { c.Active, c.Penalty, c.Adaptive = target, 0, false })
			r := start(t, c, tiny, nil)
			r.steps(t, 30)
			e := &train.Evaluator{Net: r.Net}
			train.Tune(e, r.Gates, tiny.Valid)
			n := float64(tiny.Valid.Len() * c.Blocks)
			if got := e.Run(tiny.Valid, nn.Use, 0).Active; math.Abs(got-target) > 1.01/n {
				t.Errorf("%s: %v of the blocks are open on the tuning set, want %v ± %v", gate, got, target, 1/n)
			}
			tried++
			if got := e.Run(tiny.Test, nn.Use, 0).Active; math.Abs(got-target) <= 1.01/n {
				exact++
			}
		}
	}
	if exact > tried/2 {
		t.Errorf("control: the target is met on other data too, %d times of %d", exact, tried)
	}
}

// TestThreshold: some score is above the threshold, unless all are the same.
func TestThreshold(t *testing.T) {
	for _, c := range []struct {
		x      []mat.Float
		target float64
		want   mat.Float
	}{
		{[]mat.Float{4, 2, 3, 1}, 0.25, 3},
		{[]mat.Float{4, 2, 3, 1}, 0.01, 3},
		{[]mat.Float{1, 1, 0.5, 0.25, 0}, 0.2, 0.5},
		{[]mat.Float{1, 1, 0.5, 0.25, 0}, 0.4, 0.5},
		{[]mat.Float{0, 1, 1, 1, 1}, 0.1, 0},
		{[]mat.Float{1, 1, 1}, 0.5, 1},
	} {
		if got := train.Threshold(slices.Clone(c.x), c.target); got != c.want {
			t.Errorf("%v, %v above: %v, want %v", c.x, c.target, got, c.want)
		}
	}
}
