package train_test

import (
	"testing"

	"gater/internal/catalog"
	"gater/mat"
)

// TestStepAllocates: in steady state a step of the presets' networks makes one slice of losses for
// every run of the head, and nothing else.
func TestStepAllocates(t *testing.T) {
	if race {
		t.Skip("allocations mean nothing under the race detector")
	}
	for _, threads := range []int{1, 2} {
		pool := mat.NewPool(threads)
		for _, n := range nets {
			c := config(t, n.preset, n.gate, n.set)
			c.Batch, c.Epochs = 100, 100 // enough rows to be shared out
			want := 1.0
			for _, l := range c.Gated() {
				g, err := catalog.FindGate(l.Gate)
				if err != nil {
					t.Fatal(err)
				}
				want *= float64(g.About().Runs(l.Blocks))
			}
			if c.Adversary > 0 { // the head learns twice
				want++
			}
			r := start(t, c, tiny, pool)
			steps := func() {
				if err := r.OneStep(); err != nil {
					t.Fatal(err)
				}
				r.Progress.Step %= r.Progress.Steps
			}
			for range 30 { // state is made, and pools fill
				steps()
			}
			if got := testing.AllocsPerRun(50, steps); got > want {
				t.Errorf("%s, %d threads: %v allocations a step, want at most %v", n.name, threads, got, want)
			}
		}
		pool.Close()
	}
}
