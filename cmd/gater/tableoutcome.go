package main

import (
	"fmt"
	"io"
	"strings"

	"gater/data"
	"gater/internal/report"
	"gater/train/metric"
)

// tableOutcome is what a run on a table ends with besides.
type tableOutcome struct {
	Task    string             `json:"task"`
	Metrics map[string]float64 `json:"metrics"`
	Micros  float64            `json:"us"`   // a row, 128 at once on one thread
	One     float64            `json:"us_1"` // a row by itself
	Twin    *rivalOutcome      `json:"twin,omitempty"`
	Linear  *rivalOutcome      `json:"linear,omitempty"`

	all []*judged // the gated network and those it is compared with
}

// rivalOutcome is a network that the gated one is compared with.
type rivalOutcome struct {
	Metrics   map[string]float64 `json:"metrics"`
	TestError *float64           `json:"test_error,omitempty"`
	Macs      float64            `json:"macs"`
	Micros    float64            `json:"us"`
	One       float64            `json:"us_1"`
	Seconds   float64            `json:"seconds"`
}

// missed is what an error means.
func (o *tableOutcome) missed() string {
	switch data.Task(o.Task) {
	case data.Number:
		return "of the variance not explained"
	case data.Labels:
		return "of the labels wrong"
	}
	return "of the examples wrong"
}

func numbered(all []metric.Metric) map[string]float64 {
	m := map[string]float64{}
	for _, x := range all {
		m[x.Key] = x.Value
	}
	return m
}

// names is who is compared.
func (o *tableOutcome) names() []string {
	return []string{"gated", "dense twin", "linear"}[:len(o.all)]
}

// grid is the figures, a row each and a column a network.
func (o *tableOutcome) grid() (rows []report.TableRow) {
	row := func(name string, value func(j *judged) string) {
		r := report.TableRow{Name: name}
		for _, j := range o.all {
			r.Values = append(r.Values, value(j))
		}
		rows = append(rows, r)
	}
	for i, m := range o.all[0].metrics {
		row(m.Name, func(j *judged) string { return figure(j.metrics[i]) })
	}
	row("multiply-adds", func(j *judged) string { return macsOf(j.Macs) })
	row(fmt.Sprintf("µs, %d at once", speedBatch), func(j *judged) string { return fmt.Sprintf("%.3f", j.micros[0]) })
	row("µs, a row alone", func(j *judged) string { return fmt.Sprintf("%.2f", j.micros[1]) })
	return rows
}

// print writes the figures.
func (o *tableOutcome) print(w io.Writer) error {
	for _, row := range append([]report.TableRow{{Values: o.names()}}, o.grid()...) {
		line := fmt.Sprintf("  %-18s", row.Name)
		for _, cell := range row.Values {
			line += fmt.Sprintf("  %12s", cell)
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return printed(err)
		}
	}
	return nil
}

// figure is a metric as people read it.
func figure(m metric.Metric) string {
	if m.Key == "accuracy" || m.Key == "ece" {
		return percent(m.Value)
	}
	return fmt.Sprintf("%.4g", m.Value)
}

// panel is the comparison for the report.
func (o *tableOutcome) panel() *report.Table {
	p := &report.Table{Task: o.Task, Names: o.names(), Rows: o.grid()}
	for _, b := range o.all[0].bins {
		p.Bins = append(p.Bins, report.Bin(b))
	}
	return p
}

// clocked times the networks.
func (o *tableOutcome) clocked(set *data.Set) {
	clock(o.all, set)
	o.Micros, o.One = o.all[0].micros[0], o.all[0].micros[1]
	for i, r := range []*rivalOutcome{o.Twin, o.Linear}[:len(o.all)-1] {
		r.Micros, r.One = o.all[i+1].micros[0], o.all[i+1].micros[1]
	}
}

// shortList is some names, the first of many.
func shortList(names []string) string {
	const most = 12
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// macsOf is a number of multiply-adds of any size.
func macsOf(n float64) string {
	switch {
	case n < 1e3:
		return fmt.Sprintf("%.0f", n)
	case n < 1e6:
		return fmt.Sprintf("%.1f k", n/1e3)
	}
	return fmt.Sprintf("%.2f M", n/1e6)
}
