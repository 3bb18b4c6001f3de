package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gater/data"
	"gater/est"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/nn"
	"gater/sparsity"
	"gater/train"
)

// startEvent says what is about to be trained.
func (s *session) startEvent() report.Start {
	gates := summary(s.c, s.model)
	cost := nn.CostOf(s.model.Net)
	tr := s.data.Train
	return report.Start{
		Time: time.Now().UTC().Format(time.RFC3339), Version: version, Seed: s.c.Seed,
		Preset: s.c.Preset, Gate: gates.gate, Estimator: gates.estimator,
		Unbiased: gates.unbiased, Skips: gates.skips.String(),
		Data: s.data.Name, Train: tr.Len(), Valid: s.data.Valid.Len(), Test: s.data.Test.Len(),
		Classes: classNames(tr), Height: tr.Height, Width: tr.Width,
		Params: paramCount(s.model.Net), Layers: layerTable(s.model.Net),
		MacsDense: float64(cost.Ungated), MacsDenseGated: float64(cost.All),
		ActiveAsked: s.c.Asked(), Batch: s.c.Batch, Epochs: s.c.Epochs, Threads: s.threads,
		Config: settings(s.c),
	}
}

// classNames is what a page calls the classes of a set; without classes all examples are of one.
func classNames(s *data.Set) []string {
	if s.Labels == nil {
		return []string{"all"}
	}
	return s.Classes
}

// estimatorName is the Go type that trains a gate.
func estimatorName(g *catalog.Gate, c *catalog.Config) string {
	return strings.TrimPrefix(fmt.Sprintf("%T", g.New(c)), "est.")
}

func paramCount(net nn.Layer) (n int) {
	for _, p := range nn.Params(net) {
		n += p.Val.Len()
	}
	return n
}

// layerTable describes the layers for the report.
func layerTable(net nn.Layer) (rows []report.Layer) {
	for name, l := range nn.Layers(net) {
		switch l := l.(type) {
		case *nn.Linear:
			rows = append(rows, report.Layer{Name: name, Kind: "linear", In: l.In(), Out: l.Out()})
		case *nn.Gated:
			kind := "gated, linear experts"
			if l.Rectify {
				kind = "gated, rectified experts"
			}
			rows = append(rows, report.Layer{Name: name, Kind: kind, In: l.In(), Out: l.Units(),
				Blocks: l.Blocks(), BlockWidth: l.Width})
		case *nn.Norm:
			rows = append(rows, report.Layer{Name: name, Kind: "norm", In: l.G.Val.Cols, Out: l.G.Val.Cols})
		case *nn.Embedding:
			rows = append(rows, report.Layer{Name: name, Kind: "embedding", In: l.In(), Out: l.Out()})
		case *est.Units:
			kind := strings.TrimPrefix(fmt.Sprintf("%T", l.Estimator), "est.")
			rows = append(rows, report.Layer{Name: name, Kind: "units: " + kind})
		}
	}
	return rows
}

// settings is a configuration as a table.
func settings(c *catalog.Config) map[string]any {
	m := map[string]any{}
	b, err := json.Marshal(c)
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil {
		panic(err) // a Config is plain numbers and strings
	}
	return m
}

// epochEvents is an epoch for the record: its curves, and its gates' histograms.
func epochEvents(p *train.Progress, e *train.Summary, net nn.Layer, seconds float64) []report.Event {
	ev := report.Epoch{Epoch: e.Epoch, Step: p.Updates, Seconds: seconds,
		TrainLoss: report.Num(e.Loss), TrainError: e.Error, Penalty: report.Num(e.Penalty),
		ValidLoss: report.Num(e.Valid.Loss), ValidError: e.Valid.Error,
		ValidErrorDeployed: &e.Deployed.Error, Active: e.Active, ActiveValid: e.Deployed.Active,
		Rate: e.Rate, Momentum: e.Momentum, Dials: e.Dials, Best: e.Best,
		ExamplesPerSecond: float64(p.Updates) / seconds * float64(e.Rows/max(1, p.Steps))}
	for _, l := range nn.Layers(net) {
		if l1, ok := l.(*sparsity.L1); ok {
			λ := l1.Lambda()
			ev.Lambda = &λ
		}
	}
	events := []report.Event{}
	for i, g := range e.Gates {
		ev.Dead += g.Dead()
		ge := report.Gates{Epoch: e.Epoch, Layer: g.Name, Hist: g.Hist, Lo: g.Lo, Hi: g.Hi}
		if e.Thetas[i] != 0 {
			ge.Theta = &e.Thetas[i]
		}
		events = append(events, ge)
	}
	return append([]report.Event{ev}, events...)
}
