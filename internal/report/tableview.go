package report

import (
	"fmt"
	"math"
)

// A tableView is what the page says of a run on a table.
type tableView struct {
	Said        string
	Names       []string
	Rows        []TableRow
	Reliability *figure // nil without confidence
	Classes     bool    // the task is classes
}

// tableView compares the networks; nil if the run was on no table, or is not finished.
func (r *Run) tableView() *tableView {
	if r.End == nil || r.End.Table == nil || len(r.End.Table.Rows) == 0 {
		return nil
	}
	t := r.End.Table
	v := &tableView{Names: t.Names, Rows: t.Rows, Classes: t.Task == "classes", Said: "On the rows that were held out for testing."}
	if len(t.Names) > 1 {
		v.Said += " The dense twin is the same network without gates, trained in the same way; the linear one is a linear or a logistic regression."
	}
	if f, ok := reliability(t.Bins); ok {
		v.Reliability = &f
	}
	return v
}

// reliability draws how often predictions of some confidence are right, against their confidence.
func reliability(bins []Bin) (f figure, ok bool) {
	n, gap := 0, 0.0
	for _, b := range bins {
		n += b.Count
		gap += float64(b.Count) * math.Abs(b.Accuracy-b.Confidence)
	}
	if n == 0 {
		return f, false
	}
	f = figure{Title: "How often it is right, by its confidence",
		Note: fmt.Sprintf("Predictions on the diagonal are right as often as they say. They are %s off on average, weighed by their number.", percent(gap/float64(n)))}
	x, y := scale{lo: 0, hi: 1, a: padLeft, b: chartW - 24}, scale{lo: 0, hi: 1, a: chartH - padBottom, b: padTop}
	s := newSVG(chartW, chartH, "chart", f.Title)
	chart{xname: "confidence", format: percent}.grid(s, scale{a: x.a, b: x.b}, y)
	for _, t := range x.ticks(5, false) {
		s.line(x.at(t), chartH-padBottom, x.at(t), chartH-padBottom+4, "axis")
		s.text(x.at(t), chartH-padBottom+18, "middle", "num", percent(t))
	}
	s.line(x.at(0), y.at(0), x.at(1), y.at(1), "axis")
	for _, b := range bins {
		if b.Count > 0 {
			share := float64(b.Count) / float64(n)
			s.dot(x.at(b.Confidence), y.at(b.Accuracy), 3+9*math.Sqrt(share), "point "+colour(0),
				fmt.Sprintf("%s, %s of them\nconfidence %s\nright %s", count(b.Count, "prediction"), percent(share), percent(b.Confidence), percent(b.Accuracy)))
		}
	}
	f.Body = s.html()
	return f, true
}
