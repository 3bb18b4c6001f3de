package catalog

import "testing"

// TestLazyWhereItPays: updates are lazy where a step touches few blocks and the gate lets the others be.
func TestLazyWhereItPays(t *testing.T) {
	for _, x := range []struct {
		gate   string
		active float64
		batch  int
		lazy   bool
	}{{"nr", 0.1, 128, false}, {"nr", 0.001, 128, true}, {"nr", 0.1, 2, true}, {"nr", 0.1, 10, false}, {"st", 0.001, 128, false}} {
		c, err := Preset("blocks", x.gate)
		if err != nil {
			t.Fatal(err)
		}
		c.Active, c.Batch, c.Inputs, c.Classes = x.active, x.batch, 12, 3
		m, err := Build(c)
		if err != nil {
			t.Fatal(err)
		}
		lazy := false
		for range m.Opt.Asleep() {
			lazy = true
		}
		if lazy != x.lazy {
			t.Errorf("%s, %v of the blocks, batches of %d: lazy is %v, want %v", x.gate, x.active, x.batch, lazy, x.lazy)
		}
	}
}
