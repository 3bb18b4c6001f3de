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
		[]float64{5, 1, 3}, []float64{10, 4, 8})
	if len(spots) != 2 || spots[0].Name != "gated" || spots[0].Dense || !spots[1].Dense {
		t.Fatalf("%+v", spots)
	}
	g := spots[0]
	if math.Abs(g.Mean()-0.012) > 1e-12 || math.Abs(g.SE()-0.002) > 1e-12 || math.Abs(g.Macs-110) > 1e-9 || math.Abs(g.Micros-2) > 1e-12 || g.Single != 6 {
		t.Errorf("mean %v, standard error %v, %v multiply-adds, %v and %v µs", g.Mean(), g.SE(), g.Macs, g.Micros, g.Single)
	}
	if !math.IsNaN(spots[1].SE()) {
		t.Errorf("standard error of one run is %v", spots[1].SE())
	}
}

// TestSpotNames: spots of one preset go by their folders, others by their presets.
func TestSpotNames(t *testing.T) {
	var names []string
	folders, none := []string{"runs/other-7", "wide-8-1", "wide-16-1", "plain"}, make([]float64, 4)
	var runs []*Run
	for i, preset := range []string{"mnist-10", "mnist-dense", "mnist-dense", "mnist-dense"} {
		r := seeded(preset, 1, i, 0.01, float64(i))
		r.Name = folders[i]
		runs = append(runs, r)
	}
	for _, s := range Spots(runs, none, none) {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, " "); got != "mnist-10 wide-8 wide-16 plain" {
		t.Errorf("names are %s", got)
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
