package main

import (
	"cmp"
	"path/filepath"
	"slices"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// tester evaluates a deployed network and keeps what the report shows of it.
type tester struct {
	eval      *train.Evaluator
	gates     []train.Gate
	confusion [][]int
	byClass   [][][]float64 // [gate][block][class]: openings
	classes   []int         // examples of each class
	open      []float64     // share of blocks open, by example
	pred      []int32
	blocks    *openCount
}

func newTester(m *catalog.Model, noise *train.Noise, pool *mat.Pool) *tester {
	return &tester{eval: &train.Evaluator{Net: m.Net, Pool: pool, Noise: noise}, gates: m.Gates, blocks: newOpenCount(m.Gates)}
}

func (t *tester) run(set *data.Set) train.Result {
	n := 1 // without classes, all examples are of one
	if t.confusion = nil; set.Labels != nil {
		n = len(set.Classes)
		t.confusion = make([][]int, n)
	}
	for i := range t.confusion {
		t.confusion[i] = make([]int, n)
	}
	t.classes = make([]int, n)
	for i := range set.Len() {
		t.classes[label(set, i)]++
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
		t.blocks.watch(first, l, v)
		for i, g := range t.gates {
			if l == nn.Layer(g.Layer) {
				for r := range v.Rows {
					for k, x := range v.Row(r) {
						if x != 0 {
							t.byClass[i][k][label(set, first+r)]++
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
			t.confusion[set.Labels[first+r]][p]++
		}
	}
	return t.eval.Run(set, nn.Use, 0)
}

// label is the class of example i, 0 where there are none.
func label(set *data.Set, i int) int {
	if set.Labels == nil {
		return 0
	}
	return int(set.Labels[i])
}

// withheld is the record's end where the test part was not opened.
func (o *outcome) withheld() report.Withheld {
	return report.Withheld{Epoch: o.BestEpoch, ValidError: o.ValidError, Active: o.Active, Macs: o.Macs, Seconds: o.Seconds,
		Seed: o.Seed, Run: filepath.Base(o.Run)}
}

// endEvent is the test for the record.
func (t *tester) endEvent(set *data.Set, o outcome) report.End {
	e := report.End{Epoch: o.BestEpoch, TestError: *o.TestError, TestLoss: report.Num(*o.TestLoss),
		ValidError: o.ValidError, ActiveAsked: o.ActiveAsked, Active: o.Active, Macs: o.Macs,
		MacsDense: o.MacsDense, MacsDenseGated: o.MacsDenseGated, Seconds: o.Seconds, Seed: o.Seed,
		Run: filepath.Base(o.Run), Mode: o.Mode, Confusion: t.confusion}
	if o.Mode == "threshold" && len(t.gates) == 1 {
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
	if set.V != nil {
		return e // rows of a table are no pictures
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
	return report.Example{Index: i, Label: label(set, i), Predicted: int(t.pred[i]),
		Open: t.open[i], Pixels: set.Pixels(i)}
}
