package report

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/color"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestPolarised(t *testing.T) {
	bins := func(at ...int) []int64 {
		h := make([]int64, 20)
		for _, i := range at {
			h[i] += 10
		}
		return h
	}
	for _, c := range []struct {
		g       Gates
		outside float64
		want    string
	}{
		{Gates{Hist: bins(0, 0, 1, 19), Hi: 1}, 1, "are polarised"},
		{Gates{Hist: bins(0, 0, 0, 0, 10), Hi: 1}, 0.8, "mostly"},
		{Gates{Hist: bins(0, 10), Hi: 1}, 0.5, "half"},
		{Gates{Hist: bins(9, 10), Hi: 1}, 0, "not polarised"},
		{Gates{Hist: []int64{10, 10, 10, 10}, Hi: 1}, 0.2, "not polarised"}, // 0.1 of 0.25 at either end
		{Gates{Hist: []int64{1, 1}, Lo: -1, Hi: 1}, 0.1, "scores"},
	} {
		if c.g.probabilities() {
			if got := c.g.outside(0.1); math.Abs(got-c.outside) > 1e-12 {
				t.Errorf("%v: %g outside, want %g", c.g.Hist, got, c.outside)
			}
		}
		if got := polarised(c.g); !strings.Contains(got, c.want) {
			t.Errorf("%v: %q, want %q", c.g.Hist, got, c.want)
		}
	}
	g := Gates{Hist: []int64{1, 2, 3, 4, 5}, Hi: 1}
	if m := g.merged(2); !slices.Equal(m.Hist, []int64{6, 9}) || math.Abs(m.Hi-1.2) > 1e-12 || m.total() != g.total() {
		t.Errorf("merged to %v up to %g", m.Hist, m.Hi)
	}
}

func TestHeatOrder(t *testing.T) {
	open := [][]float64{{0, 0.2}, {0, 0}, {0.3, 0.1}, {0.1, 0.9}, {0.8}, {0, 0}}
	var got []string
	for _, b := range sorted(open, 2) {
		got = append(got, fmt.Sprint(b.first, b.strongest))
	}
	if want := []string{"4 0", "2 0", "3 1", "0 1", "1 -1", "5 -1"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

// TestAggregate: columns hold blocks of one class each, none is lost, and the
// mean over blocks stays.
func TestAggregate(t *testing.T) {
	r := recipes["large"].run(t)
	blocks := sorted(r.End.Layers[0].OpenByClass, 10)
	columns := aggregate(blocks, heatColumns)
	if n := len(columns); n < heatColumns/2 || n > heatColumns+11 {
		t.Errorf("%d columns", n)
	}
	n, i := 0, 0
	var before, after [10]float64
	for _, c := range columns {
		for _, b := range blocks[i : i+c.n] {
			if b.strongest != c.strongest {
				t.Fatalf("a block of class %d in a column of class %d", b.strongest, c.strongest)
			}
		}
		n, i = n+c.n, i+c.n
		for k := range after {
			after[k] += c.open[k] * float64(c.n)
		}
	}
	for _, b := range blocks {
		for k := range before {
			before[k] += b.open[k]
		}
	}
	for k := range before {
		if math.Abs(before[k]-after[k]) > 1e-9*before[k] {
			t.Errorf("class %d: %g before, %g after", k, before[k], after[k])
		}
	}
	if n != 2000 {
		t.Errorf("%d blocks in the columns", n)
	}
}

func TestPicture(t *testing.T) {
	const head = "data:image/png;base64,"
	url := string(picture([]byte{0, 255, 55, 1, 2, 3}, 2, 3))
	b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(url, head))
	if err != nil || !strings.HasPrefix(url, head) {
		t.Fatal(url, err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if g := img.Bounds().Max; g.X != 3 || g.Y != 2 {
		t.Errorf("size %v", g)
	}
	if got := img.At(2, 0); got != (color.Gray{Y: 200}) {
		t.Errorf("the pixel of ink 55 is %v", got)
	}
	for _, c := range []struct{ n, h, w int }{{5, 2, 3}, {7, 2, 3}, {0, 0, 0}, {6, -2, -3}, {4, math.MaxInt, 4}} {
		if got := picture(make([]byte, c.n), c.h, c.w); got != "" {
			t.Errorf("%d pixels of %d × %d made a picture", c.n, c.h, c.w)
		}
	}
}

func TestConfusion(t *testing.T) {
	r := &Run{Start: Start{Classes: []string{"cat", "dog"}}, End: &End{Confusion: [][]int{{8, 2, 0}, {5, 90, 5}, {0, 0, 0}}}}
	v := confusion(r)
	if want := "Most often mistaken: dog for cat (5), dog for 2 (5), cat for dog (2)."; v.Said != want {
		t.Errorf("%q, want %q", v.Said, want)
	}
	if got := v.Rows[0].Error + v.Rows[1].Error + v.Rows[2].Error; got != "20.0"+thin+"%10.0"+thin+"%–" {
		t.Errorf("errors %q", got)
	}
	if got := v.Rows[0].Cells[1].Shade + " " + v.Rows[1].Cells[1].Shade; got != "0.40 0" {
		t.Errorf("shades %q", got)
	}
	r.End.Confusion[1] = nil
	if confusion(r) != nil {
		t.Error("a ragged matrix was drawn")
	}
}

func TestSeedGroups(t *testing.T) {
	run := func(seed uint64, gate string, err float64) *Run {
		return &Run{Start: Start{Gate: gate, Seed: seed, Config: map[string]any{"seed": float64(seed)}}, End: &End{TestError: err}}
	}
	for _, c := range []struct {
		runs []*Run
		want string
	}{
		{[]*Run{run(1, "a", 0.01), run(2, "a", 0.02), run(3, "a", 0.03), run(1, "b", 0.5)}, "a: 3 runs 2.00" + thin + "% ± 1.00" + thin + "%"},
		{[]*Run{run(1, "a", 0.01), run(1, "a", 0.01)}, ""},
		{[]*Run{run(1, "a", 0.01), run(2, "b", 0.02)}, ""},
		{[]*Run{run(1, "a", 0.01), {Start: Start{Gate: "a", Seed: 2}}}, ""},
	} {
		got := ""
		for _, g := range seedGroups(c.runs) {
			got += g.Name + ": " + g.Runs + " " + g.Error
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
