//go:build !js

package sweep

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Axis is a setting that a sweep varies, and the values that it may take.
type Axis struct {
	Name    string   `json:"name"` // of a flag of gater train
	Kind    string   `json:"kind"` // choice, uniform, log, integer, log-integer
	Lo      float64  `json:"lo,omitempty"`
	Hi      float64  `json:"hi,omitempty"`
	Points  int      `json:"points,omitempty"` // of a grid over the range; 0: none were asked for
	Choices []string `json:"choices,omitempty"`
}

// kinds are the ranges, each with the value at u ∈ [0, 1).
var kinds = map[string]func(a *Axis, u float64) float64{
	"uniform":     func(a *Axis, u float64) float64 { return a.Lo + (a.Hi-a.Lo)*u },
	"log":         func(a *Axis, u float64) float64 { return a.Lo * math.Pow(a.Hi/a.Lo, u) },
	"integer":     func(a *Axis, u float64) float64 { return math.Floor(a.Lo + (a.Hi-a.Lo+1)*u) },
	"log-integer": func(a *Axis, u float64) float64 { return math.Floor(a.Lo * math.Pow((a.Hi+1)/a.Lo, u)) },
}

// ParseAxis reads the values of a setting as people write them: "log 0.001..1", "uniform 0..0.9",
// "integer 16..128", "log-integer 16..1024", each with " in 5" for the points of a grid, or a list
// of choices "st,nr,sbn", apart by | where a choice has a comma in it.
func ParseAxis(name, text string) (Axis, error) {
	a := Axis{Name: name}
	kind, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if _, ok := kinds[kind]; !ok {
		sep := ","
		if strings.Contains(text, "|") {
			sep = "|"
		}
		a.Kind = "choice"
		for _, c := range strings.Split(text, sep) {
			a.Choices = append(a.Choices, strings.TrimSpace(c))
		}
		return a, a.check()
	}
	a.Kind = kind
	span, points, cut := strings.Cut(rest, " in ")
	lo, hi, ok := strings.Cut(strings.TrimSpace(span), "..")
	err := fmt.Errorf("space: %s is %q: write it as %s 0.1..1, or %s 0.1..1 in 5 for a grid", name, text, kind, kind)
	if !ok {
		return a, err
	}
	var errs [3]error
	a.Lo, errs[0] = strconv.ParseFloat(strings.TrimSpace(lo), 64)
	a.Hi, errs[1] = strconv.ParseFloat(strings.TrimSpace(hi), 64)
	if cut {
		a.Points, errs[2] = strconv.Atoi(strings.TrimSpace(points))
	}
	if slices.ContainsFunc(errs[:], func(e error) bool { return e != nil }) || cut && (a.Points < 1 || a.Points > most) {
		return a, err
	}
	return a, a.check()
}

// check says what is wrong with the values.
func (a *Axis) check() error {
	switch {
	case a.Kind == "choice":
		for i, c := range a.Choices {
			if c == "" || slices.Contains(a.Choices[:i], c) {
				return fmt.Errorf("space: %s has the choice %q twice or empty: give every value once", a.Name, c)
			}
		}
	case math.IsNaN(a.Lo+a.Hi) || math.IsInf(a.Lo, 0) || math.IsInf(a.Hi, 0) || a.Lo >= a.Hi:
		return fmt.Errorf("space: %s goes from %v to %v: the first must be the smaller", a.Name, a.Lo, a.Hi)
	case strings.HasPrefix(a.Kind, "log") && a.Lo <= 0:
		return fmt.Errorf("space: %s begins at %v: a logarithmic range begins above 0", a.Name, a.Lo)
	case strings.HasSuffix(a.Kind, "integer") && (a.Lo != math.Trunc(a.Lo) || a.Hi != math.Trunc(a.Hi)):
		return fmt.Errorf("space: %s goes from %v to %v: give whole numbers", a.Name, a.Lo, a.Hi)
	}
	return nil
}

// at is the value at u ∈ [0, 1), with four digits.
func (a *Axis) at(u float64) string {
	if a.Kind == "choice" {
		return a.Choices[int(u*float64(len(a.Choices)))]
	}
	x := kinds[a.Kind](a, u)
	if strings.HasSuffix(a.Kind, "integer") {
		return strconv.FormatFloat(min(x, a.Hi), 'f', -1, 64)
	}
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'e', 3, 64), 64)
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// grid is the values of a grid: the choices, or Points values from Lo to Hi, equally far apart
// (in their logarithms, if Kind says so); whole numbers each once.
func (a *Axis) grid() (values []string, err error) {
	if a.Kind == "choice" {
		return a.Choices, nil
	}
	if a.Points == 0 {
		return nil, fmt.Errorf("space: %s is a range: a grid needs its number of points, such as %s %v..%v in 5", a.Name, a.Kind, a.Lo, a.Hi)
	}
	b := *a
	b.Kind = strings.TrimSuffix(strings.Replace(a.Kind, "log-integer", "log", 1), "integer")
	if b.Kind == "" {
		b.Kind = "uniform"
	}
	for i := range a.Points {
		u := 0.5
		if a.Points > 1 {
			u = float64(i) / float64(a.Points-1)
		}
		v := b.at(u)
		if strings.HasSuffix(a.Kind, "integer") {
			v = strconv.FormatFloat(math.Round(kinds[b.Kind](&b, u)), 'f', -1, 64)
		}
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values, nil
}
