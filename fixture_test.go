package gater_test

import (
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"gater"
	"gater/data"
	"gater/data/table"
	"gater/internal/catalog"
	"gater/internal/model"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

var retrain = flag.Bool("retrain", false, "train the models in testdata again")

//go:embed testdata/model
var files embed.FS

// fixture is the model in testdata: which of three rings a point lies in, from a table of x, y and
// the colour of the light, which is no help but must be there.
func fixture(t testing.TB) *gater.Model {
	t.Helper()
	sub, err := fs.Sub(files, "testdata/model")
	if err != nil {
		t.Fatal(err)
	}
	m, err := gater.LoadFS(sub)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// rings is n points as rows of a table, and which ring each lies in.
func rings(n int, seed uint64) (*gater.Table, []int32) {
	r := rand.New(rand.NewPCG(seed, 1))
	t, labels := &gater.Table{Columns: []string{"x", "y", "light"}}, []int32(nil)
	for range n {
		x, y := 4*r.Float64()-2, 4*r.Float64()-2
		ring := int32(0)
		for _, d := range []float64{0.8, 2.5} {
			if x*x+y*y > d {
				ring++
			}
		}
		t.Rows = append(t.Rows, []string{fmt.Sprintf("%.3f", x), fmt.Sprintf("%.3f", y), []string{"red", "green", "blue"}[r.IntN(3)]})
		labels = append(labels, ring)
	}
	return t, labels
}

// TestFixture: the model in testdata is right nine times out of ten with under half of its blocks
// open, and small. With -retrain it is trained first.
func TestFixture(t *testing.T) {
	if *retrain {
		trainFixture(t)
		t.Skip("trained testdata/model: run the tests again")
	}
	m := fixture(t)
	rows, labels := rings(2000, 9)
	out, err := m.Predict(t.Context(), rows, gater.Options{Gates: true})
	if err != nil {
		t.Fatal(err)
	}
	right, open := 0, 0
	for i, p := range out {
		if p.Class == int(labels[i]) {
			right++
		}
		open += len(p.Gates[0])
	}
	if right < 1800 || open > 2000*m.Gates()[0].Blocks/2 {
		t.Errorf("%d of 2000 right, %d blocks open", right, open)
	}
	size := int64(0)
	fs.WalkDir(files, ".", func(path string, d fs.DirEntry, _ error) error {
		if info, err := d.Info(); err == nil && !d.IsDir() {
			size += info.Size()
		}
		return nil
	})
	if size > 20_000 {
		t.Errorf("testdata/model has %d bytes", size)
	}
}

func trainFixture(t *testing.T) {
	rows, labels := rings(6000, 1)
	cols, _, err := table.Profile(func(yield func(table.Batch, error) bool) {
		yield(table.Batch{Names: rows.Columns, Rows: rows.Rows, Lines: make([]int, len(rows.Rows))}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	enc, err := table.Fit(cols)
	if err != nil {
		t.Fatal(err)
	}
	x := mat.New(len(rows.Rows), enc.Width())
	coded := make([]float32, enc.Width())
	for i, row := range rows.Rows {
		enc.Row(coded, row)
		for j, v := range coded {
			x.Row(i)[j] = mat.Float(v)
		}
	}
	c, err := catalog.Preset("blocks", "st")
	if err != nil {
		t.Fatal(err)
	}
	c.Seed, c.Data, c.Inputs, c.Classes, c.Blocks, c.Width, c.Gater, c.Linear = 1, "rings", enc.Width(), 3, 16, 8, []int{8}, false
	c.Active, c.Dropout, c.Optimiser, c.Rate, c.RateTo, c.Momentum, c.MaxNorm, c.Epochs = 0.25, 0, "adam", 5e-3, 1e-4, 0, 0, 40
	built, err := catalog.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	const rate = 64
	pass := &nn.Pass{Noise: train.NewNoise(3)}
	head := &nn.Softmax{Pass: pass}
	steps := len(labels) / rate
	for step := range c.Epochs * steps {
		at := step % steps * rate
		head.Labels = labels[at : at+rate]
		pass.Noise.(*train.Noise).SetStep(step)
		pass.Run(nn.Learn, built.Net, x.Slice(at, at+rate), head.Loss)
		built.Opt.Step(nil, rate, float64(step)/float64(steps))
	}
	built.Opt.Flush(nil)

	g := built.Gates[0]
	look := func(θ float64) (share, right float64, scores []mat.Float) {
		g.Units.SetThreshold(θ)
		head.Labels, head.Always = labels, true
		pass.Work = nn.Work{}
		defer func() { pass.Watch = nil }()
		pass.Watch = func(l nn.Layer, v mat.M) {
			if l == nn.Layer(g.Units) {
				scores = append(scores, v.Data...)
			}
		}
		pass.Run(nn.Use, built.Net, x, head.Loss)
		for i, p := range head.Pred {
			if p == labels[i] {
				right++
			}
		}
		return float64(pass.Work.Macs) / float64(len(labels)) / float64(nn.CostOf(built.Net).All), right / float64(len(labels)), scores
	}
	_, _, scores := look(0.5)
	names := []string{"inner", "middle", "outer"}
	m := &model.Model{Net: built.Net, Gates: built.Gates, Prep: &table.Preprocessing{Version: 1, Encoder: enc,
		Target: &table.Target{Task: data.Classes, Columns: []string{"ring"}, Classes: names}}}
	m.Spec = model.Spec{Task: data.Classes, Input: model.Input{Kind: "table"}, Classes: names,
		Trained: model.Trained{Data: "rings", Seed: c.Seed}, Network: &model.Network{Description: *c.Describe()}}
	θ := float64(train.Quantile(scores, 1-c.Active))
	for _, open := range []float64{0.2, 0.25, 0.4} {
		at := float64(train.Quantile(append([]mat.Float(nil), scores...), 1-open))
		share, right, _ := look(at)
		began := time.Now()
		for i := range 5000 {
			head.Labels = labels[i : i+1]
			pass.Run(nn.Use, built.Net, x.Slice(i, i+1), head.Loss)
		}
		micros := time.Since(began).Seconds() / 5000 * 1e6
		t.Logf("open %v: θ %v, %v of the multiply-adds, %v right", open, at, share, right)
		m.Dial = append(m.Dial, model.Setting{Budget: share, Thresholds: []float64{at}, Micros: micros, Metric: right})
	}
	_, right, _ := look(θ)
	m.Thresholds, m.Metrics = map[string]float64{g.Name: θ}, map[string]float64{"test_error": 1 - right}
	os.RemoveAll("testdata/model")
	if err := model.Save("testdata/model", m, false); err != nil {
		t.Fatal(err)
	}
}
