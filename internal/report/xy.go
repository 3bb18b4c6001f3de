package report

import (
	"fmt"
	"io"
)

// XY is curves of points over a common number, for a file of its own.
type XY struct {
	Title, XName, YName string
	Percent             bool // Y are shares
	Lines               []XYLine
}

// XYLine is a curve, from left to right, with standard errors (NaN: none).
type XYLine struct {
	Name     string
	X, Y, SE []float64
}

// WriteXY draws the curves as SVG, with bars of two standard errors either way.
func WriteXY(w io.Writer, f XY) error {
	p := plot{title: f.Title, xname: f.XName, yname: f.YName, formatX: si, formatY: number}
	if f.Percent {
		p.formatY = percent
	}
	s := newSVG(chartW, plotH+30+18*float64(len(f.Lines)), "chart", f.Title)
	s.text(padLeft, 18, "start", "title", f.Title)
	for i, l := range f.Lines {
		p.lines = append(p.lines, plotLine{x: l.X, y: l.Y, class: colour(i)})
		for k := range l.X {
			d := dot{x: l.X[k], y: l.Y[k], class: colour(i), tip: fmt.Sprintf("%s\n%s %s\n%s %s",
				l.Name, f.XName, p.formatX(l.X[k]), f.YName, p.formatY(l.Y[k]))}
			if se := l.SE[k]; finite(se) {
				d.lo, d.hi = d.y-2*se, d.y+2*se
			}
			p.points = append(p.points, d)
		}
		y := plotH + 40 + 18*float64(i)
		s.dot(padLeft+5, y-4, 4.5, "point "+colour(i), "")
		s.text(padLeft+16, y, "start", "name", l.Name)
	}
	if len(p.points) == 0 {
		s.text(padLeft, 60, "start", "name", "Nothing to draw yet.")
		return standalone(w, s.html())
	}
	s.nest(p.figure(), 0, 26, chartW, plotH)
	return standalone(w, s.html())
}
