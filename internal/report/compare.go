package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// A compareView sets several runs side by side.
type compareView struct {
	Rows    []compareRow
	Groups  []groupRow
	Figures []figure
	Scatter figure
}

// A compareRow is one run.
type compareRow struct {
	ID, Name, Colour string
	Cells            []sortCell
}

// A sortCell is a text, and what it is sorted by.
type sortCell struct {
	Text, Key string
	Number    bool
}

// compareHeads are the columns of the table after the name.
var compareHeads = []string{"gate", "estimator", "seed", "test error", "valid. error", "asked", "active", "multiply-adds", "vs dense", "time", "status"}

func compare(runs []*Run) *compareView {
	v := &compareView{Groups: seedGroups(runs), Scatter: tradeOff(runs)}
	for i, r := range runs {
		v.Rows = append(v.Rows, compareRow{ID: fmt.Sprintf("run%d", i+1), Name: r.Name, Colour: colour(i), Cells: r.compareCells()})
	}
	for _, q := range []struct {
		title  string
		of     func(Epoch) float64
		format func(float64) string
	}{
		{"Validation error", validError, percent},
		{"Validation loss", validLoss, number},
		{"Active fraction on validation", activeValid, percent},
	} {
		c := chart{title: q.title, xname: "epoch", whole: true, format: q.format}
		for i, r := range runs {
			c.series = append(c.series, r.column(r.Name, i, q.of))
		}
		v.Figures = append(v.Figures, c.figure())
	}
	return v
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
	asked := math.NaN()
	if a := r.asked(); a > 0 {
		asked = a
	}
	return []sortCell{
		{Text: or(r.Start.Gate, none)}, {Text: or(r.Start.Estimator, none)},
		{Text: strconv.FormatUint(r.Start.Seed, 10), Key: strconv.FormatUint(r.Start.Seed, 10), Number: true},
		numCell(test, percentFixed), numCell(valid, percentFixed), numCell(asked, percentFixed), numCell(act, percentFixed),
		numCell(macs, si), numCell(ratio, times), numCell(seconds, duration),
		{Text: r.status()},
	}
}

func numCell(x float64, format func(float64) string) sortCell {
	if !finite(x) {
		return sortCell{Text: none, Number: true}
	}
	return sortCell{Text: format(x), Key: strconv.FormatFloat(x, 'g', -1, 64), Number: true}
}

// A groupRow sums up runs that differ in their seed alone.
type groupRow struct {
	Name, Runs, Error, Active, Macs string
}

// seedGroups returns mean ± sample standard deviation over finished runs of
// the same set-up, where there are at least two.
func seedGroups(runs []*Run) (rows []groupRow) {
	var order []string
	members := map[string][]*Run{}
	for _, r := range runs {
		if r.End == nil {
			continue
		}
		k := r.setup()
		if members[k] == nil {
			order = append(order, k)
		}
		members[k] = append(members[k], r)
	}
	for _, k := range order {
		rs := members[k]
		if len(rs) < 2 || sameSeed(rs) {
			continue
		}
		s := rs[0].Start
		name := or(s.Gate, "no gates")
		if s.Estimator != "" {
			name += ", " + s.Estimator
		}
		if a := rs[0].asked(); a > 0 {
			name += ", " + percent(a) + " asked"
		}
		rows = append(rows, groupRow{name, count(len(rs), "run"),
			meanOf(rs, percentFixed, func(e *End) float64 { return e.TestError }),
			meanOf(rs, percentFixed, func(e *End) float64 { return e.Active }),
			meanOf(rs, si, func(e *End) float64 { return e.Macs })})
	}
	return rows
}

// setup names everything but the seed that tells runs apart.
func (r *Run) setup() string {
	s := r.Start
	config := slices.DeleteFunc(flatten("", s.Config), func(f fact) bool { return f.Name == "seed" })
	return fmt.Sprintf("%q %q %q %q %q %d %d %g %d %d %v %v", s.Preset, s.Gate, s.Estimator, s.Skips, s.Data,
		s.Train, s.Params, r.asked(), s.Batch, s.Epochs, s.Layers, config)
}

func sameSeed(rs []*Run) bool {
	return !slices.ContainsFunc(rs, func(r *Run) bool { return r.Start.Seed != rs[0].Start.Seed })
}

// meanOf writes mean ± √(Σ(x−mean)²/(n−1)).
func meanOf(rs []*Run, format func(float64) string, of func(*End) float64) string {
	n := float64(len(rs))
	var mean, square float64
	for _, r := range rs {
		mean += of(r.End) / n
	}
	for _, r := range rs {
		d := of(r.End) - mean
		square += d * d / (n - 1)
	}
	return format(mean) + " ± " + format(math.Sqrt(square))
}
