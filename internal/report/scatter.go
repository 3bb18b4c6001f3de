package report

import "fmt"

// tradeOff draws test error against multiply-adds, a point a finished run.
func tradeOff(runs []*Run) figure {
	f := figure{Title: "Test error against multiply-adds per example"}
	var sx, sy span
	drawn := 0
	for _, r := range runs {
		if r.End != nil && finite(r.End.Macs) && finite(r.End.TestError) {
			sx.add(r.End.Macs)
			sy.add(r.End.TestError)
			drawn++
		}
	}
	if drawn < 2 {
		f.Note = "Drawn once two runs are finished."
		return f
	}
	x, y := sx.axis(padLeft, chartW-24, logEarly), sy.axis(chartH-padBottom, padTop, logEarly)
	s := newSVG(chartW, chartH, "chart", f.Title)
	c := chart{xname: "multiply-adds per example", format: percent}
	c.grid(s, scale{lo: x.lo, hi: x.lo, a: x.a, b: x.b}, y)
	for _, t := range x.ticks(6, false) {
		s.line(x.at(t), chartH-padBottom, x.at(t), chartH-padBottom+4, "axis")
		s.text(x.at(t), chartH-padBottom+18, "middle", "num", si(t))
	}
	for i, r := range runs {
		if r.End == nil || !finite(r.End.Macs) || !finite(r.End.TestError) {
			continue
		}
		at, level := x.at(r.End.Macs), y.at(r.End.TestError)
		s.dot(at, level, 6, "point "+colour(i), fmt.Sprintf("%s\ntest error %s\n%s multiply-adds\n%s active",
			r.Name, percent(r.End.TestError), si(r.End.Macs), percent(r.End.Active)))
		if drawn <= maxLabels {
			anchor, dx := "start", 10.0
			if at > chartW*0.7 {
				anchor, dx = "end", -10
			}
			s.text(at+dx, level+4, anchor, "label "+colour(i), short(r.Name, 24))
		}
	}
	f.Body = s.html()
	if x.log || y.log {
		f.Note = "Logarithmic axes where the range asks for it."
	}
	f.Note = "Lower and further left is better. " + f.Note
	for i, r := range runs {
		if drawn > maxLabels && r.End != nil {
			f.Keys = append(f.Keys, key{colour(i), r.Name, percent(r.End.TestError)})
		}
	}
	return f
}
