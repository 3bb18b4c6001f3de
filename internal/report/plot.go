package report

import (
	"math"
	"slices"
)

// A plot draws points and lines over two axes, logarithmic where the range asks for it.
type plot struct {
	title, xname, yname string
	points              []dot
	lines               []plotLine
	edge                string // what stands at the left edge, for points whose x is 0; empty: none
	formatX, formatY    func(float64) string
}

// A dot is a point, with a bar from lo to hi where they differ from y.
type dot struct {
	x, y, lo, hi float64
	class        string
	label, tip   string
	bold         bool // the label is placed before others'
}

// A plotLine is a curve with its name at the end.
type plotLine struct {
	x, y  []float64
	class string
	name  string
}

const edgeRoom = 46 // for points at the left edge

// figure draws the plot.
func (p plot) figure() figure {
	f := figure{Title: p.title}
	x, y := p.axes()
	if y.hi <= y.lo {
		f.Note = "Nothing to draw."
		return f
	}
	s := newSVG(chartW, plotH, "chart", p.title+": "+p.yname+" against "+p.xname)
	p.grid(s, x, y)
	for _, l := range p.lines {
		l.draw(s, x, y)
	}
	labels := placer{left: padLeft, right: chartW, top: padTop - 8, bottom: plotH - padBottom}
	for _, d := range p.points {
		at, level := p.at(d, x), y.at(d.y)
		if d.lo < d.hi {
			s.line(at, y.at(max(d.lo, y.lo)), at, y.at(d.hi), "whisker "+d.class)
		}
		labels.taken = append(labels.taken, box{at - 5, level - 5, at + 5, level + 5})
	}
	p.name(s, &labels, x, y)
	for _, d := range p.points {
		s.dot(p.at(d, x), y.at(d.y), 4.5, "point "+d.class, d.tip)
	}
	f.Body = s.html()
	return f
}

const plotH = 380

// at is where a point stands on the x axis.
func (p plot) at(d dot, x scale) float64 {
	if p.edge != "" && !(d.x > 0) {
		return padLeft + edgeRoom/2
	}
	return x.at(d.x)
}

func (p plot) axes() (x, y scale) {
	var sx, sy span
	for _, d := range p.points {
		if p.edge == "" || d.x > 0 {
			sx.add(d.x)
		}
		sy.add(d.y)
	}
	right := 16.0
	for _, l := range p.lines {
		sx.add(l.x...)
		sy.add(l.y...)
		right = max(right, float64(len([]rune(short(l.name, 18))))*labelSize+14)
	}
	left := float64(padLeft)
	if p.edge != "" {
		left += edgeRoom
	}
	return sx.axis(left, chartW-right, logEarly), sy.axis(plotH-padBottom, padTop, logEarly)
}

// grid draws the axes.
func (p plot) grid(s *svg, x, y scale) {
	bottom := float64(plotH - padBottom)
	for _, t := range y.ticks(6, false) {
		s.line(padLeft, y.at(t), x.b, y.at(t), "grid")
		s.text(padLeft-8, y.at(t)+4, "end", "num", p.formatY(t))
	}
	s.line(padLeft, bottom, x.b, bottom, "axis")
	for _, t := range x.ticks(6, false) {
		if p.edge != "" && x.at(t) < x.a+24 {
			continue // its number would run into the edge's
		}
		s.line(x.at(t), bottom, x.at(t), bottom+4, "axis")
		s.text(x.at(t), bottom+18, "middle", "num", p.formatX(t))
	}
	if p.edge != "" {
		s.line(padLeft+edgeRoom, padTop, padLeft+edgeRoom, bottom, "grid")
		s.text(padLeft+edgeRoom/2, bottom+18, "middle", "num", p.edge)
	}
	s.text((x.a+x.b)/2, plotH-4, "middle", "name", p.xname)
	s.text(4, padTop-8, "start", "name", p.yname)
}

func (l plotLine) draw(s *svg, x, y scale) {
	px, py := make([]float64, len(l.x)), make([]float64, len(l.x))
	for i := range l.x {
		px[i], py[i] = x.at(l.x[i]), y.at(l.y[i])
	}
	s.path(px, py, "curve thin "+l.class)
}

// name writes the labels, those of bold points and of lines first; a label that finds no free
// place near its point is left out, and the point's tip has to do.
func (p plot) name(s *svg, labels *placer, x, y scale) {
	ends := make([]float64, len(p.lines))
	for i, l := range p.lines {
		ends[i] = y.at(l.y[len(l.y)-1])
	}
	spread(ends, 15, padTop, plotH-padBottom)
	for i, l := range p.lines {
		s.text(x.b+6, ends[i]+4, "start", "label "+l.class, short(l.name, 18))
	}
	order := slices.Clone(p.points)
	slices.SortStableFunc(order, func(a, b dot) int {
		switch {
		case a.bold == b.bold:
			return 0
		case a.bold:
			return -1
		}
		return 1
	})
	for _, d := range order {
		letter := 6.6
		if d.bold {
			letter = 7.6
		}
		if at, anchor, ok := labels.place(p.at(d, x), y.at(d.y), float64(len([]rune(d.label)))*letter); ok {
			class := "tag "
			if d.bold {
				class = "label "
			}
			s.text(at.x0, at.y1-3, anchor, class+d.class, d.label)
		}
	}
}

// A box is a rectangle.
type box struct{ x0, y0, x1, y1 float64 }

func (a box) hits(b box) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

// A placer finds room for labels.
type placer struct {
	left, right, top, bottom float64
	taken                    []box
}

// place is a free box of a width beside, above or below a point, if there is one.
func (l *placer) place(x, y, width float64) (at box, anchor string, ok bool) {
	const high = 14
	for _, c := range []box{
		{x + 8, y - high/2, 0, 0}, {x - 8 - width, y - high/2, 0, 0},
		{x - width/2, y - 8 - high, 0, 0}, {x - width/2, y + 8, 0, 0},
		{x + 5, y - 5 - high, 0, 0}, {x + 5, y + 4, 0, 0}, {x - 5 - width, y - 5 - high, 0, 0}, {x - 5 - width, y + 4, 0, 0},
	} {
		c.x1, c.y1 = c.x0+width, c.y0+high
		if c.x0 < l.left || c.x1 > l.right || c.y0 < l.top || c.y1 > l.bottom ||
			slices.ContainsFunc(l.taken, c.hits) || math.IsNaN(c.x0+c.y0) {
			continue
		}
		l.taken = append(l.taken, c)
		return c, "start", true
	}
	return box{}, "", false
}
