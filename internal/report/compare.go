package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A compareView sets several runs side by side.
type compareView struct {
	Heads   []string
	Rows    []compareRow
	Same    string // what the runs have in common
	Groups  []groupRow
	Figures []figure
	Scatter figure
}

// A compareRow is one run.
type compareRow struct {
	ID, Name, Colour string
	Status           string // empty if finished
	Cells            []sortCell
}

// A sortCell is a text, and what it is sorted by.
type sortCell struct {
	Text, Key string
	Number    bool
}

// compareHeads are the columns of the table after the name.
var compareHeads = []string{"gate", "estimator", "seed", "test error", "valid. error", "asked", "active",
	"multiply-adds", "dense ÷ spent", "time"}

func compare(runs []*Run) *compareView {
	v := &compareView{Groups: seedGroups(runs), Scatter: tradeOff(runs)}
	for i, r := range runs {
		row := compareRow{ID: fmt.Sprintf("run%d", i+1), Name: r.Name, Colour: colour(i), Cells: r.compareCells()}
		if r.End == nil {
			row.Status = r.status()
		}
		v.Rows = append(v.Rows, row)
	}
	v.Heads = slices.Clone(compareHeads)
	v.factor()
	for _, q := range []struct {
		title  string
		of     func(Epoch) float64
		log    float64
		format func(float64) string
	}{
		{"Validation error", validError, logEarly, percent},
		{"Validation loss", validLoss, logEarly, number},
		{"Active fraction on validation", activeValid, logLate, percent},
	} {
		c := chart{title: q.title, xname: "epoch", whole: true, log: q.log, format: q.format}
		for i, r := range runs {
			c.series = append(c.series, r.column(r.Name, i, q.of))
		}
		v.Figures = append(v.Figures, c.figure())
	}
	return v
}

// factor moves the columns in which all runs agree into one sentence.
func (v *compareView) factor() {
	var same []string
	for c := len(v.Heads) - 1; c >= 0; c-- {
		first := v.Rows[0].Cells[c].Text
		if slices.ContainsFunc(v.Rows, func(r compareRow) bool { return r.Cells[c].Text != first }) {
			continue
		}
		if first != none {
			same = append(same, v.Heads[c]+" "+first)
		}
		v.Heads = slices.Delete(v.Heads, c, c+1)
		for i := range v.Rows {
			v.Rows[i].Cells = slices.Delete(v.Rows[i].Cells, c, c+1)
		}
	}
	slices.Reverse(same)
	if len(same) > 0 {
		v.Same = "The same in all: " + strings.Join(same, ", ") + "."
	}
}

// compareCells returns the run's row, in the order of compareHeads.
func (r *Run) compareCells() []sortCell {
	test, valid, act, macs, ratio, seconds := math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if e, ok := r.last(); ok {
		valid, act, seconds = e.ValidError, e.ActiveValid, e.Seconds
	}
	if b, ok := r.best(); ok {
		valid = b.ValidError
	}
	if e := r.End; e != nil {
		test, act, macs, seconds = e.TestError, e.Active, e.Macs, e.Seconds
		if e.Macs > 0 {
			ratio = e.MacsDense / e.Macs
		}
	}
	if r.blocks() == 0 {
		act = math.NaN()
	}
	asked := math.NaN()
	if a := r.asked(); a > 0 {
		asked = a
	}
	return []sortCell{
		{Text: or(r.Start.gate(), none)}, {Text: or(r.Start.estimator(), none)},
		{Text: strconv.FormatUint(r.Start.Seed, 10), Key: strconv.FormatUint(r.Start.Seed, 10), Number: true},
		numCell(test, percentFixed), numCell(valid, percentFixed), numCell(asked, percentFixed), numCell(act, percentFixed),
		numCell(macs, si), numCell(ratio, times), numCell(seconds, duration),
	}
}

func numCell(x float64, format func(float64) string) sortCell {
	if !finite(x) {
		return sortCell{Text: none, Number: true}
	}
	return sortCell{Text: format(x), Key: strconv.FormatFloat(x, 'g', -1, 64), Number: true}
}
