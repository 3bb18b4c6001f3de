package report

import (
	"bytes"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"
)

var pages = flag.String("pages", "", "folder to write sample pages to, for looking at them")

var drawn = map[string]string{}

// sample returns one of the sample pages, drawn once.
func sample(t testing.TB, name string) string {
	t.Helper()
	if len(drawn) == 0 {
		for name, runs := range samples(t) {
			drawn[name] = draw(t, runs)
		}
	}
	p, ok := drawn[name]
	if !ok {
		t.Fatalf("no sample page %q", name)
	}
	return p
}

// samples are the runs of the pages that every test of a page looks at.
func samples(t testing.TB) map[string][]*Run {
	partial := recipes["partial"].run(t)
	partial.Cut = true
	stopped := recipes["partial"].run(t)
	stopped.Name, stopped.Stopped = "stopped", &Stopped{Epoch: 41, Step: 63000, Reason: "interrupt"}
	empty := &Run{Name: "fresh", Start: partial.Start}
	var sweep []*Run
	for i, asked := range []float64{0.05, 0.05, 0.1, 0.2, 0.4} {
		c := recipes["small"]
		c.asked, c.seed, c.final = asked, uint64(i+1), 0.021-0.015*asked+0.0007*float64(i%2)
		c.name = []string{"asked-05-a", "asked-05-b", "asked-10", "asked-20", "asked-40"}[i]
		sweep = append(sweep, c.run(t))
	}
	dense := recipes["small"].run(t)
	dense.Name, dense.Start.Gate, dense.Start.Estimator, dense.Start.ActiveAsked = "dense", "none", "none", 0
	dense.Start.Layers[1].Blocks, dense.Gates = 0, nil
	dense.End.ActiveAsked, dense.End.Layers, dense.End.Macs = 0, nil, dense.End.MacsDense
	diverged := recipes["partial"].run(t)
	for i := range diverged.Epochs[20:] {
		e := &diverged.Epochs[20+i]
		e.TrainLoss, e.ValidLoss, e.Penalty = Num(math.NaN()), Num(math.Inf(1)), Num(math.NaN())
		e.ValidError, e.TrainError, e.Active, e.ActiveValid = 0.9, 0.9, 0, 0
	}
	many := append(append([]*Run{}, sweep...), recipes["large"].run(t), recipes["scores"].run(t), partial, stopped, dense)
	table := recipes["small"].run(t)
	table.End.Most, table.End.Fewest = nil, nil
	table.End.Table = &Table{Task: "classes", Names: []string{"gated", "dense twin", "linear"},
		Rows: []TableRow{{"accuracy", []string{"95.10 %", "95.20 %", "88.00 %"}}, {"µs an example", []string{"0.310", "1.204", "0.080"}}},
		Bins: []Bin{{}, {20, 0.55, 0.5}, {70, 0.8, 0.85}, {300, 0.97, 0.96}}}
	return map[string][]*Run{
		"table":    {table},
		"small":    {recipes["small"].run(t)},
		"large":    {recipes["large"].run(t)},
		"scores":   {recipes["scores"].run(t)},
		"partial":  {partial},
		"stopped":  {stopped},
		"empty":    {empty},
		"dense":    {dense},
		"diverged": {diverged},
		"sweep":    sweep,
		"many":     many,
	}
}

func draw(t testing.TB, runs []*Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, runs); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPages(t *testing.T) {
	for name, runs := range samples(t) {
		p := draw(t, runs)
		if p != sample(t, name) {
			t.Errorf("%s: the same events gave two pages", name)
		}
		if *pages != "" {
			if err := os.WriteFile(filepath.Join(*pages, name+".html"), []byte(p), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
