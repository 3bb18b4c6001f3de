package catalog_test

import (
	"testing"

	"gater/internal/catalog"
	"gater/internal/network"
)

// TestEmbedded: vectors are looked up before dropout sees the numbers, in the dense twin and the linear
// net as well; without columns to look up the linear net has no layer (the control).
func TestEmbedded(t *testing.T) {
	c, err := catalog.ForTable(5000, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Table = &catalog.Table{Task: "number"}
	if err := c.Fit(7, 1); err != nil {
		t.Fatal(err)
	}
	if n := len(c.Regression().Net.Layers); n != 0 {
		t.Errorf("control: a linear net has %d layers", n)
	}
	c.Embed([]int{2, 6}, []int{100, 50})
	for name, c := range map[string]*catalog.Config{"gated": c, "twin": c.Twin(), "linear": c.Regression()} {
		if err := c.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := c.Net.Layers[0].(*network.Embedding); !ok {
			t.Errorf("%s begins with %T", name, c.Net.Layers[0])
		}
		if _, err := catalog.Build(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if gated, twin := len(c.Gated()), len(c.Twin().Gated()); gated != 1 || twin != 0 {
		t.Errorf("%d gated layers, in the twin %d", gated, twin)
	}
	if c.Asked() != 0.25 {
		t.Errorf("%v of the blocks are asked for, want 0.25", c.Asked())
	}
}
