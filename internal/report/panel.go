package report

import (
	"fmt"
	"html/template"
	"io"
	"strings"
)

// Panel is curves for a file of its own.
type Panel struct {
	Title, XName string
	Curves       []Curve
}

// Curve is a share over 1, 2, …
type Curve struct {
	Name string
	Y    []float64
}

// Dots is a number a row, beside another's, for a file of its own. Numbers are shares.
type Dots struct {
	Title, Ours, Theirs string
	Rows                []DotRow
}

// DotRow is ours with its standard error, and theirs; NaN: none.
type DotRow struct {
	Name             string
	Ours, SE, Theirs float64
}

// panelStyle is what the classes of a drawing look like outside a page, on white.
const panelStyle = `<style>svg{background:#fff;font-family:system-ui,"Liberation Sans",Arial,sans-serif}
text{font-size:12.5px;fill:#5a636e}.label{font-weight:600;fill:currentColor}.title{font-size:14px;font-weight:600;fill:#1c2126}
.grid{stroke:#e9eae6}.axis{stroke:#5a636e;stroke-opacity:.6}.curve{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linejoin:round}
.point{fill:currentColor;stroke:#fff}.whisker{stroke:currentColor;stroke-width:2}.ring{fill:none;stroke:#5a636e;stroke-width:1.8}.hit{fill:none}
.c0{color:#0a5ca8}.c1{color:#c2500a}.c2{color:#08805a}.c3{color:#8f45ad}.c4{color:#94690a}.c5{color:#1a86b0}.c6{color:#c0336c}.c7{color:#5a636e}</style>`

// standalone writes a drawing as a file of its own.
func standalone(w io.Writer, body template.HTML) error {
	text := string(body)
	i := strings.Index(text, ">") + 1
	_, err := io.WriteString(w, text[:i]+panelStyle+text[i:]+"\n")
	return err
}

// WritePanel draws the curves as SVG.
func WritePanel(w io.Writer, p Panel) error {
	c := chart{title: p.Title, xname: p.XName, whole: true, log: logEarly, format: percent}
	for i, l := range p.Curves {
		s := series{name: l.Name, colour: i}
		for e, y := range l.Y {
			s.x, s.y = append(s.x, float64(e+1)), append(s.y, y)
		}
		c.series = append(c.series, s)
	}
	return c.write(w)
}

// write draws the chart as a file of its own, with its title.
func (c *chart) write(w io.Writer) error {
	f := c.figure()
	if f.Body == "" {
		s := newSVG(chartW, 60, "chart", c.title)
		s.text(padLeft, 40, "start", "name", "Nothing to draw yet.")
		f.Body = s.html()
	}
	head := newSVG(0, 0, "", "")
	head.text(padLeft, 13, "start", "title", c.title)
	_, title, _ := strings.Cut(head.b.String(), ">")
	return standalone(w, template.HTML(strings.TrimSuffix(string(f.Body), "</svg>")+title+"</svg>"))
}

// WriteDots draws the rows as SVG.
func WriteDots(w io.Writer, d Dots) error {
	const left, top, step, width = 240.0, 52.0, 26.0, 720.0
	var sp span
	for _, r := range d.Rows {
		sp.add(r.Ours, r.Ours+2*r.SE, r.Ours-2*r.SE, r.Theirs)
	}
	x := sp.axis(left, width-30, logEarly)
	bottom := top + step*float64(len(d.Rows))
	s := newSVG(width, bottom+44, "chart", d.Title)
	s.text(12, 22, "start", "title", d.Title)
	for _, t := range x.ticks(6, false) {
		s.line(x.at(t), top, x.at(t), bottom, "grid")
		s.text(x.at(t), bottom+18, "middle", "num", percent(t))
	}
	s.line(left, bottom, x.b, bottom, "axis")
	for i, r := range d.Rows {
		y := top + step*(float64(i)+0.5)
		s.text(left-12, y+4, "end", "name", r.Name)
		if finite(r.Ours) {
			if finite(r.SE) {
				s.line(x.at(r.Ours-2*r.SE), y, x.at(r.Ours+2*r.SE), y, "whisker c0")
			}
			s.dot(x.at(r.Ours), y, 5, "point c0", fmt.Sprintf("%s: %s", r.Name, percent(r.Ours)))
		}
		if finite(r.Theirs) {
			s.dot(x.at(r.Theirs), y, 5, "ring", fmt.Sprintf("%s in the paper: %s", r.Name, percent(r.Theirs)))
		}
	}
	s.dot(left+6, bottom+34, 5, "point c0", "")
	s.text(left+16, bottom+38, "start", "name", d.Ours)
	s.dot(left+86, bottom+34, 5, "ring", "")
	s.text(left+96, bottom+38, "start", "name", d.Theirs)
	return standalone(w, s.html())
}
