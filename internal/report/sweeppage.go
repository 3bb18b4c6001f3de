package report

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strconv"
)

// outstanding is the number of candidates that stand out by colour.
const outstanding = 6

type sweepView struct {
	Title, Lead, Command, Test string
	Style                      template.CSS
	Script                     template.JS
	Figures                    []figure
	Parallel                   figure
	Heads                      []string
	Rows                       []labRow
	Weights                    []bar
}

// WriteSweep draws the page of a sweep.
func WriteSweep(w io.Writer, s *Sweep) error {
	style, err := files.ReadFile("page/style.css")
	if err != nil {
		return err
	}
	script, err := files.ReadFile("page/script.js")
	if err != nil {
		return err
	}
	v := sweepView{Title: s.Title, Lead: s.Lead, Command: s.Command, Test: s.test(), Style: template.CSS(style), Script: template.JS(script),
		Parallel: s.parallel(), Heads: []string{"state", "valid. error", "epochs", "active", "time"}}
	for _, a := range s.Axes {
		v.Heads = append(v.Heads, a.Name)
	}
	for i, p := range s.Points {
		v.Rows = append(v.Rows, p.row(i))
	}
	for _, x := range s.Weights {
		b := bar{Name: x.Name, Value: "too few", Class: "work", Length: "0%"}
		if finite(x.Share) {
			b.Value, b.Length = percent(x.Share), length(x.Share)
			b.Tick = x.Best
		}
		v.Weights = append(v.Weights, b)
	}
	v.Figures = append(v.Figures, s.curves())
	var b bytes.Buffer
	if err := page.ExecuteTemplate(&b, "sweep.html", v); err != nil {
		return err
	}
	_, err = w.Write(bytes.Map(printable, b.Bytes()))
	return err
}

// test says what the test set showed.
func (s *Sweep) test() string {
	if len(s.Tests) == 0 {
		return "The test set has not been opened."
	}
	mean, se := MeanSE(s.Tests)
	t := fmt.Sprintf("Test error of candidate %s: %s", s.Tested, percentFixed(mean))
	if len(s.Tests) > 1 {
		t += fmt.Sprintf(" ± %s (one standard error over %s)", percentFixed(se), count(len(s.Tests), "seed"))
	}
	return t + ". The test set was opened once, on " + s.Opened + ", for this candidate alone."
}

func (p *SweepPoint) row(i int) labRow {
	class := "c7"
	if i < outstanding && p.State == "done" {
		class = colour(i)
	}
	state := p.State
	if p.Seeds > 1 {
		state += ", " + count(p.Seeds, "seed")
	}
	cells := []sortCell{{Text: state}, numCell(p.Error, percentFixed), numCell(float64(p.Epochs), number),
		numCell(p.Active, percent), numCell(p.Seconds, duration)}
	for _, v := range p.Values {
		c := sortCell{Text: v}
		if x, err := strconv.ParseFloat(v, 64); err == nil {
			c.Key, c.Number = strconv.FormatFloat(x, 'g', -1, 64), true
		}
		cells = append(cells, c)
	}
	return labRow{class, p.Name, "", cells}
}

// curves draws validation errors over epochs: the best in colour, the others faintly behind.
func (s *Sweep) curves() figure {
	c := chart{title: "Validation error", xname: "epoch", whole: true, log: logEarly, format: percent}
	for i := len(s.Points) - 1; i >= 0; i-- {
		p := s.Points[i]
		l := series{name: p.Name, colour: i, quiet: i >= outstanding || p.State != "done"}
		if l.quiet {
			l.colour = palette - 1
		}
		for e, y := range p.Curve {
			l.x, l.y = append(l.x, float64(e+1)), append(l.y, y)
		}
		c.series = append(c.series, l)
	}
	return c.figure()
}
