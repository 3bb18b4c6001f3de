package train_test

import (
	"math"
	"testing"

	"gater/internal/catalog"
	"gater/nn"
)

// TestDials: every step sets the network's dials to its schedule's epoch, the summaries record
// where they stood after the last one, and the best network is used with the dials it had.
func TestDials(t *testing.T) {
	c := config(t, "blocks", "st-sigmoid", func(c *catalog.Config) { c.SlopeTo, c.Epochs = 4, 3 })
	r := start(t, c, tiny, nil)
	r.steps(t, 1e6)
	const name = "1.gate.3.units.slope"
	for i, e := range r.epochs {
		want := 1 + 3*(float64(i)+24./25)/3
		if got := e.Dials[name]; len(e.Dials) != 1 || math.Abs(got-want) > 1e-12 {
			t.Errorf("epoch %d: dials %v, want %s at %v", i+1, e.Dials, name, want)
		}
	}
	r.Finish()
	want := r.epochs[r.Progress.BestEpoch-1].Dials[name]
	for _, d := range nn.Dials(r.Net) {
		if d.Value(0) != want {
			t.Errorf("the best network, of epoch %d, is used at %v, want %v", r.Progress.BestEpoch, d.Value(0), want)
		}
	}
	plain := start(t, config(t, "blocks", "st", nil), tiny, nil)
	if plain.steps(t, 1e6); plain.epochs[0].Dials != nil {
		t.Errorf("control: a network without dials has %v", plain.epochs[0].Dials)
	}
}
