package gater

import (
	"maps"
	"slices"
	"sync"
	"time"

	"gater/data/table"
	"gater/internal/model"
	"gater/nn"
)

// Model is a trained network, ready for use. Nothing changes it: any number of goroutines may use
// it at once.
type Model struct {
	m        *model.Model
	draws    bool                   // gates draw when it is used
	dial     []map[nn.Layer]float64 // thresholds of each setting
	sessions sync.Pool
}

// Task is what the model tells: "classes", "labels" (any number of which may hold) or "number".
func (m *Model) Task() string { return string(m.m.Task) }

// Weights is what the weights are kept in: "float32", or "bf16" or "int8", if gater export wrote them so or
// a Loader was told to.
func (m *Model) Weights() string {
	if m.m.Weights == "" {
		return "float32"
	}
	return m.m.Weights
}

// Inputs is how many numbers the network takes for a row.
func (m *Model) Inputs() int { return m.m.Network.Inputs }

// Classes is the names of the classes or labels, in the order of Prediction.Probs; nil for numbers.
func (m *Model) Classes() []string { return slices.Clone(m.m.Classes) }

// Columns is the columns of a table that the model reads, by name; nil if it takes no tables.
func (m *Model) Columns() (names []string) {
	if m.m.Prep == nil {
		return nil
	}
	for _, c := range m.m.Prep.Encoder.Columns {
		if c.Kind != table.Empty {
			names = append(names, c.Name)
		}
	}
	return names
}

// Pictures reports whether the network takes pictures, and of what size.
func (m *Model) Pictures() (width, height int, ok bool) {
	in := m.m.Input
	return in.Width, in.Height, in.Kind == "pixels"
}

// Metrics is how good the model was on its test rows, by the name of the metric.
func (m *Model) Metrics() map[string]float64 { return maps.Clone(m.m.Metrics) }

// Macs is the multiply-adds of a row with all blocks open.
func (m *Model) Macs() int64 { return nn.CostOf(m.m.Net).All }

// Gated is a gated layer of a model.
type Gated struct {
	Name          string
	Blocks, Width int // blocks, and units in each
}

// Gates is the gated layers, from the input on.
func (m *Model) Gates() (all []Gated) {
	for _, g := range m.m.Gates {
		all = append(all, Gated{g.Name, g.Layer.Blocks(), g.Layer.Width})
	}
	return all
}

// Setting is a position of a model's dial from computing little to computing all.
type Setting struct {
	Budget  float64       // share of the multiply-adds of the network with all blocks open
	Latency time.Duration // of a row by itself, on the machine where the dial was calibrated
	Metric  float64       // of the task, on the validation rows
}

// Dial is the budgets that the model can run at, rising; nil if it runs as it was trained alone.
func (m *Model) Dial() (all []Setting) {
	for _, s := range m.m.Dial {
		all = append(all, Setting{s.Budget, time.Duration(s.Micros * 1000), s.Metric})
	}
	return all
}
