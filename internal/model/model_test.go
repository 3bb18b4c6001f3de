package model

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gater/data"
	"gater/data/table"
	"gater/internal/catalog"
	"gater/nn"
)

// TestRoundTrip: for every gate of the catalogue and every way gates can act, a model that was
// saved and loaded puts out the same bits; one of whose weights one bit is another does not.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	for _, gate := range catalog.GateNames() {
		m := small(t, gate, nil)
		at := filepath.Join(dir, gate)
		if err := Save(at, m, false); err != nil {
			t.Fatal(gate, err)
		}
		l, err := Load(at)
		if err != nil {
			t.Fatal(err)
		}
		if want, got := outputs(m), outputs(l); got != want {
			t.Errorf("%s: outputs %s, want %s", gate, got, want)
		}
		for _, p := range nn.Params(l.Net) {
			p.Val.Data[0] += 1e-3
		}
		if outputs(m) == outputs(l) {
			t.Errorf("%s: control: other weights, the same outputs", gate)
		}
	}
}

// TestState: running numbers that a network uses are part of its model.
func TestState(t *testing.T) {
	m := small(t, "st", func(c *catalog.Config) { c.Revive = 0.05 })
	for name, s := range nn.States(m.Net) {
		*s = make([]float64, 6)
		if strings.HasSuffix(name, "offset") {
			for i := range *s {
				(*s)[i] = float64(i) - 2.5
			}
		}
	}
	without := outputs(small(t, "st", func(c *catalog.Config) { c.Revive = 0.05 }))
	at := filepath.Join(t.TempDir(), "m")
	if err := Save(at, m, false); err != nil {
		t.Fatal(err)
	}
	l, err := Load(at)
	if err != nil {
		t.Fatal(err)
	}
	if got := outputs(l); got != outputs(m) || got == without {
		t.Errorf("outputs %s, want %s and not %s", got, outputs(m), without)
	}
}

// TestTable: the preprocessing of rows is part of the model.
func TestTable(t *testing.T) {
	m := small(t, "nr", nil)
	m.Input.Kind = "table"
	m.Prep = &table.Preprocessing{Version: 1, Target: &table.Target{Task: data.Classes, Columns: []string{"z"}, Classes: m.Classes},
		Encoder: &table.Encoder{Version: 1, Columns: []table.Encoded{{Name: "x", Kind: table.Numeric, Mean: 2, Std: 3}, {Name: "y", Kind: table.Boolean}}}}
	at := filepath.Join(t.TempDir(), "m")
	if err := Save(at, m, false); err != nil {
		t.Fatal(err)
	}
	l, err := Load(at)
	if err != nil {
		t.Fatal(err)
	}
	if e := l.Prep.Encoder; len(e.Columns) != 2 || e.Columns[0].Mean != 2 {
		t.Errorf("%+v", e)
	}
	m.Prep.Encoder.Columns = m.Prep.Encoder.Columns[:1]
	if err := Save(at, m, true); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(at); err == nil || !strings.Contains(err.Error(), "makes 2 numbers, the network takes 4") {
		t.Errorf("%v", err)
	}
}

// TestSaveReplaces: a model is replaced if it is said so, and nothing else ever is; nothing is left
// beside it.
func TestSaveReplaces(t *testing.T) {
	parent := t.TempDir()
	at := filepath.Join(parent, "m")
	m := small(t, "nr", nil)
	for i, c := range []struct {
		force bool
		want  string
	}{{false, ""}, {false, "holds a model already"}, {true, ""}} {
		if err := Save(at, m, c.force); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d: %v", i, err)
		}
	}
	other := filepath.Join(parent, "other")
	os.Mkdir(other, 0o755)
	os.WriteFile(filepath.Join(other, "precious"), nil, 0o644)
	if err := Save(other, m, true); err == nil || !strings.Contains(err.Error(), "other files in it") {
		t.Errorf("%v", err)
	}
	if err := Save(filepath.Join(other, "precious", "m"), m, true); err == nil || !strings.Contains(err.Error(), "cannot write") {
		t.Errorf("%v", err)
	}
	if in, _ := os.ReadDir(parent); len(in) != 2 {
		t.Errorf("left over: %v", in)
	}
}

// TestSweep: what a killed Save left is removed, and a model it had put aside is put back.
func TestSweep(t *testing.T) {
	parent := t.TempDir()
	at := filepath.Join(parent, "m")
	for _, name := range []string{".m.1", ".m.2.old", ".m.x", ".n.1"} {
		os.Mkdir(filepath.Join(parent, name), 0o755)
	}
	Sweep(at)
	var left []string
	in, _ := os.ReadDir(parent)
	for _, e := range in {
		left = append(left, e.Name())
	}
	if got := strings.Join(left, " "); got != ".m.x .n.1 m" {
		t.Errorf("left: %s", got)
	}
}

// TestAtOnce: using a network changes nothing in it, whatever its gates: goroutines that share one
// get what each gets alone.
func TestAtOnce(t *testing.T) {
	for _, gate := range catalog.GateNames() {
		m := small(t, gate, nil)
		want := outputs(m)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 5 {
					if got := outputs(m); got != want {
						t.Errorf("%s: outputs %s, want %s", gate, got, want)
					}
				}
			})
		}
		wg.Wait()
	}
}
