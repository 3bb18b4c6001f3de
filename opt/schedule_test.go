package opt_test

import (
	"math"
	"testing"

	"gater/opt"
)

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		name     string
		schedule opt.Schedule
		at, want []float64
	}{
		{"constant", opt.Constant(0.3), []float64{0, 7.5}, []float64{0.3, 0.3}},
		{"linear", opt.Linear{From: 0.5, To: 0.9, Epochs: 4}, []float64{0, 1, 2.5, 4, 9}, []float64{0.5, 0.6, 0.75, 0.9, 0.9}},
		{"linear at once", opt.Linear{From: 1, To: 2}, []float64{0, 1}, []float64{2, 2}},
		{"exponential", opt.Exponential{From: 0.1, PerEpoch: 0.25, Floor: 0.001}, []float64{0, 0.5, 1, 10}, []float64{0.1, 0.05, 0.025, 0.001}},
		{"cosine", opt.Cosine{From: 3, To: 1, Epochs: 6}, []float64{0, 2, 3, 4, 6, 60}, []float64{3, 2.5, 2, 1.5, 1, 1}},
		{"cosine at once", opt.Cosine{From: 3, To: 1}, []float64{0}, []float64{1}},
		{"steps", opt.Steps{From: 1, Factor: 0.1, Marks: []float64{2, 3.5}}, []float64{0, 1.99, 2, 3.4, 3.5, 9}, []float64{1, 1, 0.1, 0.1, 0.01, 0.01}},
		{"warmup", opt.Warmup{Epochs: 2, Then: opt.Linear{From: 1, To: 0, Epochs: 4}}, []float64{0, 0.5, 2, 3, 6}, []float64{0, 0.25, 1, 0.75, 0}},
		{"no warmup", opt.Warmup{Then: opt.Constant(1)}, []float64{0}, []float64{1}},
	} {
		for i, e := range c.at {
			if got := c.schedule.At(e); math.Abs(got-c.want[i]) > 1e-15 {
				t.Errorf("%s at %v is %v, want %v", c.name, e, got, c.want[i])
			}
		}
	}
}
