package main

import (
	"gater/internal/convert"
	"gater/internal/dial"
	"gater/internal/model"
	"gater/internal/network"
)

// gated is the model that a dense one became.
func (f *gateFlags) gated(m *model.Model, net *convert.Net, thetas []float64, table *dial.Table, o *gateOutcome) *model.Model {
	d := network.Description{Version: network.Version, Inputs: m.Network.Inputs, Outputs: m.Network.Outputs}
	g := &model.Model{Spec: m.Spec, Net: net.Net, Gates: net.Gates, Prep: m.Prep}
	g.Thresholds = map[string]float64{}
	for _, l := range m.Network.Layers { // what is looked up stays in front
		if e, ok := l.(*network.Embedding); ok {
			d.Layers = append(d.Layers, e)
		}
	}
	for i, gate := range net.Gates {
		d.Layers = append(d.Layers, &network.Gated{Blocks: gate.Layer.Blocks(), Width: gate.Layer.Width,
			Active: network.Share(f.o.Active), Estimator: "surrogate:curve=sigmoid", Mode: "threshold", Skip: "auto",
			Rectify: true, Gater: []int{f.o.Rank}})
		g.Thresholds[gate.Name] = thetas[i]
	}
	g.Network = &model.Network{Description: d}
	g.Metrics = map[string]float64{"test_error": o.Gated.TestError, "test_loss": o.Gated.TestLoss, "active": o.Active,
		"multiply_adds": o.Gated.Macs, "dense_test_error": o.Dense.TestError}
	g.Dial = dialSettings(table)
	return g
}

// dialSettings is a dial as a model keeps it, which takes the dearest setting within a budget.
func dialSettings(t *dial.Table) (all []model.Setting) {
	full := t.Full().Macs
	for _, s := range budgets(t) {
		all = append(all, model.Setting{Budget: s.Macs / full, Thresholds: s.Thresholds, Metric: 1 - s.Error, Micros: s.Seconds * 1e6})
	}
	return all
}
