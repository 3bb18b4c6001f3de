package report

import (
	"fmt"
	"math"
	"strconv"
)

// A tile is one headline figure.
type tile struct {
	Name, Value string
	Lines       []string
	Bars        []bar
}

// A bar is a length in percent of its tile, with an optional tick.
type bar struct {
	Name, Value string
	Class       string
	Length      string
	Tick        string
}

func (r *Run) tiles() []tile {
	return []tile{r.errorTile(), r.activeTile(), r.macsTile(), r.timeTile(), r.gateTile()}
}

// errorTile shows the error with its standard error √(p(1−p)/n).
func (r *Run) errorTile() tile {
	t := tile{Name: "Test error", Value: none}
	n, p := r.Start.Test, 0.0
	if r.End != nil {
		p = r.End.TestError
		if r.End.Table != nil && r.End.Table.Task == "number" {
			t.Name, n = "Variance not explained", 0
		}
		if r.blocks() > 0 && r.End.Mode != "" {
			t.Lines = append(t.Lines, r.mode())
		}
	} else {
		t.Name, n = "Validation error so far", r.Start.Valid
		if r.Withheld != nil {
			t.Name, t.Lines = "Validation error", []string{"the test part was not opened"}
		}
		e, ok := r.best()
		if !ok {
			e, ok = r.last()
		}
		if !ok {
			return t
		}
		p = e.ValidError
		t.Lines = append(t.Lines, fmt.Sprintf("epoch %d", e.Epoch))
	}
	t.Value = percentFixed(p)
	if n > 0 && p >= 0 && p <= 1 {
		se := math.Sqrt(p * (1 - p) / float64(n))
		t.Lines = append(t.Lines, fmt.Sprintf("± %s, one standard error over %s examples", percent(se), integer(n)))
	}
	return t
}

// mode says how the gates of the tested network were set.
func (r *Run) mode() string {
	switch r.End.Mode {
	case ModeSample:
		return "gates sampled"
	case ModeThreshold:
		if r.End.Theta != nil {
			return "gates open above θ = " + number(*r.End.Theta)
		}
		return "gates by threshold"
	case ModeMean:
		return "gates at their means"
	}
	return r.End.Mode
}

func (r *Run) activeTile() tile {
	t := tile{Name: "Active fraction", Value: none}
	if r.blocks() == 0 {
		t.Value, t.Lines = "all", []string{"there are no gated blocks"}
		return t
	}
	asked := r.asked()
	realised, where := math.NaN(), ""
	if r.End != nil {
		realised, where = r.End.Active, "of the blocks on the test set"
	} else if w := r.Withheld; w != nil {
		realised, where = w.Active, "of the blocks on the validation set"
	} else if e, ok := r.last(); ok {
		realised, where = e.ActiveValid, fmt.Sprintf("of the blocks on validation, epoch %d", e.Epoch)
	}
	t.Value = percent(realised)
	if where != "" {
		t.Lines = append(t.Lines, where)
	}
	b := bar{Class: "work", Length: length(realised)}
	if asked > 0 {
		t.Lines = append(t.Lines, percent(asked)+" asked")
		b.Tick = length(asked)
	}
	if finite(realised) {
		t.Bars = []bar{b}
	}
	return t
}

func (r *Run) timeTile() tile {
	t := tile{Name: "Wall time", Value: none}
	e, ok := r.last()
	switch {
	case r.End != nil && r.End.Seconds > 0:
		t.Value = duration(r.End.Seconds)
	case r.Withheld != nil && r.Withheld.Seconds > 0:
		t.Value = duration(r.Withheld.Seconds)
	case ok:
		t.Value = duration(e.Seconds)
	}
	if ok {
		t.Lines = append(t.Lines, fmt.Sprintf("%s, %s", count(e.Epoch, "epoch"), count(max(1, r.Start.Threads), "thread")),
			si(e.ExamplesPerSecond)+" examples a second")
	}
	if r.Resumed > 0 {
		t.Lines = append(t.Lines, "resumed "+count(r.Resumed, "time"))
	}
	return t
}

func (r *Run) gateTile() tile {
	t := tile{Name: "Gate and estimator", Value: or(r.Start.gate(), "no gates")}
	if e := r.Start.estimator(); e != "" {
		bias := "biased"
		if r.Start.Unbiased {
			bias = "unbiased"
		}
		t.Lines = append(t.Lines, e+", "+bias)
	}
	if r.Start.Skips != "" && r.blocks() > 0 {
		t.Lines = append(t.Lines, "skips "+r.Start.Skips)
	}
	return t
}

// length writes a fraction as a length in percent, for the style sheet.
func length(x float64) string {
	return strconv.FormatFloat(100*min(1, max(0, x)), 'f', 1, 64) + "%"
}
