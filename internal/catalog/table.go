package catalog

import (
	"slices"

	"gater/internal/network"
)

// Table is how the rows of a table became the examples of a run.
type Table struct {
	Target       []string `json:"target"`
	Task         string   `json:"task"`              // classes, labels or number
	Columns      []string `json:"columns,omitempty"` // the only ones to learn from
	Drop         []string `json:"drop,omitempty"`    // those not to learn from
	SplitBy      string   `json:"split_by,omitempty"`
	SplitTime    string   `json:"split_time,omitempty"`
	ClassWeights string   `json:"class_weights,omitempty"` // balanced, or none
	Window       int      `json:"window,omitempty"`        // rows that a stream is shuffled in; 0: all in memory
	Embed        bool     `json:"embed,omitempty"`         // vectors are learnt for columns of many categories
	Twin         bool     `json:"twin"`                    // the net without gates, and a linear one, are trained as well
}

// sizes are the nets for tables of so many training rows at least: few rows cannot tell many blocks
// apart, and many are seen often enough in few epochs. docs/tables.md says how they were chosen.
var sizes = []struct {
	rows, blocks, width, batch, epochs int
	active, dropout                    float64
}{
	{1_000_000, 64, 32, 512, 4, 0.1, 0},
	{100_000, 64, 16, 256, 6, 0.1, 0},
	{10_000, 64, 16, 128, 20, 0.125, 0},
	{2_000, 32, 16, 64, 40, 0.25, 0.1},
	{0, 16, 16, 32, 60, 0.25, 0.1},
}

// ForTable is the settings for a table of so many training rows with a gate ("" for the usual one).
func ForTable(rows int, gate string) (*Config, error) {
	c, err := table(gate)
	if err != nil {
		return nil, err
	}
	for _, s := range sizes {
		if rows >= s.rows {
			c.Blocks, c.Width, c.Active, c.Batch, c.Epochs, c.Dropout = s.blocks, s.width, s.active, min(s.batch, max(1, rows/4)), s.epochs, s.dropout
			break
		}
	}
	if g, _ := FindGate(c.Gate); g.Mode == "mean" {
		c.Active = 1
	}
	return c, nil
}

// table is the blocks preset with Adam, for features on different scales, less dropout, and gates without
// noise, which numbers cannot be predicted through.
func table(gate string) (*Config, error) {
	if gate == "" {
		gate = "rectifier"
	}
	c, err := blocks(gate)
	if err != nil {
		return nil, err
	}
	c.Preset, c.Optimiser, c.Rate, c.RateTo, c.Momentum, c.MaxNorm, c.Dropout, c.Active = "table", "adam", 0.002, 2e-5, 0, 0, 0.1, 0.25
	return c, nil
}

// Twin is the settings of the same network without gates: a gated layer becomes a linear one of as
// many units, behind a rectifier if its blocks were.
func (c *Config) Twin() *Config {
	d := *c.Describe()
	d.Layers = ungated(d.Layers)
	return c.with(&d)
}

func ungated(layers []network.Layer) (out []network.Layer) {
	for _, l := range layers {
		switch l := l.(type) {
		case *network.Gated:
			out = append(out, &network.Linear{Width: l.Blocks * l.Width})
			if l.Rectify {
				out = append(out, &network.Relu{})
			}
		case *network.Residual:
			out = append(out, &network.Residual{Layers: ungated(l.Layers)})
		default:
			out = append(out, l)
		}
	}
	return out
}

// Regression is the settings of a linear net: a linear regression, or a logistic one. What is looked up
// stays looked up: a number for every category is linear in it.
func (c *Config) Regression() *Config {
	d := &network.Description{Version: network.Version, Inputs: c.Inputs, Outputs: c.Classes, Layers: []network.Layer{}}
	if all := c.Describe().Layers; len(all) > 0 {
		if e, ok := all[0].(*network.Embedding); ok {
			d.Layers = append(d.Layers, e)
		}
	}
	return c.with(d)
}

// vector is the numbers of a category that is looked up.
const vector = 16

// Embed puts a layer in front that looks up vectors by the numbers in some of the inputs, of so many
// rows each.
func (c *Config) Embed(columns, rows []int) {
	d := *c.Describe()
	d.Layers = append([]network.Layer{&network.Embedding{Columns: columns, Rows: rows, Width: vector}}, d.Layers...)
	*c = *c.with(&d)
}

// with is the settings with another network.
func (c *Config) with(d *network.Description) *Config {
	t := *c
	t.Gater = slices.Clone(c.Gater)
	t.empty()
	t.Net = d
	return &t
}

// least is how many outputs the network has at least.
func (c *Config) least() int {
	if c.Table != nil && c.Table.Task != "classes" {
		return 1
	}
	return 2
}
