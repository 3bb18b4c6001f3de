package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

// seeded is a finished run of a net under a seed.
func seeded(preset string, seed uint64, blocks int, err, macs float64) *Run {
	return &Run{Name: preset, Start: Start{Preset: preset, Seed: seed, Layers: []Layer{{Name: "0", Blocks: blocks}},
		Config: map[string]any{"seed": seed}}, End: &End{TestError: err, Macs: macs, Active: 0.1, Seed: seed}}
}

// TestSpots: seeds of one set-up are one spot with their mean and s/√n, cheap ones first.
func TestSpots(t *testing.T) {
	spots := Spots([]*Run{seeded("dense", 1, 0, 0.01, 1000), seeded("gated", 1, 8, 0.010, 100), seeded("gated", 2, 8, 0.014, 120)},
		[]float64{5, 1, 3})
	if len(spots) != 2 || spots[0].Name != "gated" || spots[0].Dense || !spots[1].Dense {
		t.Fatalf("%+v", spots)
	}
	g := spots[0]
	if math.Abs(g.Mean()-0.012) > 1e-12 || math.Abs(g.SE()-0.002) > 1e-12 || math.Abs(g.Macs-110) > 1e-9 || math.Abs(g.Micros-2) > 1e-12 {
		t.Errorf("mean %v, standard error %v, %v multiply-adds, %v µs", g.Mean(), g.SE(), g.Macs, g.Micros)
	}
	if !math.IsNaN(spots[1].SE()) {
		t.Errorf("standard error of one run is %v", spots[1].SE())
	}
}

// TestFrontier: the picture is well formed, and names what it shows; without anything it says so.
func TestFrontier(t *testing.T) {
	for want, spots := range map[string][]Spot{
		">mnist &amp; co<": {{Name: "mnist & co", Errors: []float64{0.01, 0.012}, Macs: 1e5, Micros: 1.5},
			{Name: "dense", Dense: true, Errors: []float64{0.011}, Macs: 1e6, Micros: math.NaN()}},
		"Nothing to draw": nil,
	} {
		var b bytes.Buffer
		if err := WriteFrontier(&b, "Frontier", spots); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, b.String())
		}
		d := xml.NewDecoder(&b)
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}
