package runs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/internal/report"
	"gater/train"
)

func TestCreate(t *testing.T) {
	c := config(t)
	top := t.TempDir()
	write(t, filepath.Join(top, "file"), nil)
	for _, dir := range []string{"empty", "held", "other", "left"} {
		check(t, os.Mkdir(filepath.Join(top, dir), 0o755))
	}
	write(t, filepath.Join(top, "held", configFile), nil)
	write(t, filepath.Join(top, "other", "x"), nil)
	write(t, filepath.Join(top, "left", ".config.json.77"), nil) // by a process that was killed here
	for _, d := range []struct{ dir, want string }{
		{"new/run", ""},
		{"empty", ""},
		{"left", ""},
		{"held", "holds a run already: go on with it by --resume"},
		{"other", "is not empty: choose a new folder with --out"},
		{"file", "a part of the path is a file (not a directory): choose another place with --out"},
		{"file/run", "a part of the path is a file (not a directory): choose another place with --out"},
	} {
		dir := filepath.Join(top, d.dir)
		r, err := Create(dir, c)
		if d.want != "" {
			oneLine(t, d.dir, err, dir, d.want)
			continue
		}
		check(t, err)
		check(t, r.Close())
		if got := files(t, dir); !slices.Equal(got, []string{configFile, eventsFile, netFile}) {
			t.Errorf("%s holds %v", d.dir, got)
		}
		again, err := Open(dir)
		check(t, err)
		if !reflect.DeepEqual(again.Config, c) {
			t.Errorf("%s: settings %+v, want %+v", d.dir, again.Config, c)
		}
	}
}

// TestResume: a run saved, opened and resumed is where it was, bit for bit.
func TestResume(t *testing.T) {
	for _, steps := range []int{1, 2, 3, 4} {
		dir := t.TempDir()
		r, was := saved(t, dir, steps)
		size := len(readAll(t, dir, eventsFile))
		check(t, r.Event(report.Resumed{Epoch: 7})) // void: after the checkpoint
		check(t, r.Close())
		for _, name := range []string{".checkpoint.safetensors.5", ".model.safetensors.6"} {
			write(t, filepath.Join(dir, name), []byte("left by a killed process"))
		}
		again, err := Open(dir)
		check(t, err)
		tr := trainer(t, again.Config)
		if same(bits(tr), bits(was)) {
			t.Error("control: a fresh trainer has the state already")
		}
		check(t, again.Resume(tr))
		if !same(bits(tr), bits(was)) || tr.Progress != was.Progress || tr.Opt.Count() != steps || again.Seconds != 12.5 {
			t.Errorf("after %d steps: %+v, want %+v", steps, tr.Progress, was.Progress)
		}
		check(t, again.Event(report.Resumed{Epoch: 1}))
		check(t, again.Close())
		events := readAll(t, dir, eventsFile)
		if !bytes.HasPrefix(events[size:], []byte(`{"event":"resumed","epoch":1`)) || bytes.Contains(events, []byte(`"epoch":7`)) {
			t.Errorf("after %d steps: events %s", steps, events)
		}
		if got := fmt.Sprint(files(t, dir)); bytes.Contains([]byte(got), []byte("safetensors.")) {
			t.Errorf("the folder holds %v", got)
		}
	}
}

// TestResumeCut: whatever a killed process left behind the checkpoint, half a line even, new
// events begin on a line of their own; before the first checkpoint all begins anew.
func TestResumeCut(t *testing.T) {
	for _, tail := range []string{"", "{", `{"event":"ep`, "\n", "{\"event\":\"epoch\",\"epoch\":1}\n{\"ev"} {
		dir := t.TempDir()
		r, _ := saved(t, dir, 3)
		check(t, r.Close())
		path := filepath.Join(dir, eventsFile)
		whole := readAll(t, path)
		for _, checkpoint := range []bool{true, false} {
			write(t, path, append(slices.Clone(whole), tail...))
			want := string(whole)
			if !checkpoint {
				check(t, os.Remove(filepath.Join(dir, checkpointFile)))
				want = ""
			}
			again, err := Open(dir)
			check(t, err)
			tr := trainer(t, again.Config)
			check(t, again.Resume(tr))
			if (tr.Progress.Updates == 3) != checkpoint || tr.Progress.Steps != 2 {
				t.Errorf("checkpoint %v: %+v", checkpoint, tr.Progress)
			}
			check(t, again.Event(report.Start{}))
			check(t, again.Close())
			if got := string(readAll(t, path)); got[:len(want)] != want || got[len(want):len(want)+8] != `{"event"` {
				t.Errorf("tail %q, checkpoint %v: %q", tail, checkpoint, got)
			}
			if _, err := report.ReadDir(dir); err != nil {
				t.Errorf("tail %q: %v", tail, err)
			}
		}
	}
}

// TestModel: a model loads as it was saved, with its threshold.
func TestModel(t *testing.T) {
	dir := t.TempDir()
	_, was := finished(t, dir)
	r, err := Open(dir)
	check(t, err)
	m, thetas, err := r.LoadModel()
	check(t, err)
	if want := was.Finish(); !slices.Equal(thetas, want) {
		t.Errorf("thresholds %v, want %v", thetas, want)
	}
	a, b := (&train.Evaluator{Net: m.Net}).Run(tiny.Test, 0, 0), (&train.Evaluator{Net: was.Net}).Run(tiny.Test, 0, 0)
	if a != b {
		t.Errorf("the loaded model gives %+v, the trained one %+v", a, b)
	}
}

// TestConfigRoundTrip: settings of every gate and preset that go together are read as they were written.
func TestConfigRoundTrip(t *testing.T) {
	read := 0
	for _, preset := range catalog.Presets {
		for _, gate := range catalog.GateNames() {
			c, err := catalog.Preset(preset, gate)
			if err != nil && strings.Contains(err.Error(), "has no gates") {
				continue
			}
			check(t, err)
			c.Inputs, c.Classes = 5, 3
			if gate == "enumerate" || gate == "finite-difference" {
				c.Blocks = 4
			}
			if c.Check() != nil {
				continue
			}
			read++
			dir := filepath.Join(t.TempDir(), gate)
			r, err := Create(dir, c)
			check(t, err)
			check(t, r.Close())
			again, err := Open(dir)
			check(t, err)
			if mustJSON(t, again.Config) != mustJSON(t, c) {
				t.Errorf("%s, %s: %+v, want %+v", preset, gate, again.Config, c)
			}
		}
	}
	if most := len(catalog.Presets) * len(catalog.GateNames()); read < most/2 {
		t.Errorf("%d of %d presets and gates go together", read, most)
	}
}
