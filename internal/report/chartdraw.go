package report

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// grid draws the axes: lines of equal y, ticks of x, and their numbers.
func (c chart) grid(s *svg, x, y scale) {
	for _, t := range y.ticks(5, c.wholeY) {
		s.line(x.a, y.at(t), x.b, y.at(t), "grid")
		s.text(x.a-8, y.at(t)+4, "end", "num", c.format(t))
	}
	bottom := float64(chartH - padBottom)
	s.line(x.a, bottom, x.b, bottom, "axis")
	for _, t := range x.ticks(6, c.whole) {
		s.line(x.at(t), bottom, x.at(t), bottom+4, "axis")
		s.text(x.at(t), bottom+18, "middle", "num", number(t))
	}
	s.text((x.a+x.b)/2, chartH-4, "middle", "name", c.xname)
}

// aims draws the target and the mark.
func (c chart) aims(s *svg, x, y scale) {
	if t := c.target; t != nil {
		hi, lo := y.at(t.level+t.margin), y.at(max(y.lo, t.level-t.margin))
		s.rect(x.a, hi, x.b-x.a, lo-hi, "band", "")
		s.line(x.a, y.at(t.level), x.b, y.at(t.level), "aim")
	}
	if m := c.mark; m != nil {
		at := x.at(m.x)
		s.line(at, padTop-4, at, chartH-padBottom, "mark")
		anchor := "middle"
		switch {
		case at > x.b-50:
			anchor = "end"
		case at < x.a+50:
			anchor = "start"
		}
		s.text(at, padTop-8, anchor, "name", m.name)
		if finite(m.y) {
			s.dot(at, y.at(m.y), 5, "ring", "")
		}
	}
}

// draw draws the curve, and its points where they are few.
func (l series) draw(s *svg, x, y scale) {
	n := min(len(l.x), len(l.y))
	px, py := make([]float64, n), make([]float64, n)
	for i := range n {
		px[i], py[i] = math.NaN(), math.NaN()
		if finite(l.x[i]) && finite(l.y[i]) {
			px[i], py[i] = x.at(l.x[i]), y.at(l.y[i])
		}
	}
	class := "curve " + colour(l.colour)
	if l.thin {
		class += " thin"
	}
	if l.quiet {
		class += " faint"
	}
	s.path(px, py, class)
	for i := range n {
		if !l.quiet && n <= fewPoints && finite(px[i]) {
			s.dot(px[i], py[i], 2.5, "point "+colour(l.colour), "")
		}
	}
}

// labels writes each curve's name at its end, apart from the others.
func (c chart) labels(s *svg, x, y scale) {
	if !c.labelled() {
		return
	}
	named := slices.DeleteFunc(slices.Clone(c.series), func(l series) bool { return l.quiet })
	at := make([]float64, len(named))
	for i, l := range named {
		for j, v := range l.y {
			if finite(v) && j < len(l.x) {
				at[i] = y.at(v)
			}
		}
	}
	spread(at, 17, padTop, chartH-padBottom)
	for i, l := range named {
		s.text(x.b+8, at[i]+4, "start", "label "+colour(l.colour), short(l.name, 16))
	}
}

// spread moves positions apart to at least gap, within [lo, hi], keeping their
// order and moving them little.
func spread(at []float64, gap, lo, hi float64) {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case at[i] < at[j]:
			return -1
		case at[i] > at[j]:
			return 1
		}
		return 0
	})
	floor := lo
	for _, i := range order {
		at[i] = max(at[i], floor)
		floor = at[i] + gap
	}
	ceil := hi
	for _, i := range slices.Backward(order) {
		at[i] = min(at[i], ceil)
		ceil = at[i] - gap
	}
}

// tips lays a column over each x that tells the values there.
func (c chart) tips(s *svg, x scale) {
	said := map[float64][]string{}
	var at []float64
	for _, l := range c.series {
		for i := range min(len(l.x), len(l.y)) {
			if l.quiet || !finite(l.x[i]) || !finite(l.y[i]) {
				continue
			}
			if said[l.x[i]] == nil {
				at = append(at, l.x[i])
			}
			said[l.x[i]] = append(said[l.x[i]], l.name+" "+c.format(l.y[i]))
		}
	}
	slices.Sort(at)
	if every := (len(at) + maxTips - 1) / maxTips; every > 1 {
		for i := range len(at) / every {
			at[i] = at[(i+1)*every-1]
		}
		at = at[:len(at)/every]
	}
	for i, v := range at {
		left, right := x.a, x.b
		if i > 0 {
			left = x.at((at[i-1] + v) / 2)
		}
		if i+1 < len(at) {
			right = x.at((v + at[i+1]) / 2)
		}
		head := c.xname + " " + strconv.FormatFloat(v, 'g', 6, 64)
		s.rect(left, padTop, right-left, chartH-padBottom-padTop, "hit",
			strings.Join(append([]string{head}, said[v]...), "\n"))
	}
}
