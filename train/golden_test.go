package train_test

import (
	"math"
	"testing"

	"gater/internal/catalog"
)

// TestGolden: the losses of the first ten steps of two small networks, recorded once in double
// precision. Whatever changes them changes every result. The settings are spelt out, so that
// presets are free to change.
func TestGolden(t *testing.T) {
	common := catalog.Config{Seed: 1, Skip: "auto", Mode: "threshold", Active: 0.25, Blocks: 12, Width: 3,
		Gater: []int{8}, Inputs: 64, Classes: 7, Optimiser: "sgd", GaterRate: 1, Momentum: 0.9, MaxNorm: 2.1,
		Batch: 16, Epochs: 3}
	nr, sbn := common, common
	nr.Preset, nr.Gate, nr.Init, nr.Rectify, nr.Linear, nr.Adaptive = "blocks", "nr", "he", true, true, true
	nr.Rate, nr.RateTo, nr.Dropout = 0.05, 0.001, 0.2
	sbn.Preset, sbn.Gate, sbn.Init, sbn.Penalty, sbn.Replace = "paper", "sbn", "paper", 1, true
	sbn.Rate, sbn.RateDecay = 0.1, 0.998
	for _, c := range []struct {
		config catalog.Config
		losses [10]float64
	}{
		{nr, [10]float64{2.116325, 2.622046, 2.095729, 2.130526, 2.053562, 1.959101, 2.069566, 2.132688, 1.865568, 1.929158}},
		{sbn, [10]float64{1.921754, 1.964395, 1.954928, 1.940588, 2.075414, 1.893097, 1.931020, 1.919973, 2.005224, 1.937606}},
	} {
		r := start(t, &c.config, tiny, nil)
		before := 0.0
		var got [10]float64
		for i := range got {
			if err := r.OneStep(); err != nil {
				t.Fatal(err)
			}
			got[i] = (r.Progress.Loss - before) / float64(r.Batch)
			before = r.Progress.Loss
		}
		for i := range got {
			if math.Abs(got[i]-c.losses[i]) > 1e-4 {
				t.Errorf("%s: losses %.6f, want %.6f", c.config.Gate, got, c.losses)
				break
			}
		}
	}
}
