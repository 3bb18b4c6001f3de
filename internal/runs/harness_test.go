package runs

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/train"
)

// tiny is 50 training pictures: two steps of 25 an epoch.
var tiny = data.Synthetic(60, 20, 0.05, 1)

// config is a small network with running numbers of every kind.
func config(t testing.TB) *catalog.Config {
	t.Helper()
	c, err := catalog.Preset("blocks", "sbn")
	if err != nil {
		t.Fatal(err)
	}
	c.Seed, c.Inputs, c.Classes, c.Batch, c.Epochs = 1, tiny.Train.Dim(), len(tiny.Train.Classes), 25, 2
	c.Blocks, c.Width, c.Gater, c.Active, c.Revive = 8, 2, []int{4}, 0.25, 0.1
	return c
}

// trainer is a trainer of the settings, started.
func trainer(t testing.TB, c *catalog.Config) *train.Trainer {
	t.Helper()
	m, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	tr := &train.Trainer{Net: m.Net, Gates: m.Gates, Opt: m.Opt, Train: tiny.Train, Valid: tiny.Valid,
		Batch: c.Batch, Epochs: c.Epochs, Seed: c.Seed}
	if err := tr.Start(); err != nil {
		t.Fatal(err)
	}
	return tr
}

// saved is a run's folder after so many steps, with two events and a checkpoint.
func saved(t testing.TB, dir string, steps int) (*Run, *train.Trainer) {
	t.Helper()
	c := config(t)
	r, err := Create(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	tr := trainer(t, c)
	check(t, r.Event(report.Start{Version: "test"}))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	tr.OnStep = func(p *train.Progress) {
		if p.Updates == steps {
			cancel()
		}
	}
	if err := tr.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	check(t, r.Event(report.Stopped{Epoch: 1}))
	check(t, r.Save(tr, 12.5))
	return r, tr
}

// finished is a run's folder with its model.
func finished(t testing.TB, dir string) (*Run, *train.Trainer) {
	t.Helper()
	r, tr := saved(t, dir, 1e6)
	check(t, r.SaveModel(tr.Net, tr.Finish()))
	return r, tr
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// bits is every number of some tensors, as it is stored.
func bits(tr *train.Trainer) map[string][]uint64 {
	all := map[string][]uint64{}
	for name, x := range tr.State() {
		for _, v := range x.Data {
			all[name] = append(all[name], math.Float64bits(float64(v)))
		}
		if x.Numbers != nil {
			for _, v := range *x.Numbers {
				all[name] = append(all[name], math.Float64bits(v))
			}
		}
	}
	return all
}

func same(a, b map[string][]uint64) bool {
	return maps.EqualFunc(a, b, slices.Equal)
}

// oneLine wants an error of one line that says all of want.
func oneLine(t testing.TB, what string, err error, want ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error, want %q", what, want)
		return
	}
	s := err.Error()
	if strings.ContainsAny(s, "\n\r") || len(s) > 400 {
		t.Errorf("%s: the error is no line: %q", what, s)
	}
	for _, w := range want {
		if !strings.Contains(s, w) {
			t.Errorf("%s: %q, want %q in it", what, s, w)
		}
	}
}

// files lists a folder.
func files(t testing.TB, dir string) (names []string) {
	t.Helper()
	in, err := os.ReadDir(dir)
	check(t, err)
	for _, e := range in {
		names = append(names, e.Name())
	}
	return names
}

func write(t testing.TB, path string, b []byte) {
	t.Helper()
	check(t, os.WriteFile(path, b, 0o644))
}

func readAll(t testing.TB, elem ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(elem...))
	check(t, err)
	return b
}

func mustJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	check(t, err)
	return string(b)
}
