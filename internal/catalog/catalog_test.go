package catalog_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/nn"
	"gater/train"
)

var tiny = data.Synthetic(60, 20, 0.05, 1)

// small is a preset shrunk to the tiny data, and its two steps an epoch.
func small(t testing.TB, preset, gate string) *catalog.Config {
	t.Helper()
	c, err := catalog.Preset(preset, gate)
	if err != nil {
		t.Fatal(err)
	}
	c.Seed, c.Inputs, c.Classes, c.Batch, c.Epochs = 1, tiny.Train.Dim(), len(tiny.Train.Classes), 25, 1
	c.Blocks, c.Gater = 8, []int{6}
	return c
}

// TestEveryGate: every gate of the catalogue builds and trains in both nets that presets are made of;
// its network is deployed as the catalogue says.
func TestEveryGate(t *testing.T) {
	for _, preset := range []string{"blocks", "paper"} {
		for _, g := range append(catalog.Gates, catalog.Gate{}) {
			c := small(t, preset, g.Name)
			m, err := catalog.Build(c)
			if err != nil {
				t.Errorf("%s, %s: %v", preset, g.Name, err)
				continue
			}
			if g.Name != "" && (c.Mode != g.Mode || (m.Gates[0].Units != nil) != (g.Mode == "threshold")) {
				t.Errorf("%s, %s: mode %q, want %q", preset, g.Name, c.Mode, g.Mode)
			}
			if can := nn.SkipOf(m.Gates[0].Layer.Gate); m.Gates[0].Layer.Skip != can {
				t.Errorf("%s, %s: skips %v, could %v", preset, g.Name, m.Gates[0].Layer.Skip, can)
			}
			before := params(m.Net)
			tr := &train.Trainer{Net: m.Net, Gates: m.Gates, Opt: m.Opt, Train: tiny.Train, Valid: tiny.Valid,
				Batch: c.Batch, Epochs: c.Epochs, Replace: c.Replace, Seed: c.Seed}
			if err := tr.Start(); err != nil {
				t.Fatal(err)
			}
			if err := tr.Run(context.Background()); err != nil || tr.Progress.Updates != 2 {
				t.Errorf("%s, %s: %d steps, %v", preset, g.Name, tr.Progress.Updates, err)
			}
			for name, was := range before {
				if now := params(m.Net)[name]; now == was {
					t.Errorf("%s, %s: %s has not moved", preset, g.Name, name)
				}
			}
		}
	}
}

// params is a number for each parameter that changes when it does.
func params(net nn.Layer) map[string]float64 {
	sums := map[string]float64{}
	for name, p := range nn.Params(net) {
		for i, v := range p.Val.Data {
			sums[name] += float64(v) * math.Sqrt(float64(i+2))
		}
	}
	return sums
}

// TestSeed: the same seed builds the same network, another seed another one.
func TestSeed(t *testing.T) {
	build := func(seed uint64) map[string]float64 {
		c := small(t, "blocks", "nr")
		c.Seed = seed
		m, err := catalog.Build(c)
		if err != nil {
			t.Fatal(err)
		}
		return params(m.Net)
	}
	a, again, b := build(1), build(1), build(2)
	for name, v := range a {
		if again[name] != v {
			t.Errorf("%s: the same seed, other weights", name)
		}
		if strings.HasSuffix(name, "weight") && b[name] == v {
			t.Errorf("%s: another seed, the same weights", name)
		}
	}
}

// TestPaperSizes: the paper's network is the paper's.
func TestPaperSizes(t *testing.T) {
	c, err := catalog.Preset("paper", "st")
	if err != nil {
		t.Fatal(err)
	}
	c.Inputs, c.Classes = 784, 10
	m, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	got := nn.CostOf(m.Net)
	want := nn.Cost{All: 784*400 + 400*2000 + 784*2000 + 2000*10, Ungated: 784*2000 + 2000*10}
	if got != want {
		t.Errorf("cost %+v, want %+v", got, want)
	}
	if l := m.Gates[0].Layer; l.Rectify || l.Width != 1 || c.Batch != 32 || c.MaxNorm != 2.1 || !c.Replace {
		t.Errorf("%+v with %v", c, l)
	}
}
