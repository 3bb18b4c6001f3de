package train_test

import (
	"testing"

	"gater/internal/catalog"
	"gater/mat"
)

// TestThreads: the same bits for any number of threads, and others for another seed.
func TestThreads(t *testing.T) {
	for _, n := range nets {
		t.Run(n.name, func(t *testing.T) {
			c := config(t, n.preset, n.gate, n.set)
			c.Batch, c.Epochs = 100, 10 // enough rows to be shared out
			after := func(c *catalog.Config, pool *mat.Pool) map[string][]uint64 {
				r := start(t, c, tiny, pool)
				r.steps(t, 30)
				return r.bits()
			}
			want := after(c, nil)
			for _, threads := range []int{1, 2, 3} {
				pool := mat.NewPool(threads)
				if d := differ(want, after(c, pool)); d != nil {
					t.Errorf("%d threads: other bits in %q", threads, d)
				}
				pool.Close()
			}
			other := *c
			other.Seed++
			if d := differ(want, after(&other, nil)); len(d) < 4 {
				t.Errorf("another seed: only %q differ", d)
			}
		})
	}
}
