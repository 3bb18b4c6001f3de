package report

import (
	"fmt"
	"html/template"
	"math"
)

// total returns the number of values counted.
func (g Gates) total() (n float64) {
	for _, c := range g.Hist {
		n += float64(max(0, c))
	}
	return n
}

// drawable reports whether the histogram has values over a proper range.
func (g Gates) drawable() bool {
	return g.total() > 0 && finite(g.Lo) && finite(g.Hi) && g.Hi > g.Lo
}

// probabilities reports whether the values are probabilities, not scores.
func (g Gates) probabilities() bool { return g.Lo >= 0 && g.Hi <= 1 }

// below returns the share of the values under v; a bin that holds v counts in
// proportion, as if its values were spread evenly.
func (g Gates) below(v float64) float64 {
	width := (g.Hi - g.Lo) / float64(len(g.Hist))
	var n float64
	for i, c := range g.Hist {
		part := (v - g.Lo - float64(i)*width) / width
		n += float64(max(0, c)) * min(1, max(0, part))
	}
	return n / g.total()
}

// outside returns the share of probabilities under p or over 1−p.
func (g Gates) outside(p float64) float64 { return g.below(p) + 1 - g.below(1-p) }

// peak returns the largest share of one bin.
func (g Gates) peak() float64 {
	var top int64
	for _, c := range g.Hist {
		top = max(top, c)
	}
	return float64(top) / g.total()
}

// merged returns the histogram in at most n bins: neighbours are added up.
func (g Gates) merged(n int) Gates {
	every := (len(g.Hist) + n - 1) / n
	if every <= 1 {
		return g
	}
	out := make([]int64, (len(g.Hist)+every-1)/every)
	for i, c := range g.Hist {
		out[i/every] += max(0, c)
	}
	g.Hi = g.Lo + (g.Hi-g.Lo)*float64(len(out)*every)/float64(len(g.Hist))
	g.Hist = out
	return g
}

// root is the height of a bar for a share: its square root where one bin holds
// nearly everything, so that the others remain visible.
func root(share, top float64, rooted bool) float64 {
	t := share / top
	if rooted {
		t = math.Sqrt(t)
	}
	return min(1, max(0, t))
}

// Share of one bin from which bars are drawn by the square root.
const rootFrom = 0.3

// histogram draws the shares of the bins, with θ marked.
func histogram(g Gates) template.HTML {
	const w, h, left, right, bottom, top = chartW, 250.0, 58, 16, 210.0, 24
	g = g.merged(100)
	peak, rooted := g.peak(), g.peak() > rootFrom
	x := scale{lo: g.Lo, hi: g.Hi, a: left, b: w - right}
	s := newSVG(w, h, "chart", fmt.Sprintf("Distribution of the gates of %s", g.Layer))
	for _, t := range shareTicks(peak, rooted) {
		y := bottom - (bottom-top)*root(t, peak, rooted)
		s.line(x.a, y, x.b, y, "grid")
		s.text(x.a-8, y+4, "end", "num", percent(t))
	}
	g.bars(s, x, bottom, bottom-top, peak, rooted, true)
	s.line(x.a, bottom, x.b, bottom, "axis")
	for _, t := range x.ticks(6, false) {
		s.line(x.at(t), bottom, x.at(t), bottom+4, "axis")
		s.text(x.at(t), bottom+18, "middle", "num", number(t))
	}
	s.text((x.a+x.b)/2, h-3, "middle", "name", g.quantity())
	if t := g.Theta; t != nil && *t >= g.Lo && *t <= g.Hi {
		s.line(x.at(*t), top-8, x.at(*t), bottom, "mark")
		s.text(x.at(*t), top-11, "middle", "name", "θ = "+number(*t))
	}
	return s.html()
}

// shareTicks returns the levels of a histogram's grid.
func shareTicks(peak float64, rooted bool) (ts []float64) {
	if !rooted {
		return linTicks(0, peak, 4, false)
	}
	for _, t := range []float64{0, 0.01, 0.05, 0.2, 0.5, 1} {
		if t <= peak {
			ts = append(ts, t)
		}
	}
	return ts
}

// bars draws the bins on the line y = bottom, the tallest of height.
func (g Gates) bars(s *svg, x scale, bottom, height, peak float64, rooted, tips bool) {
	n, total := len(g.Hist), g.total()
	width := (x.b - x.a) / float64(n)
	for i, c := range g.Hist {
		share := float64(max(0, c)) / total
		tall := height * root(share, peak, rooted)
		if c > 0 {
			tall = max(tall, 0.6)
		}
		at := x.a + float64(i)*width
		gap := min(1, width/6)
		s.rect(at+gap/2, bottom-tall, width-gap, tall, "bar", "")
		if tips {
			step := (g.Hi - g.Lo) / float64(n)
			lo := g.Lo + float64(i)*step
			s.rect(at, bottom-height, width, height, "hit", fmt.Sprintf("%s to %s\n%s of the gates",
				number(lo), number(lo+step), percent(share)))
		}
	}
}

// quantity names what the histogram counts.
func (g Gates) quantity() string {
	if g.probabilities() {
		return "gate probability"
	}
	return "gate score"
}
