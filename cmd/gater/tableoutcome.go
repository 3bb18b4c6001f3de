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
	Micros  float64            `json:"us"` // an example, in batches of 128 on one thread
	Twin    *rivalOutcome      `json:"twin,omitempty"`
	Linear  *rivalOutcome      `json:"linear,omitempty"`

	all []*judged // the gated network and those it is compared with
}

// rivalOutcome is a network that the gated one is compared with.
type rivalOutcome struct {
	Metrics   map[string]float64 `json:"metrics"`
	TestError float64            `json:"test_error"`
	Macs      float64            `json:"macs"`
	Micros    float64            `json:"us"`
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

// print writes the figures, a column a network.
func (o *tableOutcome) print(w io.Writer) error {
	rows := [][]string{append([]string{""}, o.names()...)}
	for i, m := range o.all[0].metrics {
		row := []string{m.Name}
		for _, j := range o.all {
			row = append(row, figure(j.metrics[i]))
		}
		rows = append(rows, row)
	}
	macs, micros := []string{"multiply-adds"}, []string{"µs an example"}
	for _, j := range o.all {
		macs, micros = append(macs, macsOf(j.Macs)), append(micros, fmt.Sprintf("%.3f", j.micros))
	}
	for _, row := range append(rows, macs, micros) {
		line := fmt.Sprintf("  %-18s", row[0])
		for _, cell := range row[1:] {
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
	p := &report.Table{Task: o.Task, Names: o.names()}
	for i, m := range o.all[0].metrics {
		row := report.TableRow{Name: m.Name}
		for _, j := range o.all {
			row.Values = append(row.Values, figure(j.metrics[i]))
		}
		p.Rows = append(p.Rows, row)
	}
	macs, micros := report.TableRow{Name: "multiply-adds"}, report.TableRow{Name: "µs an example"}
	for _, j := range o.all {
		macs.Values, micros.Values = append(macs.Values, macsOf(j.Macs)), append(micros.Values, fmt.Sprintf("%.3f", j.micros))
	}
	p.Rows = append(p.Rows, macs, micros)
	for _, b := range o.all[0].bins {
		p.Bins = append(p.Bins, report.Bin(b))
	}
	return p
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
