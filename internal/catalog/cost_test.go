package catalog_test

import (
	"math"
	"testing"

	"gater/internal/catalog"
	"gater/nn"
	"gater/train"
)

// TestCosts: the weights and multiply-adds that a description says are those of the network, and what
// it says of the asked rate is what tuned gates really take.
func TestCosts(t *testing.T) {
	presets := small(t, "blocks", "nr")
	presets.Classes = len(tiny.Train.Classes)
	embedded := described(t, "blocks", "layers:\n- embedding: {columns: [1, 5], rows: [3, 9], width: 4}\n- gated: {blocks: 8, width: 4, active: 25%, estimator: sbn, gater: []}\n- relu\n- linear: 30")
	for name, c := range map[string]*catalog.Config{"preset": presets, "stack": described(t, "blocks", stack), "embedded": embedded} {
		m, err := catalog.Build(c)
		if err != nil {
			t.Fatal(err)
		}
		weights, dense, asked := 0, 0.0, 0.0
		for _, k := range c.Costs() {
			weights += k.Weights
			dense += k.Dense
			asked += k.Asked
		}
		n := 0
		for _, p := range nn.Params(m.Net) {
			n += p.Val.Len()
		}
		if weights != n {
			t.Errorf("%s: %d weights, want %d", name, weights, n)
		}
		if want := nn.CostOf(m.Net).Ungated; dense != float64(want) {
			t.Errorf("%s: %v multiply-adds, want %v", name, dense, want)
		}
		e := &train.Evaluator{Net: m.Net, Noise: train.TestNoise(1)}
		train.Tune(e, m.Gates, tiny.Train)
		got := e.Run(tiny.Train, nn.Use, 0).Macs
		if math.Abs(got-asked) > 0.06*asked || asked > 0.9*dense {
			t.Errorf("%s: %v multiply-adds at the asked rate, counted %v; %v dense", name, asked, got, dense)
		}
	}
}
