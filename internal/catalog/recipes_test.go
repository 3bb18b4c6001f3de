package catalog_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/nn"
	"gater/train"
)

// recipes are presets with gates, their twins without, and how many times fewer multiply-adds the
// gates are to leave at the share of blocks that is asked for.
var recipes = []struct {
	gated, dense string
	fewer        float64
}{
	{"mnist-10", "mnist-dense", 6},
	{"mnist-1of20000", "mnist-20000-dense", 50},
	{"fashion-10", "fashion-dense", 6},
}

// TestRecipes: a twin is the same in all but its gates, and costs what the gated net does without
// them; the gates earn their keep.
func TestRecipes(t *testing.T) {
	for _, r := range recipes {
		a, b := pictures(t, r.gated), pictures(t, r.dense)
		if a.Dense || !b.Dense || b.Asked() != 1 || a.Asked() != a.Active {
			t.Errorf("%s and %s: dense is %v and %v", r.gated, r.dense, a.Dense, b.Dense)
		}
		twin := *b
		twin.Dense, twin.Preset = false, a.Preset
		if !reflect.DeepEqual(a, &twin) {
			t.Errorf("%s and %s differ in more than their gates:\n%+v\n%+v", r.gated, r.dense, a, b)
		}
		a.Blocks, b.Blocks = min(64, a.Blocks), min(64, b.Blocks) // weights take time
		gated, dense := nn.CostOf(build(t, a).Net), nn.CostOf(build(t, b).Net)
		if dense.All != gated.Ungated || dense.Ungated != dense.All {
			t.Errorf("%s costs %+v, %s %+v", r.gated, gated, r.dense, dense)
		}
		full := pictures(t, r.gated)
		units := float64(full.Blocks * full.Width)
		gater := float64(full.Inputs*full.Gater[0] + full.Gater[0]*full.Blocks)
		experts := units * float64(full.Inputs+append(full.Above, full.Classes)[0])
		if fewer := experts / (gater + full.Active*experts); fewer < r.fewer {
			t.Errorf("%s: %.1f× fewer multiply-adds, want %.0f×", r.gated, fewer, r.fewer)
		}
	}
}

func pictures(t *testing.T, preset string) *catalog.Config {
	t.Helper()
	c, err := catalog.Preset(preset, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Inputs, c.Classes = 784, 10
	return c
}

func build(t *testing.T, c *catalog.Config) *catalog.Model {
	t.Helper()
	m, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestWithoutGates: a net without gates has none, trains, and is told to skip nothing.
func TestWithoutGates(t *testing.T) {
	for _, preset := range []string{"mnist-dense", "blocks", "paper"} {
		c := small(t, preset, "")
		c.Dense = true
		m := build(t, c)
		if len(m.Gates) != 0 {
			t.Errorf("%s: %d gates", preset, len(m.Gates))
		}
		before := params(m.Net)
		tr := &train.Trainer{Net: m.Net, Opt: m.Opt, Train: tiny.Train, Valid: tiny.Valid, Batch: c.Batch, Epochs: 1, Seed: 1}
		if err := tr.Start(); err != nil {
			t.Fatal(err)
		}
		tr.OnEpoch = func(_ *train.Progress, e *train.Summary) error {
			if e.Active != 1 || e.Deployed.Active != 1 {
				t.Errorf("%s: active %v, deployed %v, want 1", preset, e.Active, e.Deployed.Active)
			}
			return nil
		}
		if err := tr.Run(context.Background()); err != nil {
			t.Error(err)
		}
		for name, v := range params(m.Net) {
			if before[name] == v {
				t.Errorf("%s: %s has not moved", preset, name)
			}
		}
	}
}

// TestRecipeRefused: what a recipe cannot do is said.
func TestRecipeRefused(t *testing.T) {
	if _, err := catalog.Preset("mnist-dense", "st"); err == nil || !strings.Contains(err.Error(), "has no gates: drop --gate st") {
		t.Error(err)
	}
	for preset, want := range map[string]string{"fashion-dense": "fashion", "mnist-10": "mnist", "blocks": "mnist"} {
		if got := catalog.DataOf(preset); got != want {
			t.Errorf("%s is for %q, want %q", preset, got, want)
		}
	}
	if c, err := catalog.Preset("mnist-10", "st"); err != nil || c.Gate != "st" || c.Preset != "mnist-10" {
		t.Error(c, err)
	}
}

// TestRegularisers: each setting of the recipe puts its layer in, in its place, and 0 leaves it out.
func TestRegularisers(t *testing.T) {
	c := small(t, "blocks", "")
	c.Dropout = 0
	if got := len(build(t, c).Net.(nn.Seq)); got != 2 {
		t.Errorf("%d layers without, want 2", got)
	}
	c.Mixup, c.Adversary, c.Dropout, c.Hidden, c.Smoothing, c.Norm, c.Above = 0.2, 0.1, 0.2, 0.3, 0.4, "layer", []int{7}
	var names []string
	for _, l := range build(t, c).Net.(nn.Seq) {
		names = append(names, strings.TrimPrefix(reflect.TypeOf(l).String(), "*"))
	}
	want := "est.Mixup nn.Adversarial nn.Norm est.Dropout nn.Gated est.Dropout nn.Linear nn.Relu nn.Linear nn.LabelSmoothing"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("layers are %s, want %s", got, want)
	}
}
