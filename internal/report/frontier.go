package report

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// A Spot is a network on the frontier of what errors cost: runs that differ in their seeds alone.
type Spot struct {
	Name   string
	Dense  bool      // it has no gates
	Errors []float64 // test errors of the runs, shares
	Active float64   // share of blocks open
	Macs   float64   // multiply-adds an example
	Micros float64   // microseconds an example, measured; NaN: not
}

// Mean is the mean test error.
func (s *Spot) Mean() float64 {
	sum := 0.0
	for _, e := range s.Errors {
		sum += e
	}
	return sum / float64(len(s.Errors))
}

// SE is the standard error of the mean over seeds, s/√n; NaN for one seed.
func (s *Spot) SE() float64 {
	n, m, sum := float64(len(s.Errors)), s.Mean(), 0.0
	for _, e := range s.Errors {
		sum += (e - m) * (e - m)
	}
	return math.Sqrt(sum / (n - 1) / n)
}

// Spots gathers finished runs by set-up; micros is what each took, by run.
func Spots(runs []*Run, micros []float64) (spots []Spot) {
	at := map[string]int{}
	for i, r := range runs {
		k := r.setup()
		n, ok := at[k]
		if !ok {
			n = len(spots)
			at[k] = n
			spots = append(spots, Spot{Name: or(r.Start.Preset, r.Name), Dense: r.blocks() == 0, Active: 0})
		}
		s := &spots[n]
		s.Errors = append(s.Errors, r.End.TestError)
		f := 1 / float64(len(s.Errors)) // means so far
		s.Active += f * (r.End.Active - s.Active)
		s.Macs += f * (r.End.Macs - s.Macs)
		s.Micros += f * (micros[i] - s.Micros)
	}
	slices.SortStableFunc(spots, func(a, b Spot) int { return int(math.Copysign(1, a.Macs-b.Macs)) })
	return spots
}

// WriteFrontier draws test error against multiply-adds and against microseconds, side by side, as SVG.
// Bars are two standard errors either way.
func WriteFrontier(w io.Writer, title string, spots []Spot) error {
	left := frontier(spots, "multiply-adds an example", si, func(s *Spot) float64 { return s.Macs })
	right := frontier(spots, "microseconds an example, measured", number, func(s *Spot) float64 { return s.Micros })
	s := newSVG(2*chartW, plotH+30, "chart", title)
	s.text(padLeft, 20, "start", "title", title)
	s.dot(chartW+padLeft, 16, 4.5, "point c0", "")
	s.text(chartW+padLeft+10, 20, "start", "name", "gated")
	s.dot(chartW+padLeft+76, 16, 4.5, "point c1", "")
	s.text(chartW+padLeft+86, 20, "start", "name", "dense")
	for i, f := range []figure{left, right} {
		s.nest(f, float64(i*chartW), 30, chartW, plotH)
	}
	return standalone(w, s.html())
}

// frontier is the spots against one cost.
func frontier(spots []Spot, xname string, format func(float64) string, cost func(s *Spot) float64) figure {
	p := plot{title: "Frontier", xname: xname, yname: "test error", formatX: format, formatY: percent}
	for i := range spots {
		s := &spots[i]
		if !finite(cost(s)) || !finite(s.Mean()) {
			continue
		}
		d := dot{x: cost(s), y: s.Mean(), class: "c0", label: s.Name, bold: true,
			tip: fmt.Sprintf("%s\ntest error %s\n%s %s", s.Name, percent(s.Mean()), format(cost(s)), xname)}
		if s.Dense {
			d.class = "c1"
		}
		if se := s.SE(); finite(se) {
			d.lo, d.hi = d.y-2*se, d.y+2*se
		}
		p.points = append(p.points, d)
	}
	if len(p.points) == 0 {
		empty := newSVG(chartW, plotH, "chart", p.title)
		empty.text(padLeft, 60, "start", "name", "Nothing to draw.")
		return figure{Body: empty.html()}
	}
	return p.figure()
}
