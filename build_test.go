package gater_test

import (
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gater"
	"gater/data"
	"gater/data/table"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

const described = `
layers:
- norm: rms
- gated:
    blocks: 6
    width: 4
    active: 50%
    mode: threshold
- residual:
  - linear: 24
  - tanh
`

// numbered is examples of four numbers for a task.
func numbered(task data.Task) *data.Set {
	s := &data.Set{Name: "waves", Task: task, Height: 1, Width: 4, Classes: []string{"a", "b"}}
	if task != data.Classes {
		s.Outputs = 2
	}
	if task == data.Number {
		s.Outputs, s.Classes = 1, []string{"height"}
	}
	for i := range 200 {
		for j := range 4 {
			s.V = append(s.V, float32(math.Sin(float64(7*i+j*j))))
		}
		up := float32(0)
		if s.V[4*i] > s.V[4*i+1] {
			up = 1
		}
		switch task {
		case data.Classes:
			s.Labels = append(s.Labels, int32(up))
		case data.Labels:
			s.Y = append(s.Y, up, 1-up)
		default:
			s.Y = append(s.Y, s.V[4*i]-s.V[4*i+1])
		}
	}
	return s
}

// trained is a network that has seen a set for some epochs.
func trained(t *testing.T, description string, set *data.Set, epochs int) *gater.Network {
	t.Helper()
	n, err := gater.Build(description, set, epochs, 5)
	if err != nil {
		t.Fatal(err)
	}
	loop := train.Trainer{Net: n.Net, Gates: n.Gates, Opt: opt.New(opt.Adam{}, opt.Constant(5e-3), n.Net),
		Train: set, Valid: set, Batch: 20, Epochs: epochs, Seed: 2}
	if err := loop.Start(); err != nil {
		t.Fatal(err)
	}
	if err := loop.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	loop.Finish()
	return n
}

// direct is what comes out of a network for the examples of a set.
func direct(n *gater.Network, set *data.Set) mat.M {
	x := mat.New(set.Len(), set.Dim())
	for i := range set.Len() {
		data.Row(x.Row(i), set, i)
	}
	var y mat.M
	(&nn.Pass{Noise: train.TestNoise(0)}).Run(nn.Use, n.Net, x, func(v *nn.Var) []float64 {
		y = v.Val.Clone()
		return make([]float64, v.Val.Rows)
	})
	return y
}

// TestSave: a network that was saved and loaded predicts the bits that it made before, for every
// task. The control is the same network trained for one epoch more.
func TestSave(t *testing.T) {
	for _, task := range []data.Task{data.Classes, data.Labels, data.Number} {
		set := numbered(task)
		dir := filepath.Join(t.TempDir(), "m")
		n := trained(t, described, set, 3)
		n.Metrics = map[string]float64{"test_error": 0.25}
		if err := n.Save(dir, false); err != nil {
			t.Fatal(err)
		}
		m, err := gater.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		var rows gater.Numbers
		for i := range set.Len() {
			rows = append(rows, set.V[4*i:4*i+4])
		}
		out, err := m.Predict(t.Context(), rows, gater.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if same(out, direct(n, set)) != set.Len() {
			t.Errorf("%s: %d of %d predictions are those of the network that was saved", task, same(out, direct(n, set)), set.Len())
		}
		if other := same(out, direct(trained(t, described, set, 4), set)); other > set.Len()/10 {
			t.Errorf("%s: control: %d predictions are those of another network", task, other)
		}
		if m.Task() != string(task) || m.Metrics()["test_error"] != 0.25 || len(m.Gates()) != 1 {
			t.Errorf("%s: %s, %v, %v", task, m.Task(), m.Metrics(), m.Gates())
		}
		if err := n.Save(dir, false); err == nil || !strings.Contains(err.Error(), "say that it is to be replaced") {
			t.Errorf("saved twice: %v", err)
		}
		if err := n.Save(dir, true); err != nil {
			t.Error(err)
		}
	}
}

// same counts the predictions that are, bit for bit, what y says.
func same(out []gater.Prediction, y mat.M) (n int) {
	for i, p := range out {
		want := p.Number == float64(y.Row(i)[0])
		if len(p.Probs) > 0 {
			want = true
			best, sum := 0, 0.0
			for j, v := range y.Row(i) {
				if v > y.Row(i)[best] {
					best = j
				}
			}
			for _, v := range y.Row(i) {
				sum += math.Exp(float64(v - y.Row(i)[best]))
			}
			for j, v := range y.Row(i) {
				q := float32(1 / (1 + math.Exp(-float64(v))))
				if p.Class >= 0 {
					q = float32(float64(float32(math.Exp(float64(v-y.Row(i)[best])))) / sum)
				}
				want = want && p.Probs[j] == q
			}
		}
		if want {
			n++
		}
	}
	return n
}

// TestSaveTable: the preprocessing of a table goes with the network, and cells in give what its coded
// rows gave, in the target's own units.
func TestSaveTable(t *testing.T) {
	b := table.Batch{Names: []string{"size", "colour", "price"}}
	for i := range 300 {
		colour := []string{"red", "green"}[i%2]
		b.Rows = append(b.Rows, []string{strconv.Itoa(i % 17), colour, strconv.Itoa(100 + 10*(i%17) + 50*(i%2))})
		b.Lines = append(b.Lines, i+2)
	}
	rows := table.Rows(func(yield func(table.Batch, error) bool) { yield(b, nil) })
	plan, err := table.Prepare(rows, table.Options{Target: []string{"price"}, Split: table.Split{Seed: 1, Valid: 0.2, Test: 0.2}})
	if err != nil {
		t.Fatal(err)
	}
	sets, err := plan.Sets(rows, "prices")
	if err != nil {
		t.Fatal(err)
	}
	n := trained(t, "layers:\n- linear: 8\n- relu\n", sets.Train, 40)
	n.Prep = plan.Preprocessing
	dir := filepath.Join(t.TempDir(), "m")
	if err := n.Save(dir, false); err != nil {
		t.Fatal(err)
	}
	m, err := gater.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.Predict(t.Context(), &gater.Table{Columns: b.Names[:2], Rows: [][]string{{"5", "red"}, {"5", "green"}}}, gater.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{150, 200} {
		if math.Abs(out[i].Number-want) > 15 {
			t.Errorf("row %d: %v, want about %v", i, out[i].Number, want)
		}
	}
}

// TestBuildRefuses: what cannot be built or saved is said in a line.
func TestBuildRefuses(t *testing.T) {
	set := numbered(data.Classes)
	if _, err := gater.Build("layers:\n- gatid:\n    blocks: 2\n", set, 1, 1); err == nil || !strings.Contains(err.Error(), "did you mean gated") {
		t.Errorf("a misspelt layer: %v", err)
	}
	if _, err := gater.Build("inputs: 9\nlayers:\n- relu\n", set, 1, 1); err == nil || !strings.Contains(err.Error(), "the data has 4") {
		t.Errorf("another size: %v", err)
	}
	if _, err := gater.Build(described, set, 0, 1); err == nil || !strings.Contains(err.Error(), "epochs is 0") {
		t.Errorf("no epochs: %v", err)
	}
	n, err := gater.Build(described, set, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Save(filepath.Join(t.TempDir(), "m"), false); err == nil || !strings.Contains(err.Error(), "has no threshold yet") {
		t.Errorf("untrained: %v", err)
	}
}
