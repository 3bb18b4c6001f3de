package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// VAERun is what the events of a run of gater lab vae say.
type VAERun struct {
	Name   string
	Start  VAEStart
	Points []VAEPoint
	End    *VAEEnd // nil unless the run finished
}

// ReadVAE reads the run of gater lab vae recorded in the folder dir. A last line that is cut off
// is left out.
func ReadVAE(dir string) (*VAERun, error) {
	path := filepath.Join(dir, EventsFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, fmt.Errorf("%s: no %s there; name the folder of a run", dir, EventsFile)
	}
	if err != nil {
		return nil, err
	}
	return readVAE(b, path, filepath.Base(dir))
}

// readVAE reads the events in b, of the file at path.
func readVAE(b []byte, path, name string) (*VAERun, error) {
	r := &VAERun{Name: name}
	started := false
	for n := 1; len(b) > 0; n++ {
		var head struct {
			Event string `json:"event"`
		}
		var line []byte
		line, b, _ = bytes.Cut(b, []byte("\n"))
		err := json.Unmarshal(line, &head)
		switch head.Event {
		case "vae_start":
			*r = VAERun{Name: r.Name}
			err, started = json.Unmarshal(line, &r.Start), true
		case "vae_point":
			var p VAEPoint
			if err = json.Unmarshal(line, &p); err == nil {
				r.Points = append(r.Points, p)
			}
		case "vae_end":
			var e VAEEnd
			if err = json.Unmarshal(line, &e); err == nil {
				r.End = &e
			}
		}
		if err != nil && len(b) == 0 {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: line %d is damaged (%v); delete the line to read the rest", path, n, err)
		}
	}
	if !started {
		return nil, fmt.Errorf("%s: not the record of a run of gater lab vae: name another folder", path)
	}
	return r, nil
}

type vaeView struct {
	Title   string
	Style   template.CSS
	Script  template.JS
	Figures []figure
	Heads   []string
	Rows    []labRow
	Groups  []labRow
}

// WriteVAE draws the curves of the runs, in their order, and a table of what came out.
func WriteVAE(w io.Writer, runs []*VAERun) error {
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
	v := vaeView{Title: runs[0].Name, Style: template.CSS(style), Script: template.JS(script),
		Heads: []string{"estimator", "net", "seed", "runs a step", "steps", "steps/s", "variance", "training", "validation", "test", "test, many draws"}}
	if len(runs) > 1 {
		v.Title = count(len(runs), "run") + " compared"
	}
	for i, r := range runs {
		v.Rows = append(v.Rows, r.row(i))
	}
	v.Groups = vaeGroups(runs)
	v.Figures = vaeFigures(runs)
	var b bytes.Buffer
	if err := page.ExecuteTemplate(&b, "vae.html", v); err != nil {
		return err
	}
	_, err = w.Write(bytes.Map(printable, b.Bytes()))
	return err
}

// vaeFigures are the curves: the bound against steps and against time, and the variance.
func vaeFigures(runs []*VAERun) []figure {
	step := func(p VAEPoint) float64 { return float64(p.Step) }
	seconds := func(p VAEPoint) float64 { return p.Seconds }
	nats := func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
	charts := []struct {
		chart
		x, y func(VAEPoint) float64
		late bool // the first steps, which are far off, are left out
	}{
		{chart{title: "Bound on the training batches, nats", xname: "step", format: nats, log: logNever}, step,
			func(p VAEPoint) float64 { return float64(p.ELBO) }, true},
		{chart{title: "The same against time", xname: "seconds", format: nats, log: logNever}, seconds,
			func(p VAEPoint) float64 { return float64(p.ELBO) }, true},
		{chart{title: "Bound on the validation set, nats", xname: "step", format: nats, log: logNever}, step,
			func(p VAEPoint) float64 { return optional(p.ValidELBO) }, true},
		{chart{title: "Variance of the encoder's gradient", xname: "step", format: number, log: logEarly}, step,
			func(p VAEPoint) float64 { return float64(p.Variance) }, true},
	}
	var fs []figure
	for _, c := range charts {
		for i, r := range runs {
			s := series{name: r.Name, colour: i, gaps: true}
			for _, p := range r.Points {
				if y := c.y(p); finite(y) && !(c.late && p.Step*20 < r.Start.Steps && len(r.Points) > 20) {
					s.x, s.y = append(s.x, c.x(p)), append(s.y, y)
				}
			}
			c.series = append(c.series, s)
		}
		fs = append(fs, c.chart.figure())
	}
	return fs
}

func optional(x *Num) float64 {
	if x == nil {
		return math.NaN()
	}
	return float64(*x)
}

// row is a run in the table; of a run that has not finished, how it stands.
func (r *VAERun) row(i int) labRow {
	nan := math.NaN()
	variance, train, valid, test, bound, rate := nan, nan, nan, nan, nan, nan
	if n := len(r.Points); n > 0 {
		p := r.Points[n-1]
		variance, train, valid = float64(p.Variance), optional(p.TrainELBO), optional(p.ValidELBO)
		if p.Seconds > 0 {
			rate = float64(p.Step) / p.Seconds
		}
	}
	steps := float64(r.Start.Steps)
	if e := r.End; e != nil {
		variance, train, valid, test, bound, rate = float64(e.Variance), float64(e.TrainELBO), float64(e.ValidELBO), float64(e.TestELBO), float64(e.TestBound), e.StepsPerSecond
	} else if n := len(r.Points); n > 0 {
		steps = float64(r.Points[n-1].Step)
	}
	cells := append([]sortCell{{Text: r.Start.Estimator}, {Text: r.Start.Net}, numCell(float64(r.Start.Seed), number),
		numCell(float64(r.Start.Evals), number), numCell(steps, number)}, vaeCells(rate, variance, train, valid, test, bound)...)
	return labRow{colour(i), r.Name, "", cells}
}

func vaeCells(rate, variance, train, valid, test, bound float64) []sortCell {
	nats := func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
	return []sortCell{numCell(rate, number), numCell(variance, number), numCell(train, nats), numCell(valid, nats),
		numCell(test, nats), numCell(bound, nats)}
}

// vaeGroups is mean ± sample standard deviation over finished runs that differ in their seed alone.
func vaeGroups(runs []*VAERun) (rows []labRow) {
	var order []string
	of := map[string][]*VAEEnd{}
	for _, r := range runs {
		if r.End == nil {
			continue
		}
		key := fmt.Sprintf("%s, %s, %s steps", r.End.Estimator, r.End.Net, integer(r.End.Steps))
		if of[key] == nil {
			order = append(order, key)
		}
		of[key] = append(of[key], r.End)
	}
	for _, key := range order {
		ends := of[key]
		if len(ends) < 2 {
			continue
		}
		row := labRow{Name: key, Kind: count(len(ends), "run")}
		for _, f := range []func(*VAEEnd) float64{
			func(e *VAEEnd) float64 { return e.StepsPerSecond }, func(e *VAEEnd) float64 { return float64(e.Variance) },
			func(e *VAEEnd) float64 { return float64(e.TrainELBO) }, func(e *VAEEnd) float64 { return float64(e.ValidELBO) },
			func(e *VAEEnd) float64 { return float64(e.TestELBO) }, func(e *VAEEnd) float64 { return float64(e.TestBound) },
		} {
			var mean, square float64
			for _, e := range ends {
				mean += f(e) / float64(len(ends))
			}
			for _, e := range ends {
				square += (f(e) - mean) * (f(e) - mean) / float64(len(ends)-1)
			}
			row.Cells = append(row.Cells, sortCell{Text: sig(mean, 5) + " ± " + sig(math.Sqrt(square), 2)})
		}
		rows = append(rows, row)
	}
	return rows
}
