package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"gater/data"
	"gater/data/table"
	"gater/internal/dial"
	"gater/internal/model"
	"gater/mat"
	"gater/nn"
	"gater/train"
	"gater/train/metric"
)

// narrowOutcome is what gater export --weights ends with: the model with weights of floats beside
// that with narrow ones.
type narrowOutcome struct {
	Weights string      `json:"weights"`
	Floats  *narrowSide `json:"floats"`
	Narrow  *narrowSide `json:"narrow"`
	Data    string      `json:"data,omitempty"`
	Rows    int         `json:"rows,omitempty"`
	Other   float64     `json:"other"` // see model.Narrowed
	From    string      `json:"from"`
	Model   string      `json:"model"`
	task    data.Task
}

// narrowSide is one of the two.
type narrowSide struct {
	Bytes   int64              `json:"bytes"` // of the folder
	Metrics map[string]float64 `json:"metrics,omitempty"`
	Active  float64            `json:"active,omitempty"`
	One     float64            `json:"microseconds_1,omitempty"` // one row by itself, one thread
	all     []metric.Metric
	out     []float64
}

// exportNarrow writes the model of a folder with narrow weights.
func exportNarrow(cmd *cobra.Command, from, to, kind, rows string, force, asJSON bool) error {
	floats, err := exported(from)
	if err != nil {
		return err
	}
	m, err := exported(from)
	if err != nil {
		return err
	}
	if err := m.Narrow(kind); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	if floats.Weights != "" {
		return fmt.Errorf("%s has weights of %s already: copy it without --weights, or give what it was made of", from, kind)
	}
	o := &narrowOutcome{Weights: kind, From: from, Model: to, Floats: &narrowSide{}, Narrow: &narrowSide{}, task: m.Task}
	set, name, err := labelled(cmd.Context(), from, m, rows)
	if err != nil {
		return err
	}
	if set != nil {
		o.compare(floats, m, set, name)
		m.Narrowed = &model.Narrowed{Data: name, Rows: set.Len(), Other: o.Other, Floats: o.Floats.Metrics, Narrow: o.Narrow.Metrics}
	}
	if err := model.Save(to, m, force); err != nil {
		return err
	}
	o.Narrow.Bytes = folderBytes(to)
	if at, err := modelDir(from); err == nil {
		o.Floats.Bytes = folderBytes(at)
	}
	return o.print(cmd.OutOrStdout(), asJSON)
}

// folderBytes is the length of the files in a folder.
func folderBytes(dir string) (n int64) {
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		if info, err := os.Stat(filepath.Join(dir, f.Name())); err == nil {
			n += info.Size()
		}
	}
	return n
}

// compare runs both on the rows, and times both in turns.
func (o *narrowOutcome) compare(floats, narrow *model.Model, set *data.Set, name string) {
	o.Data, o.Rows = name, set.Len()
	target := &table.Target{Task: o.task}
	if floats.Prep != nil {
		target = floats.Prep.Target
	}
	both := []nn.Layer{floats.Net, narrow.Net}
	for i, s := range []*narrowSide{o.Floats, o.Narrow} {
		e := &train.Evaluator{Net: both[i], Noise: train.TestNoise(floats.Trained.Seed)}
		e.Outputs = func(_ int, y mat.M) {
			for i := range y.Rows {
				for _, v := range y.Row(i) {
					s.out = append(s.out, float64(v))
				}
			}
		}
		s.Active = e.Run(set, nn.Use, 0).Active
		s.all, _ = measured(s.out, target, set)
		s.Metrics = numbered(s.all)
	}
	o.Other = changed(o.task, o.Floats.out, o.Narrow.out, set.Len())
	w := dial.NewStopwatch(set, min(40, set.Len()), 1, seconds)
	laps := w.Laps(2, roundsTimed, func(i int) nn.Layer { return both[i] })
	o.Floats.One, o.Narrow.One = laps[0]*1e6, laps[1]*1e6
}

// changed is the share of n rows whose answer is another, or how far numbers moved, root mean square.
func changed(task data.Task, a, b []float64, n int) float64 {
	k, sum := len(a)/n, 0.0
	for i := range n {
		x, y := a[i*k:(i+1)*k], b[i*k:(i+1)*k]
		switch task {
		case data.Number:
			sum += (x[0] - y[0]) * (x[0] - y[0])
		case data.Labels:
			for j := range x {
				if (x[j] > 0.5) != (y[j] > 0.5) {
					sum++
					break
				}
			}
		default:
			if likeliest(x) != likeliest(y) {
				sum++
			}
		}
	}
	if task == data.Number {
		return math.Sqrt(sum / float64(n))
	}
	return sum / float64(n)
}

func likeliest(p []float64) (best int) {
	for j, v := range p {
		if v > p[best] {
			best = j
		}
	}
	return best
}

// print writes a line of JSON, or a table for people, and the model's folder.
func (o *narrowOutcome) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printed(json.NewEncoder(w).Encode(o))
	}
	a, b := o.Floats, o.Narrow
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\tfloat32\t%s\t\t\n", o.Weights)
	row := func(what, x, y, note string) { fmt.Fprintf(t, "%s\t%s\t%s\t%s\t\n", what, x, y, note) }
	for i, m := range a.all {
		row(m.Name, figure(m), figure(b.all[i]), fmt.Sprintf("%+.2g", b.all[i].Value-m.Value))
	}
	if o.Rows > 0 {
		row("blocks open", percent(a.Active), percent(b.Active), "")
		row("one row", us(a.One), us(b.One), times(a.One, b.One, "less"))
	}
	if a.Bytes > 0 {
		row("folder", kilobytes(a.Bytes), kilobytes(b.Bytes), times(float64(a.Bytes), float64(b.Bytes), "less"))
	}
	if err := t.Flush(); err != nil {
		return printed(err)
	}
	switch {
	case o.Rows == 0:
	case o.task == data.Number:
		fmt.Fprintf(w, "on %d rows of %s; the numbers change by %.3g, root mean square\n", o.Rows, o.Data, o.Other)
	default:
		fmt.Fprintf(w, "on %d rows of %s; the answer is another for %.3g %%\n", o.Rows, o.Data, 100*o.Other)
	}
	_, err := fmt.Fprintf(w, "model %s\n", o.Model)
	return printed(err)
}

func kilobytes(n int64) string { return fmt.Sprintf("%.1f kB", float64(n)/1e3) }
