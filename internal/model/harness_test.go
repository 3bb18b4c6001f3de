package model

import (
	"fmt"
	"math"
	"testing"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// small is a model of a preset made small, with random weights that are worth nothing.
func small(t testing.TB, gate string, set func(c *catalog.Config)) *Model {
	t.Helper()
	c, err := catalog.Preset("blocks", gate)
	if err != nil {
		t.Fatal(err)
	}
	c.Seed, c.Blocks, c.Width, c.Gater, c.Inputs, c.Classes, c.Data = 1, 6, 3, []int{5}, 4, 3, "none"
	if gate == "sbn" {
		c.Blocks = 12
	}
	if set != nil {
		set(c)
	}
	built, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	m := &Model{Net: built.Net, Gates: built.Gates}
	d := c.Describe()
	d.Inputs, d.Outputs = c.Inputs, c.Classes
	m.Spec = Spec{Task: "classes", Input: Input{Kind: "numbers"}, Classes: []string{"a", "b", "c"},
		Network: &Network{*d}, Metrics: map[string]float64{"test_error": 0.25}}
	for _, p := range nn.Params(m.Net) {
		for i := range p.Val.Data { // biases, too
			p.Val.Data[i] += 0.1 * mat.Float(math.Sin(float64(i+1)))
		}
	}
	for _, g := range m.Gates {
		if g.Units != nil {
			m.Thresholds = map[string]float64{g.Name: 0.3}
			g.Units.SetThreshold(0.3)
		}
	}
	return m
}

// outputs is what a model makes of some rows.
func outputs(m *Model) string {
	x := mat.New(7, m.Network.Inputs)
	for i := range x.Data {
		x.Data[i] = mat.Float(math.Cos(float64(3 * i)))
	}
	s := ""
	(&nn.Pass{Noise: train.TestNoise(0)}).Run(nn.Use, m.Net, x, func(y *nn.Var) []float64 {
		for _, v := range y.Val.Data {
			s += fmt.Sprintf("%x ", math.Float64bits(float64(v)))
		}
		return make([]float64, y.Val.Rows)
	})
	return s
}
