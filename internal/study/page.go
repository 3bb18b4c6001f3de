package study

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gater/internal/report"
)

// legend says what the columns are.
const legend = `Means over seeds, ± a standard error. Error, share active, its deviation over examples, multiply-adds and µs
are of the deployed network; seconds are what the processors spent on the steps of an epoch, the fastest
but for the first; dead blocks are those that no validation example opened.`

// Page writes the rows as a page of Markdown: the question, the command, the table and the picture.
// Means are over seeds, ± a standard error.
func (s *Study) Page(w io.Writer, command string, rows []Row) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n```\n%s\n```\n\n| | %s | seeds |", s.Title, s.Asks, command, s.column())
	for _, m := range Measures {
		fmt.Fprintf(&b, " %s |", m.Name)
	}
	b.WriteString("\n|---|---|---|" + strings.Repeat("---|", len(Measures)) + "\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %d |", r.Series, s.at(r.X), len(r.Outcomes))
		for _, m := range Measures {
			mean, se := r.Mean(m)
			fmt.Fprintf(&b, " %s |", m.write(mean, se))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\n%s\n\n![%s](%s.svg)\n", legend, s.Title, s.Name)
	_, err := io.WriteString(w, b.String())
	return err
}

// column is the name of the column of Point.X.
func (s *Study) column() string {
	if s.XOf != nil {
		return "point"
	}
	return s.XName
}

// at is an X as written in the table.
func (s *Study) at(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// write is a mean and its standard error, if there is one.
func (m Measure) write(mean, se float64) string {
	format, unit, scale := "%.1f", "", 1.0
	switch {
	case m.Percent:
		format, unit, scale = "%.2f", " %", 100
	case mean >= 1e4:
		format, unit, scale = "%.3f", " M", 1e-6
	case mean < 10 && mean != math.Trunc(mean):
		format = "%.3g"
	}
	s := fmt.Sprintf(format, scale*mean)
	if !math.IsNaN(se) {
		s += " ± " + fmt.Sprintf(format, scale*se)
	}
	return s + unit
}

// Picture draws the study's measure against what varies, with bars of two standard errors.
func (s *Study) Picture(w io.Writer, rows []Row) error {
	p := report.XY{Title: s.Title, XName: s.XName, YName: s.Y.Name, Percent: s.Y.Percent}
	for _, r := range rows {
		mean, se := r.Mean(s.Y)
		if n := len(p.Lines); n == 0 || p.Lines[n-1].Name != r.Series {
			p.Lines = append(p.Lines, report.XYLine{Name: r.Series})
		}
		l := &p.Lines[len(p.Lines)-1]
		x := r.X
		if s.XOf != nil {
			x, _ = r.Mean(*s.XOf)
		}
		l.X, l.Y, l.SE = append(l.X, x), append(l.Y, mean), append(l.SE, se)
	}
	return report.WriteXY(w, p)
}
