package table

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"gater/data"
)

// errNone says that a row has no target.
var errNone = errors.New("the target is missing: fill it in, or leave the row out")

// class is the name of the class that a cell holds.
func (t *Target) class(cell string) string {
	s := strings.TrimSpace(cell)
	if t.Numeric && s != "" {
		if x, ok := number(s); ok {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
	}
	return s
}

// truth is yes or no, as a cell without space around it says it.
func truth(s string) (is, ok bool) {
	if s == "1" || among(s, yes) {
		return true, true
	}
	return false, s == "0" || among(s, no)
}

// Answer reads the target cells of a row: the class's number, or the numbers into y. The error is
// errNone where one is missing.
func (t *Target) Answer(y []float32, cells []string) (label int32, err error) {
	for j, cell := range cells {
		s := strings.TrimSpace(cell)
		if KindOf(s) == Empty {
			return 0, errNone
		}
		switch t.Task {
		case data.Labels:
			is, ok := truth(s)
			if !ok {
				return 0, fmt.Errorf("target %q: %.20q is not yes or no, true or false, 1 or 0: mend the cell", t.Columns[j], s)
			}
			if y[j] = 0; is {
				y[j] = 1
			}
		case data.Number:
			x, ok := number(s)
			if !ok || math.IsInf(x, 0) {
				return 0, fmt.Errorf("target %q: %.20q is not a finite number: mend the cell", t.Columns[j], s)
			}
			y[j] = float32((x - t.Mean) / t.Std)
		default:
			label, ok := t.index[t.class(cell)]
			if !ok {
				return 0, fmt.Errorf("target %q: %.20q is none of the %d classes: leave such rows out", t.Columns[j], s, len(t.Classes))
			}
			return label, nil
		}
	}
	return 0, nil
}

// indexed makes the index of classes.
func (t *Target) indexed() {
	t.index = map[string]int32{}
	for i, c := range t.Classes {
		t.index[c] = int32(i)
	}
}

// Missing reports whether an error of Answer says that a row has no target.
func Missing(err error) bool { return errors.Is(err, errNone) }

// EmptySet is a set of no rows of this target and so many features.
func (t *Target) EmptySet(name string, width int) *data.Set {
	s := &data.Set{Name: name, Task: t.Task, Height: 1, Width: width, Classes: t.Classes, V: []float32{}}
	switch t.Task {
	case data.Classes:
		s.Labels = []int32{}
	case data.Number:
		s.Classes = t.Columns
		fallthrough
	default:
		s.Outputs, s.Y = t.Outputs(), []float32{}
	}
	return s
}
