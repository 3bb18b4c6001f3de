package report

import (
	"fmt"
	"math"
	"slices"
)

// A chart draws series over a common x, with direct labels where they fit.
type chart struct {
	title  string
	xname  string
	whole  bool // x holds integers
	series []series
	format func(float64) string // of y
	wholeY bool                 // y holds integers
	log    float64              // range of y from which its axis is logarithmic
	target *target
	mark   *mark
}

// A series is one curve. Colour picks one of the palette's.
type series struct {
	name   string
	x, y   []float64
	colour int
	thin   bool
	gaps   bool // missing values are no measurement, not a failed one
	quiet  bool // drawn faintly, for what the others stand out from: no key, label or tip
}

// A target is a level to be met, give or take a margin.
type target struct {
	name          string
	level, margin float64
}

// A mark is a vertical line at x, with a ring on the first series' value y.
type mark struct {
	name string
	x, y float64
}

const (
	chartW, chartH       = 560, 300
	padLeft, padTop      = 58, 20
	padBottom, labelSize = 40, 7.4
	palette              = 8
	maxLabels            = 6   // series with labels of their own
	maxTips              = 200 // columns that can be pointed at
	fewPoints            = 30  // up to which each point gets a dot
)

// Values of chart.log.
var (
	logEarly = 5.0 // what is of interest is near the bottom
	logLate  = 25.0
	logNever = math.Inf(1)
)

func colour(i int) string {
	class := fmt.Sprintf("c%d", i%palette)
	if i%(2*palette) >= palette {
		class += " dash"
	}
	return class
}

// figure draws the chart, and explains it.
func (c chart) figure() figure {
	c.series = slices.DeleteFunc(c.series, func(s series) bool { return !drawable(s.y) })
	f := figure{Title: c.title}
	if len(c.series) == 0 {
		f.Note = "Nothing to draw yet."
		return f
	}
	x, y, zeros := c.axes()
	s := newSVG(chartW, chartH, "chart", c.describe())
	c.grid(s, x, y)
	c.aims(s, x, y)
	for _, l := range c.series {
		l.draw(s, x, y)
	}
	c.labels(s, x, y)
	c.tips(s, x)
	f.Body = s.html()
	f.Keys = c.keys()
	if y.log {
		f.Note = "Logarithmic axis."
		if zeros > 0 {
			f.Note += " Zeros lie on its lower edge."
		}
	}
	return f
}

// latest returns the last value, the last that was measured if l has gaps.
func (l series) latest() float64 {
	for _, v := range slices.Backward(l.y) {
		if finite(v) || !l.gaps {
			return v
		}
	}
	return math.NaN()
}

func drawable(y []float64) bool { return slices.ContainsFunc(y, finite) }

// axes fits the scales to everything that is drawn.
func (c chart) axes() (x, y scale, zeros int) {
	var sx, sy span
	right := 16.0
	for _, l := range c.series {
		sx.add(l.x...)
		sy.add(l.y...)
		if c.labelled() && !l.quiet {
			right = max(right, float64(len([]rune(short(l.name, 16))))*labelSize+18)
		}
	}
	zeros = sy.zeros
	if t := c.target; t != nil {
		sy.add(max(0, t.level-t.margin), t.level+t.margin)
	}
	x = scale{lo: sx.lo, hi: sx.hi, a: padLeft, b: chartW - right}
	if x.lo == x.hi {
		x.lo, x.hi = x.lo-1, x.hi+1
	}
	return x, sy.axis(chartH-padBottom, padTop, c.log), zeros
}

// labelled reports whether the curves are named at their ends.
func (c chart) labelled() bool {
	n := 0
	for _, l := range c.series {
		if !l.quiet {
			n++
		}
	}
	return len(c.series) > 1 && n <= maxLabels
}
