package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// outcome is the line that a run or an evaluation ends with on standard output under --json.
type outcome struct {
	TestError      float64 `json:"test_error"`
	ActiveAsked    float64 `json:"active_asked"`
	Active         float64 `json:"active"`
	Macs           float64 `json:"macs"`
	MacsDense      float64 `json:"macs_dense"`
	MacsDenseGated float64 `json:"macs_dense_gated"`
	Seconds        float64 `json:"seconds"`
	Seed           uint64  `json:"seed"`
	Run            string  `json:"run"`
	Report         string  `json:"report,omitempty"`
	TestLoss       float64 `json:"test_loss"`
	ValidError     float64 `json:"valid_error"` // on the validation set, as training last saw it
	BestEpoch      int     `json:"best_epoch,omitempty"`
	Mode           string  `json:"mode"`
	Theta          float64 `json:"theta,omitempty"`
}

// finish puts the best network in place, saves it, tests it, and writes the report.
func (s *session) finish() error {
	thetas := s.t.Finish()
	seconds := s.seconds()
	if err := s.run.SaveModel(s.model.Net, thetas); err != nil {
		return err
	}
	test := newTester(s.model, train.TestNoise(s.c.Seed), s.t.Pool)
	res := test.run(s.data.Test)
	p := s.t.Progress
	cost := nn.CostOf(s.model.Net)
	o := outcome{TestError: res.Error, ActiveAsked: s.c.Active, Active: res.Active, Macs: res.Macs,
		MacsDense: float64(cost.Ungated), MacsDenseGated: float64(cost.All), Seconds: seconds, Seed: s.c.Seed,
		Run: s.run.Dir, Report: s.run.Path(runs.ReportFile), TestLoss: res.Loss, ValidError: p.BestError,
		BestEpoch: p.BestEpoch, Mode: s.c.Mode, Theta: thetas[0]}
	if err := s.event(test.endEvent(s.data.Test, o)); err != nil {
		return err
	}
	if err := s.run.Close(); err != nil {
		return err
	}
	if err := writeReport(o.Report, []string{s.run.Dir}); err != nil {
		return err
	}
	return o.print(s.out, s.json)
}

// print writes the outcome: a line of JSON, or a table for people.
func (o *outcome) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(o)
	}
	mode := o.Mode
	if o.Mode == "threshold" {
		mode = fmt.Sprintf("threshold θ = %.4g", o.Theta)
	}
	rows := [][3]string{
		{"test error", percent(o.TestError), ""},
		{"active blocks", percent(o.Active), fmt.Sprintf("asked %s, %s", percent(o.ActiveAsked), mode)},
		{"multiply-adds", millions(o.Macs), fmt.Sprintf("an example; %s without gates: %.1f× fewer", millions(o.MacsDense), o.MacsDense/o.Macs)},
		{"wall time", fmt.Sprintf("%.1f s", o.Seconds), fmt.Sprintf("seed %d", o.Seed)},
		{"run", o.Run, ""},
	}
	if o.BestEpoch > 0 {
		rows[0][2] = fmt.Sprintf("epoch %d, best on validation (%s)", o.BestEpoch, percent(o.ValidError))
	}
	if o.Report != "" {
		rows = append(rows, [3]string{"report", o.Report, ""})
	}
	for _, r := range rows {
		line := fmt.Sprintf("  %-14s  %s", r[0], r[1])
		if r[2] != "" {
			line = fmt.Sprintf("  %-14s  %-9s  %s", r[0], r[1], r[2])
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func millions(n float64) string { return fmt.Sprintf("%.3f M", n/1e6) }

// tester evaluates a deployed network and keeps what the report shows of it.
type tester struct {
	eval      *train.Evaluator
	gates     []train.Gate
	confusion [][]int
	byClass   [][][]float64 // [gate][block][class]: openings
	classes   []int         // examples of each class
	open      []float64     // share of blocks open, by example
	pred      []int32
}

func newTester(m *catalog.Model, noise *train.Noise, pool *mat.Pool) *tester {
	return &tester{eval: &train.Evaluator{Net: m.Net, Pool: pool, Noise: noise}, gates: m.Gates}
}

func (t *tester) run(set *data.Set) train.Result {
	n := len(set.Classes)
	t.confusion, t.classes = make([][]int, n), make([]int, n)
	for i := range t.confusion {
		t.confusion[i] = make([]int, n)
	}
	t.byClass = nil
	blocks := 0
	for _, g := range t.gates {
		rows := make([][]float64, g.Layer.Blocks())
		for k := range rows {
			rows[k] = make([]float64, n)
		}
		t.byClass = append(t.byClass, rows)
		blocks += len(rows)
	}
	t.open, t.pred = make([]float64, set.Len()), make([]int32, set.Len())
	t.eval.Watch = func(first int, l nn.Layer, v mat.M) {
		for i, g := range t.gates {
			if l == nn.Layer(g.Layer) {
				for r := range v.Rows {
					for k, x := range v.Row(r) {
						if x != 0 {
							t.byClass[i][k][set.Labels[first+r]]++
							t.open[first+r] += 1 / float64(blocks)
						}
					}
				}
			}
		}
	}
	t.eval.Each = func(first int, pred []int32) {
		copy(t.pred[first:], pred)
		for r, p := range pred {
			label := set.Labels[first+r]
			t.confusion[label][p]++
			t.classes[label]++
		}
	}
	return t.eval.Run(set, nn.Use, 0)
}

// endEvent is the test for the record.
func (t *tester) endEvent(set *data.Set, o outcome) report.End {
	e := report.End{Epoch: o.BestEpoch, TestError: o.TestError, TestLoss: report.Num(o.TestLoss),
		ValidError: o.ValidError, ActiveAsked: o.ActiveAsked, Active: o.Active, Macs: o.Macs,
		MacsDense: o.MacsDense, MacsDenseGated: o.MacsDenseGated, Seconds: o.Seconds, Seed: o.Seed,
		Run: filepath.Base(o.Run), Mode: o.Mode, Confusion: t.confusion}
	if o.Mode == "threshold" {
		e.Theta = &o.Theta
	}
	for i, g := range t.gates {
		for _, row := range t.byClass[i] {
			for c := range row {
				row[c] /= float64(max(1, t.classes[c]))
			}
		}
		e.Layers = append(e.Layers, report.LayerOpen{Name: g.Name, OpenByClass: t.byClass[i]})
	}
	order := make([]int, set.Len())
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.open[a], t.open[b]) })
	const shown = 24
	for i := range min(shown, len(order)) {
		e.Fewest = append(e.Fewest, t.example(set, order[i]))
		e.Most = append(e.Most, t.example(set, order[len(order)-1-i]))
	}
	return e
}

func (t *tester) example(set *data.Set, i int) report.Example {
	return report.Example{Index: i, Label: int(set.Labels[i]), Predicted: int(t.pred[i]),
		Open: t.open[i], Pixels: set.Pixels(i)}
}
