package report

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
)

// Lab is what was measured of estimators, for a page.
type Lab struct {
	Title   string
	Command string // that makes the page again
	Tasks   []LabTask
}

// LabTask is what was measured on one task.
type LabTask struct {
	Name, Doc string
	Exact     string // the true gradient, in words
	Points    []LabPoint
}

// LabPoint is what was measured of one estimator. Numbers that do not exist are NaN.
type LabPoint struct {
	Name, Kind           string // Kind is unbiased, biased or soft, by which points are coloured
	Evals, Micros        float64
	Mean, Bias, BiasSE   float64
	MaxBias, MaxZ        float64 // of a coordinate, and in standard errors; NaN: exact
	Variance, VarianceSE float64
	MSE, SNR, Cosine     float64
	Method               string
}

// labKinds are the kinds of points, with their colours.
var labKinds = []key{
	{"c0", "unbiased", ""}, {"c1", "biased", ""}, {"c3", "soft", ""},
}

type labView struct {
	Title, Command string
	Style          template.CSS
	Script         template.JS
	Kinds          []key
	Tasks          []labTaskView
}

type labTaskView struct {
	ID, Name, Doc, Exact, Said string
	Figures                    []figure
	Heads                      []string
	Rows                       []labRow
}

type labRow struct {
	Class, Name, Kind string
	Cells             []sortCell
}

// WriteLab draws the page: for each task variance against runs and against time, bias against
// variance, what averaging gains, and a table.
func WriteLab(w io.Writer, l *Lab) error {
	style, err := files.ReadFile("page/style.css")
	if err != nil {
		return err
	}
	script, err := files.ReadFile("page/script.js")
	if err != nil {
		return err
	}
	v := labView{Title: l.Title, Command: l.Command, Style: template.CSS(style), Script: template.JS(script), Kinds: labKinds}
	for i, t := range l.Tasks {
		v.Tasks = append(v.Tasks, t.view(i))
	}
	var b bytes.Buffer
	if err := page.ExecuteTemplate(&b, "lab.html", v); err != nil {
		return err
	}
	_, err = w.Write(bytes.Map(printable, b.Bytes()))
	return err
}

func (t LabTask) view(i int) labTaskView {
	v := labTaskView{ID: fmt.Sprintf("task%d", i+1), Name: t.Name, Doc: t.Doc, Exact: t.Exact, Said: t.said(),
		Heads: []string{"runs", "µs", "mean", "bias", "largest bias", "variance", "mean sq. error", "signal/noise", "cosine", "moments"}}
	v.Figures = []figure{
		t.scatter("Variance against runs of the network", "runs of the rest of the network a gradient", func(p LabPoint) float64 { return p.Evals }),
		t.scatter("Variance against time", "microseconds a gradient, one thread", func(p LabPoint) float64 { return p.Micros }),
		t.biases(),
		t.budget(),
	}
	for _, p := range t.Points {
		v.Rows = append(v.Rows, p.row())
	}
	return v
}

func (p LabPoint) class() string {
	for _, k := range labKinds {
		if k.Name == p.Kind {
			return k.Class
		}
	}
	return "c7"
}

func (p LabPoint) row() labRow {
	exp := func(x float64) string { return sig(x, 3) }
	return labRow{p.class(), p.Name, p.Kind, []sortCell{
		numCell(p.Evals, number), numCell(p.Micros, exp), numCell(p.Mean, exp), numCell(p.Bias, exp),
		numCell(p.MaxBias, exp), numCell(p.Variance, exp), numCell(p.MSE, exp), numCell(p.SNR, exp), numCell(p.Cosine, exp),
		{Text: p.Method},
	}}
}

// seen reports whether there is a bias: more than draws explain.
func (p LabPoint) seen() bool {
	if math.IsNaN(p.MaxZ) {
		return p.MaxBias > 1e-6*(math.Abs(p.Mean)+math.Sqrt(max(0, p.Variance)))
	}
	return p.MaxZ > 4.5
}

func (p LabPoint) tip() string {
	s := fmt.Sprintf("%s (%s)\nvariance %s\nlargest bias %s\n%s runs", p.Name, p.Kind, sig(p.Variance, 3), sig(p.MaxBias, 3), number(p.Evals))
	if finite(p.Micros) {
		s += "\n" + sig(p.Micros, 3) + " µs"
	}
	return s
}

// front marks the points that no other beats in both x and y.
func front(ds []dot) {
	for i := range ds {
		ds[i].bold = !slices.ContainsFunc(ds, func(o dot) bool {
			return o.x <= ds[i].x && o.y <= ds[i].y && (o.x < ds[i].x || o.y < ds[i].y)
		})
	}
}

// tiny is below what single precision can tell from 0, on the scale of the task.
func (t LabTask) tiny() float64 {
	top := 0.0
	for _, p := range t.Points {
		if finite(p.Variance) {
			top = max(top, p.Variance)
		}
	}
	return 1e-9 * top
}

func (t LabTask) scatter(title, xname string, x func(LabPoint) float64) figure {
	p := plot{title: title, xname: xname, yname: "variance", formatX: number, formatY: number}
	floor, low := t.tiny(), 0
	for _, q := range t.Points {
		if !finite(x(q)) || !finite(q.Variance) {
			continue
		}
		if q.Variance <= floor {
			low++
			continue
		}
		p.points = append(p.points, dot{x: x(q), y: q.Variance, lo: q.Variance - 2*q.VarianceSE, hi: q.Variance + 2*q.VarianceSE,
			class: q.class(), label: q.Name, tip: q.tip()})
	}
	front(p.points)
	f := p.figure()
	f.Note = "Lower and further left is better; names in bold are beaten by none in both."
	if low > 0 {
		f.Note += " " + count(low, "estimator") + " without variance not shown."
	}
	return f
}

func (t LabTask) biases() figure {
	p := plot{title: "Bias against variance", xname: "largest bias of a coordinate", yname: "variance", edge: "none",
		formatX: number, formatY: number}
	floor := t.tiny()
	for _, q := range t.Points {
		if !finite(q.Variance) || q.Variance <= floor {
			continue
		}
		x := q.MaxBias
		if !q.seen() {
			x = 0
		}
		p.points = append(p.points, dot{x: x, y: q.Variance, lo: q.Variance, hi: q.Variance, class: q.class(), label: q.Name, tip: q.tip()})
	}
	front(p.points)
	f := p.figure()
	f.Note = "At the left edge: no bias is seen, that is less than 4.5 standard errors or, where moments are exact, than rounding."
	return f
}

// budget draws the mean squared error of the average of as many estimates as some runs of the
// network pay for, bias² + variance·runs/budget, of the estimators that are best for some budget.
func (t LabTask) budget() figure {
	p := plot{title: "What averaging gains", xname: "runs of the network spent", yname: "mean squared error", formatX: si, formatY: number}
	type curve struct{ bias2, unit float64 }
	at := func(c curve, n float64) float64 { return c.bias2 + c.unit/n }
	var cs []curve
	var of []LabPoint
	for _, q := range t.Points {
		if finite(q.MSE) && finite(q.Variance) {
			bias2 := max(0, q.MSE-q.Variance)
			if !q.seen() {
				bias2 = 0
			}
			cs, of = append(cs, curve{bias2, q.Variance * q.Evals}), append(of, q)
		}
	}
	best := map[int]bool{}
	for e := 0.0; e <= 5; e += 0.05 {
		n, least := math.Pow(10, e), -1
		for i, c := range cs {
			if of[i].Evals <= n && at(c, n) > t.tiny() && (least < 0 || at(c, n) < at(cs[least], n)) {
				least = i
			}
		}
		if least >= 0 {
			best[least] = true
		}
	}
	shown := 0
	for i, c := range cs {
		if !best[i] || shown == palette {
			continue
		}
		l := plotLine{name: of[i].Name, class: colour(shown)}
		for e := math.Log10(max(1, of[i].Evals)); e <= 5.001; e += 0.1 {
			n := math.Pow(10, e)
			if y := at(c, n); y > t.tiny() {
				l.x, l.y = append(l.x, n), append(l.y, y)
			}
		}
		p.lines = append(p.lines, l)
		shown++
	}
	f := p.figure()
	f.Note = "bias² + variance × runs ÷ budget, of the estimators that are the best for some budget. A curve that levels off is at its bias."
	return f
}

// said says what came out, in a sentence or two.
func (t LabTask) said() string {
	floor := t.tiny()
	var least, cheap *LabPoint
	for i := range t.Points {
		p := &t.Points[i]
		if p.Kind != "unbiased" || !finite(p.Variance) {
			continue
		}
		if least == nil || p.Variance < least.Variance {
			least = p
		}
		if p.Variance > floor && (cheap == nil || p.Variance*p.Evals < cheap.Variance*cheap.Evals) {
			cheap = p
		}
	}
	if least == nil {
		return ""
	}
	s := "Of the unbiased estimators, " + least.Name + " has the least variance, " + sig(least.Variance, 3) +
		" at " + strconv.FormatFloat(least.Evals, 'f', -1, 64) + " runs of the network"
	if cheap != nil && cheap != least {
		s += "; for the runs they take, " + cheap.Name + " does best (" + sig(cheap.Variance, 3) + " at " +
			strconv.FormatFloat(cheap.Evals, 'f', -1, 64) + ")"
	}
	return s + "."
}
