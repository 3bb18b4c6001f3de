package train_test

import (
	"fmt"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn/nntest"
)

// BenchmarkAverage is steps of the network of the preset mnist-10, on noise, without averages, with
// them, and with mixtures: what the two cost.
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
		for _, k := range []struct{ average, mixup float64 }{{0, 0}, {0.999, 0}, {0, 0.2}} {
			b.Run(fmt.Sprintf("threads=%d/average=%v/mixup=%v", threads, k.average, k.mixup), func(b *testing.B) {
				pool := mat.NewPool(threads)
				defer pool.Close()
				c := config(b, "mnist-10", "", func(c *catalog.Config) {
					c.Blocks, c.Width, c.Gater, c.Batch, c.Active = 64, 64, []int{32}, 128, 0.1
					c.Average, c.Mixup, c.Adversary = k.average, k.mixup, 0
					c.Inputs, c.Classes = 784, 10
				})
				r := start(b, c, &data.Splits{Train: s, Valid: s}, pool)
				for b.Loop() {
					if err := r.OneStep(); err != nil {
						b.Fatal(err)
					}
					r.Progress.Step %= r.Progress.Steps
				}
			})
		}
	}
}
