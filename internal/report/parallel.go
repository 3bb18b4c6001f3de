package report

import (
	"math"
	"slices"
	"strconv"
)

// An upright is an axis of parallel coordinates.
type upright struct {
	name   string
	scale  scale
	labels []string // of choices; nil: a range
	format func(float64) string
}

// parallel draws every candidate as a line through its settings to its validation error: the best
// in colour, the others faintly behind.
func (s *Sweep) parallel() figure {
	f := figure{Title: "Every candidate, from its settings to its validation error"}
	ups := s.uprights()
	n := 0
	for _, p := range s.Points {
		if finite(p.Error) {
			n++
		}
	}
	if n < 2 || len(ups) < 2 {
		f.Note = "Drawn once two candidates have been measured."
		return f
	}
	const top, bottom, left = 34.0, 300.0, 70.0
	width := max(2*chartW, float64(len(ups))*130)
	at := func(i int) float64 { return left + float64(i)*(width-2*left)/float64(len(ups)-1) }
	g := newSVG(width, bottom+26, "chart wide", f.Title)
	for i := range slices.Backward(s.Points) {
		p := s.Points[i]
		if !finite(p.Error) {
			continue
		}
		class := "curve " + colour(palette-1) + " faint"
		if i < outstanding && p.State == "done" {
			class = "curve " + colour(i)
		}
		x, y := make([]float64, len(ups)), make([]float64, len(ups))
		for k, u := range ups {
			v := p.Error
			if k < len(s.Axes) {
				v = u.value(p.Values[k])
			}
			x[k], y[k] = at(k), u.scale.at(v)
		}
		g.path(x, y, class)
	}
	for k, u := range ups {
		g.line(at(k), top, at(k), bottom, "axis")
		g.text(at(k), top-16, "middle", "label", short(u.name, 20))
		for j, name := range u.labels {
			g.text(at(k)-8, u.scale.at(float64(j))+4, "end", "num", short(name, 10))
		}
		if u.labels == nil {
			for _, t := range u.scale.ticks(5, false) {
				g.line(at(k)-4, u.scale.at(t), at(k), u.scale.at(t), "axis")
				g.text(at(k)-8, u.scale.at(t)+4, "end", "num", u.format(t))
			}
		}
	}
	f.Body = g.html()
	f.Note = "Coloured: the best candidates that came to their end, as in the table. Faint: the others, those that were stopped among them."
	return f
}

// uprights are the axes of the space, and the error.
func (s *Sweep) uprights() (ups []upright) {
	const top, bottom = 34.0, 300.0
	for k, a := range s.Axes {
		u := upright{name: a.Name, labels: a.Choices, format: number}
		if a.Choices != nil {
			u.scale = scale{lo: -0.5, hi: float64(len(a.Choices)) - 0.5, a: bottom, b: top}
		} else {
			var sp span
			for _, p := range s.Points {
				sp.add(u.value(p.Values[k]))
			}
			from := logNever
			if a.Log {
				from = 1
			}
			u.scale = sp.axis(bottom, top, from)
		}
		ups = append(ups, u)
	}
	var sp span
	for _, p := range s.Points {
		sp.add(p.Error)
	}
	return append(ups, upright{name: "valid. error", scale: sp.axis(bottom, top, logEarly), format: percent})
}

// value is where a setting stands on its axis.
func (u *upright) value(text string) float64 {
	if u.labels != nil {
		return float64(slices.Index(u.labels, text))
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
