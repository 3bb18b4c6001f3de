package report

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
)

// Sweep is what a sweep of settings came to, for a page.
type Sweep struct {
	Title   string
	Lead    string // what was searched, and how, in sentences
	Command string // that shows it again
	Axes    []SweepAxis
	Points  []SweepPoint // candidates, the best first
	Weights []SweepWeight
	Tests   []float64 // test errors of the chosen candidate, a seed each; none: not opened
	Opened  string    // when
	Tested  string    // the name of that candidate
}

// SweepAxis is a setting that varied.
type SweepAxis struct {
	Name    string
	Choices []string // in their order, of an axis that is no range
	Log     bool
}

// SweepPoint is a candidate. Errors are shares.
type SweepPoint struct {
	Name    string
	State   string // done, stopped, failed, running, paused, waiting
	Reason  string
	Values  []string  // of the axes
	Error   float64   // least validation error, a mean over seeds; NaN: none yet
	Curve   []float64 // validation errors after epochs 1, 2, …, a mean over seeds
	Seeds   int
	Epochs  int
	Seconds float64
	Active  float64
}

// SweepWeight is how much of what differs between candidates goes with a setting.
type SweepWeight struct {
	Name  string
	Share float64 // 0 to 1; NaN: too few candidates to say
	Best  string  // the values that did best
}

// SweepTrial is a line of a sweep's JSON: what happened to a trial.
type SweepTrial struct {
	What       string         `json:"what"` // start, resume, epoch, pause, done, stop, fail
	Trial      int            `json:"trial"`
	Candidate  int            `json:"candidate"`
	Seed       uint64         `json:"seed"`
	Confirm    bool           `json:"confirm,omitempty"`
	Settings   map[string]any `json:"settings"`
	Epoch      int            `json:"epoch"` // epochs done
	Epochs     int            `json:"epochs"`
	ValidError *Num           `json:"valid_error,omitempty"` // of this epoch, or the least so far
	ValidLoss  *Num           `json:"valid_loss,omitempty"`
	TrainLoss  *Num           `json:"train_loss,omitempty"`
	Text       string         `json:"text,omitempty"` // why
}

// SweepEnd is the last line of a sweep's JSON.
type SweepEnd struct {
	Candidate  int            `json:"candidate"`
	Settings   map[string]any `json:"settings"`
	ValidError float64        `json:"valid_error"`
	Trials     int            `json:"trials"`
	Done       int            `json:"done"`
	Stopped    int            `json:"stopped"`
	Failed     int            `json:"failed"`
	TestError  *float64       `json:"test_error,omitempty"` // a mean over seeds
	TestSE     *float64       `json:"test_error_se,omitempty"`
	TestSeeds  int            `json:"test_seeds,omitempty"`
	Opened     string         `json:"opened,omitempty"`
	Run        string         `json:"run"`
	Report     string         `json:"report"`
}

func (SweepTrial) Kind() string { return "sweep_trial" }
func (SweepEnd) Kind() string   { return "sweep_end" }

// MeanSE is the mean of x and its standard error,
//
//	√(Σ(x−mean)²/(n−1)/n);
//
// NaN for fewer than two.
func MeanSE(x []float64) (mean, se float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se / (n - 1) / n)
}

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
