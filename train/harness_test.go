package train_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/network"
	"gater/mat"
	"gater/train"
)

// tiny is 400 training, 80 validation and 100 test pictures of the synthetic task: 25 steps of 16.
var tiny = data.Synthetic(480, 100, 0.05, 1)

// nets are small networks that between them have every kind of state that a run carries along.
var nets = []struct {
	name, preset, gate string
	set                func(c *catalog.Config)
}{
	{"nr, L1, dropout, momentum", "blocks", "nr", nil},
	{"nr that fades, adversarial, label smoothing, hidden dropout, a layer above", "blocks", "nr", func(c *catalog.Config) {
		c.NoiseTo, c.Adversary, c.Smoothing, c.Hidden, c.Above = 0.1, 0.1, 0.1, 0.2, []int{5}
	}},
	{"nr, mixtures, learnt twice", "blocks", "nr", func(c *catalog.Config) { c.Mixup, c.Adversary, c.Smoothing = 0.4, 0.1, 0.1 }},
	{"nr, averages, momentum", "blocks", "nr", func(c *catalog.Config) { c.Average = 0.97 }},
	{"st, averages, a layer above whose rows lie apart", "blocks", "st", func(c *catalog.Config) { c.Average, c.Above = 0.97, []int{512} }},
	{"no gates, adversarial", "blocks", "nr", func(c *catalog.Config) { c.Dense, c.Adversary = true, 0.1 }},
	{"nr-logistic, adam", "blocks", "nr-logistic", func(c *catalog.Config) { c.Optimiser, c.Rate = "adam", 0.002 }},
	{"sbn, min-variance", "paper", "sbn", nil},
	{"sbn, mean, rmsprop", "blocks", "sbn", func(c *catalog.Config) { c.Baseline, c.Optimiser, c.Rate = "mean", "rmsprop", 0.002 }},
	{"st-sigmoid, slope annealed", "blocks", "st-sigmoid", func(c *catalog.Config) { c.SlopeTo = 3 }},
	{"st, revive", "paper", "st", func(c *catalog.Config) { c.Revive = 0.15 }},
	{"sts-code, Beta noise", "paper", "sts-code", nil},
	{"sigmoid-noise, penalties", "blocks", "sigmoid-noise", func(c *catalog.Config) { c.PerExample, c.Variance = 0.1, 0.1 }},
	{"spsa", "paper", "spsa", nil},
	{"described", "blocks", "", describe},
}

// describe makes the network a stack of every kind of layer, of which gated ones have state each.
func describe(c *catalog.Config) {
	d, err := network.Read([]byte(`layers:
- embedding: {columns: [3, 9], rows: 4, width: 2}
- norm: layer
- gated: {blocks: 8, width: 2, active: 50%, estimator: sbn, gater: 5}
- gated: {blocks: 6, width: 3, active: 25%, estimator: nr, gater: []}
- residual: [norm, gated: {blocks: 6, width: 3, active: 50%, estimator: st, gater: 5}, leaky-relu]
- dropout: 10%
- linear: 9
- sigmoid
`), catalog.LayerDefaults("blocks", ""))
	if err == nil {
		err = c.SetNet(d, "", nil)
	}
	if err == nil {
		err = c.Fit(c.Inputs, c.Classes)
	}
	if err != nil {
		panic(err)
	}
}

// config is a preset made small, for the tiny data.
func config(t testing.TB, preset, gate string, set func(c *catalog.Config)) *catalog.Config {
	t.Helper()
	c, err := catalog.Preset(preset, gate)
	if err != nil {
		t.Fatal(err)
	}
	c.Seed, c.Blocks, c.Width, c.Gater, c.Batch, c.Epochs = 1, 12, 3, []int{8}, 16, 3
	if preset == "paper" {
		c.Blocks, c.Width = 24, 1
	}
	c.Inputs, c.Classes = tiny.Train.Dim(), len(tiny.Train.Classes)
	if c.Active < 1 {
		c.Active = 0.25
	}
	if set != nil {
		set(c)
	}
	return c
}

// run is a training under observation.
type run struct {
	*train.Trainer
	epochs []train.Summary
}

// start builds a network and a trainer on d.
func start(t testing.TB, c *catalog.Config, d *data.Splits, pool *mat.Pool) *run {
	t.Helper()
	m, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{Trainer: &train.Trainer{Net: m.Net, Gates: m.Gates, Opt: m.Opt, Train: d.Train, Valid: d.Valid,
		Batch: c.Batch, Epochs: c.Epochs, Patience: c.Patience, Replace: c.Replace, Average: c.Average, Seed: c.Seed, Pool: pool}}
	r.OnEpoch = func(_ *train.Progress, e *train.Summary) error { r.epochs = append(r.epochs, *e); return nil }
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	return r
}

// steps trains for n steps, or to the end if there are fewer, and stops as an interrupt would.
func (r *run) steps(t testing.TB, n int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r.OnStep = func(*train.Progress) {
		if n--; n == 0 {
			cancel()
		}
	}
	if err := r.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// bits is the state of a run, every number as it is stored.
func (r *run) bits() map[string][]uint64 {
	all := map[string][]uint64{}
	for name, x := range r.State() {
		b := []uint64{}
		for _, v := range x.Data {
			b = append(b, math.Float64bits(float64(v)))
		}
		if x.Numbers != nil {
			for _, v := range *x.Numbers {
				b = append(b, math.Float64bits(v))
			}
		}
		all[name] = b
	}
	return all
}

// load copies the state of another run, but for tensors that skip names: their numbers become 1.
func (r *run) load(from *run, skip func(name string) bool) {
	have := map[string]train.Tensor{}
	for name, x := range from.State() {
		have[name] = x
	}
	for name, x := range r.State() {
		left := skip != nil && skip(name)
		if !left {
			copy(x.Data, have[name].Data)
		}
		if x.Numbers != nil {
			*x.Numbers = slices.Clone(*have[name].Numbers)
			for i := range *x.Numbers {
				if left {
					(*x.Numbers)[i] = 1
				}
			}
		}
	}
	r.Progress = from.Progress
	r.Opt.SetCount(from.Progress.Updates)
}

// differ lists the tensors that differ between two states.
func differ(a, b map[string][]uint64) (names []string) {
	for name := range a {
		if !slices.Equal(a[name], b[name]) {
			names = append(names, name)
		}
	}
	if len(a) != len(b) {
		names = append(names, "(the number of tensors)")
	}
	slices.Sort(names)
	return names
}

func has(prefix string) func(string) bool {
	return func(name string) bool { return strings.HasPrefix(name, prefix) }
}
