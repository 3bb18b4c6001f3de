package gater_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gater"
	"gater/data"
	"gater/data/table"
	"gater/internal/model"
	"gater/internal/network"
	"gater/mat"
	"gater/nn"
)

// reload saves a changed copy of the fixture and loads it.
func reload(t *testing.T, change func(m *model.Model)) *gater.Model {
	t.Helper()
	m, err := model.Load("testdata/model")
	if err != nil {
		t.Fatal(err)
	}
	change(m)
	dir := filepath.Join(t.TempDir(), "m")
	if err := model.Save(dir, m, false); err != nil {
		t.Fatal(err)
	}
	out, err := gater.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPredict: predictions are the softmax of what the network itself puts out for the encoded row.
func TestPredict(t *testing.T) {
	m := fixture(t)
	raw, err := model.Load("testdata/model")
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := rings(300, 2)
	got, err := m.Predict(t.Context(), rows, gater.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows.Rows {
		x, coded := mat.New(1, m.Inputs()), make([]float32, m.Inputs())
		if err := raw.Prep.Encoder.Row(coded, row); err != nil {
			t.Fatal(err)
		}
		for j, v := range coded {
			x.Data[j] = mat.Float(v)
		}
		var y []float64
		(&nn.Pass{}).Run(nn.Use, raw.Net, x, func(v *nn.Var) []float64 {
			for _, o := range v.Val.Data {
				y = append(y, float64(o))
			}
			return []float64{0}
		})
		sum := math.Exp(y[0]) + math.Exp(y[1]) + math.Exp(y[2])
		for j := range y {
			if p := float64(got[i].Probs[j]); math.Abs(p-math.Exp(y[j])/sum) > 1e-6 {
				t.Fatalf("row %d, class %d: %v, want %v", i, j, p, math.Exp(y[j])/sum)
			}
		}
		if c := got[i].Class; y[c] != slices.Max(y) || got[i].Name != m.Classes()[c] {
			t.Fatalf("row %d: %+v, outputs %v", i, got[i], y)
		}
	}
}

// TestPredictSame: threads, sessions, their use of memory again, the order of columns and columns
// that the model does not know make no difference to any bit; another row does.
func TestPredictSame(t *testing.T) {
	m := fixture(t)
	rows, _ := rings(1000, 3)
	o := gater.Options{Gates: true}
	want, err := m.Predict(t.Context(), rows, o)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, got []gater.Prediction, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: other predictions, %v", what, err)
		}
	}
	o.Threads = 3
	got, err := m.Predict(t.Context(), rows, o)
	check("three threads", got, err)
	s, err := m.Session(gater.Options{Gates: true})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		check("session", got, s.Into(got, rows))
	}
	turned := &gater.Table{Columns: []string{"light", "id", "y", "x"}}
	for i, r := range rows.Rows {
		turned.Rows = append(turned.Rows, []string{r[2], fmt.Sprint(i), r[1], r[0]})
	}
	check("other columns", got, s.Into(got, turned))
	rows.Rows[7] = []string{"0", "0", "red"}
	rows.Rows[8] = []string{"2", "2", "red"}
	if s.Into(got, rows); reflect.DeepEqual(got, want) {
		t.Error("control: other rows, the same predictions")
	}
}

// TestPredictAtOnce: goroutines that use one model at once, each with options of its own, get what
// each would get alone.
func TestPredictAtOnce(t *testing.T) {
	m := fixture(t)
	rows, _ := rings(200, 4)
	var options []gater.Options
	var want [][]gater.Prediction
	for _, s := range append(m.Dial(), gater.Setting{}) {
		for _, gates := range []bool{false, true} {
			o := gater.Options{Budget: s.Budget, Gates: gates}
			p, err := m.Predict(t.Context(), rows, o)
			if err != nil {
				t.Fatal(err)
			}
			options, want = append(options, o), append(want, p)
		}
	}
	if reflect.DeepEqual(want[0], want[4]) {
		t.Error("control: two budgets, the same predictions")
	}
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			for k := range 5 {
				j := (i + k) % len(options)
				if got, err := m.Predict(t.Context(), rows, options[j]); err != nil || !reflect.DeepEqual(got, want[j]) {
					t.Errorf("options %+v: other predictions, %v", options[j], err)
				}
			}
		})
	}
	wg.Wait()
}

// TestBudget: more budget opens more blocks, and takes the dearest setting within it; less than the
// floor is refused, and so is a budget without a dial.
func TestBudget(t *testing.T) {
	m := fixture(t)
	rows, _ := rings(500, 5)
	open := func(o gater.Options) (n int) {
		o.Gates = true
		p, err := m.Predict(t.Context(), rows, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range p {
			n += len(p.Gates[0])
		}
		return n
	}
	d := m.Dial()
	a, b, c := open(gater.Options{Budget: d[0].Budget}), open(gater.Options{Budget: d[1].Budget + 0.01}), open(gater.Options{Budget: 1})
	if !(a < b && b < c) || b != open(gater.Options{}) {
		t.Errorf("%d, %d, %d blocks open, %d as trained", a, b, c, open(gater.Options{}))
	}
	if n := open(gater.Options{Within: time.Second}); n != c {
		t.Errorf("within a second %d blocks open, want %d", n, c)
	}
	bare := reload(t, func(m *model.Model) { m.Dial = nil })
	for _, c := range []struct {
		m    *gater.Model
		o    gater.Options
		want string
	}{
		{m, gater.Options{Budget: 0.01}, "the model's floor is"}, {m, gater.Options{Within: 1}, "the model's floor is"},
		{m, gater.Options{Budget: 2}, "give a share"}, {m, gater.Options{Budget: math.NaN()}, "give a share"},
		{bare, gater.Options{Budget: 0.5}, "the model has no dial"},
	} {
		if _, err := c.m.Predict(t.Context(), rows, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.o, err, c.want)
		}
	}
}

// TestPredictRefuses: rows that cannot be read are named, the first of them whatever the threads,
// and may be passed over.
func TestPredictRefuses(t *testing.T) {
	m := fixture(t)
	rows, _ := rings(600, 6)
	for _, i := range []int{133, 300, 599} {
		rows.Rows[i] = []string{"1", "north", "red"}
	}
	for _, threads := range []int{1, 2, 5} {
		_, err := m.Predict(t.Context(), rows, gater.Options{Threads: threads})
		if err == nil || !strings.HasPrefix(err.Error(), `gater: row 134: column "y": "north" is not numeric`) {
			t.Errorf("%d threads: %v", threads, err)
		}
	}
	var mu sync.Mutex
	var bad []int
	out, err := m.Predict(t.Context(), rows, gater.Options{Threads: 2, Bad: func(row int, _ error) {
		mu.Lock()
		bad = append(bad, row)
		mu.Unlock()
	}})
	slices.Sort(bad)
	if err != nil || !slices.Equal(bad, []int{133, 300, 599}) || out[133].Class != -1 || out[132].Class < 0 {
		t.Errorf("bad rows %v, %v", bad, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Predict(ctx, rows, gater.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	for want, rows := range map[string]gater.Rows{
		"2 numbers, the model takes 7": gater.Numbers{{1, 2}},
		"number 1 is NaN":              gater.Numbers{{float32(math.NaN()), 0, 0, 0, 0, 0, 0}},
		"no pictures":                  gater.Pictures{{1, 2}},
		`the table has no column "y", which the model was trained on`: &gater.Table{Columns: []string{"x"}},
		"row 1: 2 cells for 3 columns":                                &gater.Table{Columns: []string{"x", "y", "light"}, Rows: [][]string{{"1", "2"}}},
	} {
		if tab, ok := rows.(*gater.Table); ok && len(tab.Rows) == 0 {
			tab.Rows = [][]string{{"1"}}
		}
		if _, err := m.Predict(t.Context(), rows, gater.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestTasks: labels are sigmoids by themselves, a number is put back on its scale; pictures are
// bytes divided by 255.
func TestTasks(t *testing.T) {
	x := gater.Numbers{{0.1, 0, -0.4, 0, 1, 0, 0}}
	one := func(m *gater.Model, rows gater.Rows) gater.Prediction {
		p, err := m.Predict(t.Context(), rows, gater.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return p[0]
	}
	classes := one(fixture(t), x)
	labels := one(reload(t, func(m *model.Model) { m.Task, m.Prep.Target.Task = data.Labels, data.Labels }), x)
	number := one(reload(t, func(m *model.Model) {
		m.Task, m.Classes, m.Network.Outputs = data.Number, nil, 1
		m.Prep.Target = &table.Target{Task: data.Number, Columns: []string{"r"}, Mean: 10, Std: 2}
		net := m.Net.(nn.Seq)
		last := net[len(net)-1].(*nn.Linear)
		first := nn.NewLinear(last.In(), 1)
		for i := range last.In() {
			first.W.Val.Data[i] = last.W.Val.Row(i)[0]
		}
		first.B.Val.Data[0] = last.B.Val.Data[0]
		net[len(net)-1] = first
	}), x)
	logit := func(p float32) float64 { return math.Log(float64(p) / (1 - float64(p))) }
	if d := logit(labels.Probs[0]) - logit(labels.Probs[1]); math.Abs(d-math.Log(float64(classes.Probs[0]/classes.Probs[1]))) > 1e-3 || labels.Class != -1 {
		t.Errorf("labels %+v, classes %+v", labels, classes)
	}
	if math.Abs((number.Number-10)/2-logit(labels.Probs[0])) > 1e-3 || number.Probs != nil {
		t.Errorf("number %+v, labels %+v", number, labels)
	}
	pixels := reload(t, func(m *model.Model) { m.Input, m.Prep = model.Input{Kind: "pixels", Width: 7, Height: 1}, nil })
	a := one(pixels, gater.Pictures{{255, 0, 51, 0, 0, 0, 0}})
	if b := one(pixels, gater.Numbers{{1, 0, 0.2, 0, 0, 0, 0}}); !reflect.DeepEqual(a, b) {
		t.Errorf("pictures %+v, numbers %+v", a, b)
	}
}

// TestSample: the draws of a model that draws depend on the seed and a row's number alone.
func TestSample(t *testing.T) {
	m := reload(t, func(m *model.Model) {
		m.Network.Layers[0].(*network.Gated).Mode, m.Thresholds, m.Dial = "sample", nil, nil
	})
	rows, _ := rings(300, 7)
	want, err := m.Predict(t.Context(), rows, gater.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := m.Predict(t.Context(), &gater.Table{Columns: rows.Columns, Rows: rows.Rows[200:]}, gater.Options{Seed: 1, First: 200, Threads: 2})
	if !reflect.DeepEqual(got, want[200:]) {
		t.Error("other draws for the same rows")
	}
	if other, _ := m.Predict(t.Context(), rows, gater.Options{Seed: 2}); reflect.DeepEqual(other, want) {
		t.Error("control: another seed, the same draws")
	}
}

// TestColumns: what a model says of itself.
func TestColumns(t *testing.T) {
	m := fixture(t)
	if got := m.Columns(); !slices.Equal(got, []string{"x", "y", "light"}) {
		t.Errorf("columns %v", got)
	}
	left := reload(t, func(m *model.Model) {
		m.Prep.Encoder.Columns = append(m.Prep.Encoder.Columns, table.Encoded{Name: "target", Kind: table.Empty})
	})
	if got := left.Columns(); len(got) != 3 {
		t.Errorf("columns %v", got)
	}
	if _, _, ok := m.Pictures(); ok || m.Task() != "classes" || len(m.Metrics()) == 0 {
		t.Errorf("%s, %v", m.Task(), m.Metrics())
	}
}
