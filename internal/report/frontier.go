package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Spot is a network on the frontier of what errors cost: runs that differ in their seeds alone.
type Spot struct {
	Name   string
	Dense  bool      // it has no gates
	Errors []float64 // test errors of the runs, shares
	Active float64   // share of blocks open
	Macs   float64   // multiply-adds an example
	Micros float64   // microseconds an example in a batch, measured; NaN: not
	Single float64   // microseconds of an example by itself; NaN: not measured
	folder string    // of the first run, without the number at its end
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

// Spots gathers finished runs by set-up; micros and single are what each took, by run, or nil. A spot goes by
// the name of its preset, or of its first run's folder where that begins with it, or several have it.
func Spots(runs []*Run, micros, single []float64) (spots []Spot) {
	at := map[string]int{}
	for i, r := range runs {
		k := r.setup()
		n, ok := at[k]
		if !ok {
			n = len(spots)
			at[k] = n
			spots = append(spots, Spot{Name: or(r.Start.Preset, r.Name), Dense: r.blocks() == 0, folder: stem(r.Name)})
		}
		s := &spots[n]
		s.Errors = append(s.Errors, r.End.TestError)
		f := 1 / float64(len(s.Errors)) // means so far
		s.Active += f * (r.End.Active - s.Active)
		s.Macs += f * (r.End.Macs - s.Macs)
		if micros == nil {
			s.Micros, s.Single = math.NaN(), math.NaN()
			continue
		}
		s.Micros += f * (micros[i] - s.Micros)
		s.Single += f * (single[i] - s.Single)
	}
	named := map[string]int{}
	for _, s := range spots {
		named[s.Name]++
	}
	for i := range spots {
		if s := &spots[i]; named[s.Name] > 1 || strings.HasPrefix(s.folder, s.Name) {
			s.Name = s.folder
		}
	}
	slices.SortStableFunc(spots, func(a, b Spot) int { return int(math.Copysign(1, a.Macs-b.Macs)) })
	return spots
}

// stem is a folder's name without the number at its end, such as mnist-10 of mnist-10-3.
func stem(name string) string {
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		if _, err := strconv.Atoi(name[i+1:]); err == nil {
			return name[:i]
		}
	}
	return name
}

// WriteFrontier draws test error against multiply-adds, and against microseconds where they were
// measured beside it, as SVG. Bars are two standard errors either way.
func WriteFrontier(w io.Writer, title string, spots []Spot) error {
	figures := []figure{frontier(spots, "multiply-adds an example", si, func(s *Spot) float64 { return s.Macs })}
	if slices.ContainsFunc(spots, func(s Spot) bool { return finite(s.Micros) }) {
		figures = append(figures, frontier(spots, "microseconds an example, measured", number, func(s *Spot) float64 { return s.Micros }))
	}
	s := newSVG(float64(len(figures)*chartW), plotH+30, "chart", title)
	s.text(padLeft, 20, "start", "title", title)
	end := float64(len(figures) * chartW)
	s.dot(end-160, 16, 4.5, "point c0", "")
	s.text(end-150, 20, "start", "name", "gated")
	s.dot(end-84, 16, 4.5, "point c1", "")
	s.text(end-74, 20, "start", "name", "dense")
	for i, f := range figures {
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
