package train_test

import (
	"fmt"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn/nntest"
)

// BenchmarkAverage is a step of the network of the preset mnist-10, on noise, without an adversary; one
// with mixtures; and to average its weights once, which is done every 16th step.
func BenchmarkAverage(b *testing.B) {
	x := nntest.Normal(2000, 784, 0.3, 1)
	s := &data.Set{Name: "noise", Height: 28, Width: 28, V: make([]float32, len(x.Data)), Labels: make([]int32, x.Rows),
		Classes: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}}
	for i, v := range x.Data {
		s.V[i] = float32(v)
	}
	for i := range s.Labels {
		s.Labels[i] = int32(i % 10)
	}
	for _, threads := range []int{1, 2} {
		for _, name := range []string{"step", "mixed", "average"} {
			b.Run(fmt.Sprintf("%s/threads=%d", name, threads), func(b *testing.B) {
				pool := mat.NewPool(threads)
				defer pool.Close()
				c := config(b, "mnist-10", "", func(c *catalog.Config) {
					c.Blocks, c.Width, c.Gater, c.Batch, c.Active = 64, 64, []int{32}, 128, 0.1
					c.Adversary, c.Average, c.Inputs, c.Classes = 0, 0.999, 784, 10
					if name == "mixed" {
						c.Mixup = 0.2
					}
				})
				r := start(b, c, &data.Splits{Train: s, Valid: s}, pool)
				do := func() {
					if name == "average" {
						r.AverageOnce()
						return
					}
					r.Progress.Updates = 0 // no step is a sixteenth
					if err := r.OneStep(); err != nil {
						b.Fatal(err)
					}
					r.Progress.Step %= r.Progress.Steps
				}
				do()
				for b.Loop() {
					do()
				}
			})
		}
	}
}
