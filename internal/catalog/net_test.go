package catalog_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/internal/network"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// described is the settings with a network of its own, out of the text of a file.
func described(t testing.TB, preset, text string) *catalog.Config {
	t.Helper()
	c := small(t, preset, "")
	d, err := network.Read([]byte(text), catalog.LayerDefaults(preset, ""))
	if err != nil {
		t.Fatal(err)
	}
	in, classes := c.Inputs, c.Classes
	if err := c.SetNet(d, "", nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Fit(in, classes); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDescribe: the network of every gate in each net that presets are made of is the same, bit for bit, built from its
// settings and built from its description as a file.
func TestDescribe(t *testing.T) {
	for _, preset := range []string{"blocks", "paper", "table"} {
		for _, g := range catalog.Gates {
			c := small(t, preset, g.Name)
			if slices.Contains(g.Options(), "tau") {
				c.Tau, c.TauTo = 2, 1.5
			}
			same(t, preset+", "+g.Name, c)
		}
	}
	c := small(t, "blocks", "st-sigmoid")
	c.Slope, c.SlopeTo, c.OneHot, c.Dropout, c.Revive = 1.5, 3, 4, 0, 0.05
	same(t, "settings", c)
}

// same compares the network of c with that of the file that describes it.
func same(t *testing.T, what string, c *catalog.Config) {
	t.Helper()
	d := described(t, c.Preset, string(c.Describe().YAML()))
	d.Epochs, d.Batch = c.Epochs, c.Batch
	a, err := catalog.Build(c)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for range 2 { // and once more from the settings as they are kept
		b, err := catalog.Build(d)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if x, y := params(a.Net), params(b.Net); !reflect.DeepEqual(x, y) {
			t.Errorf("%s: other weights", what)
		}
		if x, y := gated(a), gated(b); x != y {
			t.Errorf("%s: gates\n%s, described\n%s", what, x, y)
		}
		kept, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		again := &catalog.Config{}
		if err := json.Unmarshal(kept, again); err != nil {
			t.Fatalf("%s: %v in %s", what, err, kept)
		}
		d.Net.Unplaced()
		if !reflect.DeepEqual(d, again) {
			t.Errorf("%s: kept as other settings\n%s\n%s", what, d.Net.YAML(), again.Net.YAML())
		}
		d = again
	}
	c.Seed++
	if b, err := catalog.Build(c); err != nil || reflect.DeepEqual(params(a.Net), params(b.Net)) {
		t.Errorf("%s: control: another seed has the same weights (%v)", what, err)
	}
}

// gated is what the gates of a network are, in words.
func gated(m *catalog.Model) string {
	var b strings.Builder
	for _, g := range m.Gates {
		fmt.Fprintf(&b, "%s %v %v %v %v %v;", g.Name, g.Layer, g.Layer.Rectify, g.Layer.Skip, g.Target, g.Units != nil)
		for name, l := range nn.Layers(g.Layer.Gate) {
			text := fmt.Sprintf("%T", l)
			if _, critic := l.(interface{ Skips() nn.Skip }); !critic {
				text = fmt.Sprintf("%T %+v", l, l)
			}
			if !strings.Contains(text, "0x") {
				fmt.Fprintf(&b, " %s %s,", name, text)
			}
		}
	}
	return b.String()
}

const stack = `layers:
- norm: layer
- linear: 24
- relu
- residual:
  - norm
  - gated: {blocks: 6, width: 4, active: 50%, estimator: sbn:baseline=mean, gater: [5]}
  - linear: 24
- gated: {blocks: 10, width: 3, active: 20%, estimator: nr, gater: []}
- leaky-relu
- dropout: 10%
- gated: {blocks: 5, width: 2, active: 40%, estimator: st}
- tanh
`

// TestStack: a stack of every kind of layer is built, each gated layer with its estimator, and
// trains: every weight moves and every gate opens about as often as asked.
func TestStack(t *testing.T) {
	c := described(t, "blocks", stack)
	m, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := gateNames(m), "3.1 4 7"; got != want {
		t.Errorf("gates are %s, want %s", got, want)
	}
	if got, want := c.Asked(), (6*0.5+10*0.2+5*0.4)/21; got != want {
		t.Errorf("%v asked, want %v", got, want)
	}
	before := params(m.Net)
	tr := &train.Trainer{Net: m.Net, Gates: m.Gates, Opt: m.Opt, Train: tiny.Train, Valid: tiny.Valid,
		Batch: c.Batch, Epochs: 3, Seed: c.Seed}
	if err := tr.Start(); err != nil {
		t.Fatal(err)
	}
	if err := tr.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	after := params(m.Net)
	for name, was := range before {
		if after[name] == was {
			t.Errorf("%s has not moved", name)
		}
	}
	tr.Finish()
	e := train.Evaluator{Net: m.Net}
	open := map[nn.Layer]float64{}
	e.Watch = func(_ int, l nn.Layer, v mat.M) {
		for _, x := range v.Data {
			if x != 0 {
				open[l] += 1 / float64(len(v.Data)) * float64(v.Rows) / float64(tiny.Valid.Len())
			}
		}
	}
	e.Run(tiny.Valid, nn.Use, 0)
	for i, want := range []float64{0.5, 0.2, 0.4} {
		if got := open[m.Gates[i].Layer]; got < want-0.15 || got > want+0.02 {
			t.Errorf("gate %s is open for %v, want about %v", m.Gates[i].Name, got, want)
		}
	}
}

func gateNames(m *catalog.Model) string {
	var names []string
	for _, g := range m.Gates {
		names = append(names, g.Name)
	}
	return strings.Join(names, " ")
}

// TestDense: a network needs no gates.
func TestDense(t *testing.T) {
	c := described(t, "blocks", "layers:\n- linear: 9\n- relu\n")
	m, err := catalog.Build(c)
	if err != nil || len(m.Gates) != 0 || c.Asked() != 1 {
		t.Fatalf("%v, %d gates, %v asked", err, len(m.Gates), c.Asked())
	}
	if got, want := nn.CostOf(m.Net).All, int64(9*(c.Inputs+c.Classes)); got != want {
		t.Errorf("%d multiply-adds, want %d", got, want)
	}
}

// TestNetRefuses: what is wrong with a gated layer is said of its line.
func TestNetRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"- gated: {estimator: foo}":                              `line 2: layers.0.gated: unknown gate "foo": choose one of`,
		"- gated: {estimator: 'st:tau=1'}":                       `line 2: layers.0.gated: st takes no "tau": its settings are groups`,
		"- gated: {estimator: 'st:tau-to=1'}":                    `line 2: layers.0.gated: st takes no "tau-to"`,
		"- relu\n- gated: {estimator: sts, active: 0}":           "line 3: layers.1.gated: active is 0: it must be a share of the blocks",
		"- gated: {estimator: st, skip: everything}":             "line 2: layers.0.gated: gate st lets a network skip forward only in training",
		"- gated: {mode: hard}":                                  `line 2: layers.0.gated: unknown mode "hard": choose one of`,
		"- gated: {gater: [0]}":                                  "line 2: layers.0.gated: gater is 0",
		"- gated: {estimator: enumerate, blocks: 40}":            "line 2: layers.0.gated: gate enumerate runs the rest of the network more than",
		"- gated: {estimator: 'st:groups=7'}":                    "line 2: layers.0.gated: 64 blocks are no multiple of groups of 7",
		"- gated: {estimator: 'concrete:tau-to=0.1'}":            "line 2: layers.0.gated: tau_to is 0.1: it needs a tau above it",
		"- linear: 1000000\n- linear: 1000000":                   "million weights",
		"- embedding: {columns: 3, rows: 900000, width: 900000}": "million weights",
	} {
		c := small(t, "blocks", "")
		d, err := network.Read([]byte("layers:\n"+text), catalog.LayerDefaults("blocks", ""))
		if err == nil {
			err = c.SetNet(d, "", nil)
		}
		if err == nil {
			c.Net.Inputs, c.Net.Outputs = c.Inputs, c.Classes
			err = c.Check()
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	c := described(t, "blocks", "layers: []")
	if err := c.Fit(c.Inputs+1, c.Classes); err == nil || !strings.Contains(err.Error(), "drop inputs, which comes from the data") {
		t.Errorf("other data: %v", err)
	}
	c.Blocks = 3
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), "stand beside net") {
		t.Errorf("blocks beside net: %v", err)
	}
}

// TestChange: a change reaches every gated layer.
func TestChange(t *testing.T) {
	c := small(t, "blocks", "")
	d, err := network.Read([]byte(stack), catalog.LayerDefaults("blocks", "sbn"))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SetNet(d, "sbn", func(c *catalog.Config) error { c.Active = 0.25; c.Baseline = "none"; return nil }); err != nil {
		t.Fatal(err)
	}
	for i, l := range c.Gated() {
		if l.Active != 0.25 || l.Gate != "sbn" || l.Baseline != "none" {
			t.Errorf("layer %d: active %v, gate %s, baseline %s", i, l.Active, l.Gate, l.Baseline)
		}
	}
}
