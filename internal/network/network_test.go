package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// usual is the settings that a gated layer has unless a file has others.
func usual(estimator string) (Gated, error) {
	if estimator == "foo" {
		return Gated{}, errors.New(`unknown gate "foo"`)
	}
	return Gated{Blocks: 64, Width: 32, Active: 0.1, Estimator: "nr", Mode: "threshold", Skip: "auto", Rectify: true,
		Gater: []int{32}, Linear: true, Penalty: 0.2}, nil
}

const all = `# every layer
inputs: 20
outputs: 3
layers:
- embedding: {columns: [0, 5], rows: [10, 7], width: 4}
- norm
- linear: 128
- leaky-relu
- residual:
  - norm: layer
  - gated:
      blocks: 16
      width: 8
      active: 20%
      estimator: sbn:baseline=mean
      gater: 5
      rectify: false
      penalty: 0
  - tanh
  - relu
- dropout: 0.3
- linear: {out: 12}
- sigmoid
- gated
`

// TestRead: what is written is read, and what is not has its default.
func TestRead(t *testing.T) {
	d, err := Read([]byte(all), usual)
	if err != nil {
		t.Fatal(err)
	}
	d.Unplaced()
	g, _ := usual("")
	h := g
	h.Blocks, h.Width, h.Active, h.Estimator, h.Gater, h.Rectify, h.Penalty = 16, 8, 0.2, "sbn:baseline=mean", []int{5}, false, 0
	want := &Description{Version: 1, Inputs: 20, Outputs: 3, Layers: []Layer{
		&Embedding{Columns: []int{0, 5}, Rows: []int{10, 7}, Width: 4}, &Norm{Kind: "rms"}, &Linear{Width: 128},
		&LeakyRelu{Slope: 0.01},
		&Residual{Layers: []Layer{&Norm{Kind: "layer"}, &h, &Tanh{}, &Relu{}}},
		&Dropout{Share: 0.3}, &Linear{Width: 12}, &Sigmoid{}, &g}}
	if !reflect.DeepEqual(d, want) {
		t.Errorf("read\n%s\nwant\n%s", d.YAML(), want.YAML())
	}
	if err := d.Check(); err != nil {
		t.Error(err)
	}
	var shapes []string
	if err := d.Each(func(path string, _ Layer, in, out int) error {
		shapes = append(shapes, fmt.Sprintf("%s %d→%d", path, in, out))
		return nil
	}); err != nil {
		t.Error(err)
	}
	if got := strings.Join(shapes[:5], ", ") + ", " + shapes[6]; got != "layers.0.embedding 20→26, layers.1.norm 26→26, layers.2.linear 26→128, "+
		"layers.3.leaky-relu 128→128, layers.4.residual 128→128, layers.4.residual.1.gated 128→128" {
		t.Error(got)
	}
}

// TestRoundTrip: what is written reads back as it was, as YAML and as JSON.
func TestRoundTrip(t *testing.T) {
	d, err := Read([]byte(all), usual)
	if err != nil {
		t.Fatal(err)
	}
	d.Unplaced()
	again, err := Read(d.YAML(), nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, d.YAML())
	}
	again.Unplaced()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var fromJSON Description
	if err := json.Unmarshal(b, &fromJSON); err != nil {
		t.Fatalf("%v in\n%s", err, b)
	}
	e := &Embedding{Rows: []int{1 << 20}, Width: 1}
	for i := range 400 {
		e.Columns = append(e.Columns, i)
	}
	long := &Description{Version: 1, Inputs: 500, Layers: []Layer{e}}
	for range 8 {
		long.Layers = []Layer{&Residual{Layers: long.Layers}}
	}
	if back, err := Read(long.YAML(), nil); err != nil || string(back.YAML()) != string(long.YAML()) {
		t.Errorf("a list of many columns: %v\n%s", err, long.YAML())
	}
	for _, x := range []*Description{again, &fromJSON, d.Clone()} {
		if !reflect.DeepEqual(x, d) {
			t.Errorf("read back\n%s\nwant\n%s", x.YAML(), d.YAML())
		}
	}
	c := d.Clone()
	c.Layers[4].(*Residual).Layers[1].(*Gated).Gater[0] = 99
	if reflect.DeepEqual(c, d) {
		t.Error("a clone shares its lists")
	}
}

// TestLong: a description that passes is kept and read again, indented as well, and what is too long for
// that does not pass.
func TestLong(t *testing.T) {
	for n, ok := range map[int]bool{80: true, 81: true, 150: false} {
		d, err := Read([]byte("inputs: 9\nlayers:\n"+strings.Repeat("- gated\n- embedding: {columns: [1, 3, 5], rows: 7, width: 2}\n", n)), usual)
		if err != nil {
			t.Fatal(err)
		}
		d.Unplaced()
		if err := d.Check(); (err == nil) != ok {
			t.Errorf("%d layers, %d bytes: %v", 2*n, len(d.YAML()), err)
		}
		if !ok {
			continue
		}
		b, err := json.MarshalIndent(d, "        ", "  ")
		if err != nil {
			t.Fatal(err)
		}
		var again Description
		if err := json.Unmarshal(b, &again); err != nil || !reflect.DeepEqual(&again, d) {
			t.Errorf("%d layers: %v", 2*n, err)
		}
	}
}

// TestSet: a setting by its path takes the place of what the file says.
func TestSet(t *testing.T) {
	for _, c := range []struct {
		path, value string
		get         func(d *Description) any
		want        any
	}{
		{"layers.2.linear", "64", func(d *Description) any { return d.Layers[2].(*Linear).Width }, 64},
		{"layers.2.linear.out", "64", func(d *Description) any { return d.Layers[2].(*Linear).Width }, 64},
		{"layers.6.linear.out", "64", func(d *Description) any { return d.Layers[6].(*Linear).Width }, 64},
		{"layers.5.dropout", "10%", func(d *Description) any { return d.Layers[5].(*Dropout).Share }, Share(0.1)},
		{"layers.4.residual.1.gated.active", "0.5", func(d *Description) any { return d.Layers[4].(*Residual).Layers[1].(*Gated).Active }, Share(0.5)},
		{"layers.8.gated.gater", "[7, 5]", func(d *Description) any { return d.Layers[8].(*Gated).Gater }, []int{7, 5}},
		{"layers.1.norm", "layer", func(d *Description) any { return d.Layers[1].(*Norm).Kind }, "layer"},
		{"layers.3", "relu", func(d *Description) any { return Kind(d.Layers[3]) }, "relu"},
	} {
		d, err := Read([]byte(all), usual, Setting{c.path, c.value})
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
		} else if got := c.get(d); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.path, got, c.want)
		}
	}
	for path, want := range map[string]string{
		"layers.9.relu":        "there is no layer 9: the file lists 9, which count from 0",
		"layers.x":             "there is no layer x",
		"layers.8.gated.widht": `layers.8.gated: unknown key "widht": did you mean width?`,
		"layers..x":            "is no path of a description",
	} {
		if _, err := Read([]byte(all), usual, Setting{path, "1"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}
