package gater_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"gater"
	"gater/internal/model"
	"gater/mat"
	"gater/nn"
)

// narrow is the fixture with narrow weights, saved and loaded; do may spoil it first.
func narrow(t *testing.T, kind string, do func(m *model.Model)) *gater.Model {
	t.Helper()
	raw, err := model.Load("testdata/model")
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Narrow(kind); err != nil {
		t.Fatal(err)
	}
	if do != nil {
		do(raw)
	}
	at := filepath.Join(t.TempDir(), "m")
	if err := model.Save(at, raw, false); err != nil {
		t.Fatal(err)
	}
	m, err := gater.Load(at)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestNarrow: with narrow weights the model is as often right, to half a point, at every budget, and
// opens the same blocks; with the scale of one class wrong it is not.
func TestNarrow(t *testing.T) {
	rows, labels := rings(2000, 9)
	right := func(m *gater.Model, o gater.Options) (n int, opened int) {
		o.Gates = true
		out, err := m.Predict(t.Context(), rows, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range out {
			if p.Class == int(labels[i]) {
				n++
			}
			opened += len(p.Gates[0])
		}
		return n, opened
	}
	m := fixture(t)
	wrong := narrow(t, "int8", func(m *model.Model) {
		_, params := nn.Narrowed(m.Net)
		params[len(params)-1].Narrow.(*mat.Int8).Scales()[0] *= 0.2
	})
	budgets := []gater.Options{{}}
	for _, s := range m.Dial() {
		budgets = append(budgets, gater.Options{Budget: s.Budget})
	}
	for _, o := range budgets {
		want, open := right(m, o)
		for _, kind := range model.Weights {
			got, now := right(narrow(t, kind, nil), o)
			if got < want-10 || got > want+10 || now != open {
				t.Errorf("%s, budget %v: %d right with %d blocks open, were %d and %d", kind, o.Budget, got, now, want, open)
			}
		}
		if got, _ := right(wrong, o); got > want-10 {
			t.Errorf("control: with a wrong scale %d are right, were %d", got, want)
		}
	}
}

// TestNarrowSession: a session with narrow weights allocates nothing once it has run, and a row has
// the same bits alone, in a batch, and in several goroutines at once.
func TestNarrowSession(t *testing.T) {
	rows, _ := rings(200, 8)
	for _, kind := range model.Weights {
		m := narrow(t, kind, nil)
		want, err := m.Predict(context.Background(), rows, gater.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for i := range 50 {
					one := &gater.Table{Columns: rows.Columns, Rows: rows.Rows[i : i+1]}
					if got, err := m.Predict(context.Background(), one, gater.Options{}); err != nil || !reflect.DeepEqual(got[0], want[i]) {
						t.Errorf("%s: row %d is %v (%v), in a batch %v", kind, i, got, err, want[i])
					}
				}
			})
		}
		wg.Wait()
		if race {
			continue
		}
		s, err := m.Session(gater.Options{})
		if err != nil {
			t.Fatal(err)
		}
		x, dst := make([]float32, m.Inputs()), make([]gater.Prediction, len(rows.Rows))
		for what, f := range map[string]func(){"row": func() { s.Row(x) }, "batch": func() { s.Into(dst, rows) }} {
			for range 10 {
				f()
			}
			if n := testing.AllocsPerRun(50, f); n > 0 {
				t.Errorf("%s: a %s allocates %v times", kind, what, n)
			}
		}
	}
}

// TestLoader: a model that is narrowed when it is loaded predicts the same bits as one loaded from a
// folder of narrow weights; as its folder has it, it does not. Its folder stays of float32.
func TestLoader(t *testing.T) {
	rows, _ := rings(300, 7)
	predict := func(m *gater.Model) []gater.Prediction {
		t.Helper()
		out, err := m.Predict(t.Context(), rows, gater.Options{Budget: m.Dial()[1].Budget, Gates: true})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	floats := predict(fixture(t))
	for _, kind := range model.Weights {
		want := predict(narrow(t, kind, nil))
		if reflect.DeepEqual(want, floats) {
			t.Errorf("%s: control: the predictions are those of float32", kind)
		}
		l := gater.Loader{Weights: kind}
		for what, load := range map[string]func() (*gater.Model, error){
			"Load":   func() (*gater.Model, error) { return l.Load("testdata/model") },
			"LoadFS": func() (*gater.Model, error) { return l.LoadFS(os.DirFS("testdata/model")) },
		} {
			m, err := load()
			if err != nil {
				t.Fatal(err)
			}
			if got := predict(m); m.Weights() != kind || !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: weights of %s, other predictions than from the folder of narrow weights", what, kind, m.Weights())
			}
		}
	}
	if m, err := (gater.Loader{}).Load("testdata/model"); err != nil || m.Weights() != "float32" || !reflect.DeepEqual(predict(m), floats) {
		t.Errorf("the zero Loader: %v, other than Load", err)
	}
}

// TestLoaderRefuses: weights there are none of, and narrow ones asked for in another kind; the same kind
// is what is there.
func TestLoaderRefuses(t *testing.T) {
	raw, err := model.Load("testdata/model")
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Narrow("int8"); err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(t.TempDir(), "m")
	if err := model.Save(at, raw, false); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ kind, dir, want string }{
		{"int3", "testdata/model", `gater: unknown weights "int3": choose bf16 or int8`},
		{"bf16", at, at + ": the model has weights of int8 already: give the run or the model that it was made of"},
		{"int8", at, ""},
		{"int8", "nowhere", "nowhere holds no model"},
	} {
		_, err := gater.Loader{Weights: c.kind}.Load(c.dir)
		if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s as %s: %v, want %q", c.dir, c.kind, err, c.want)
		}
	}
}
