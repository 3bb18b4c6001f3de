package report

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"io"
)

//go:embed page
var files embed.FS

var page = template.Must(template.New("page.html").ParseFS(files, "page/*.html"))

// A pageView is the whole page.
type pageView struct {
	Title   string
	Style   template.CSS
	Script  template.JS
	Lead    string
	Compare *compareView // nil for a single run
	Runs    []runView
}

// Write draws the page of the runs, in their order. With several runs it opens
// with a comparison, and each run can be unfolded below.
func Write(w io.Writer, runs []*Run) error {
	if len(runs) == 0 {
		return errors.New("report: no runs to draw; name at least one folder of a run")
	}
	style, err := files.ReadFile("page/style.css")
	if err != nil {
		return err
	}
	script, err := files.ReadFile("page/script.js")
	if err != nil {
		return err
	}
	v := pageView{
		Title:  runs[0].Name,
		Style:  template.CSS(style),
		Script: template.JS(script),
	}
	for i, r := range runs {
		v.Runs = append(v.Runs, view(r, i))
	}
	if len(runs) > 1 {
		v.Title = count(len(runs), "run") + " compared"
		v.Compare = compare(runs)
		v.Lead = finished(runs)
	}
	var b bytes.Buffer
	if err := page.Execute(&b, v); err != nil {
		return err
	}
	_, err = w.Write(bytes.Map(printable, b.Bytes()))
	return err
}

// finished says which run did best.
func finished(runs []*Run) string {
	n := 0
	var best *Run
	for _, r := range runs {
		if r.End == nil {
			continue
		}
		n++
		if best == nil || r.End.TestError < best.End.TestError {
			best = r
		}
	}
	if best == nil {
		return "None of them is finished yet."
	}
	s := integer(n) + " finished. The lowest test error is " + percent(best.End.TestError) + ", of " + best.Name
	if best.blocks() > 0 {
		s += ", which runs " + percent(best.End.Active) + " of its blocks"
	}
	return s + "."
}
