package table

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gater/data"
)

// Target is what is predicted, and how its cells become numbers.
//
//	classes   the number of the class
//	labels    1 or 0 a column
//	number    (y − μ)/σ
type Target struct {
	Task    data.Task `json:"task"`
	Columns []string  `json:"columns"`
	Numeric bool      `json:"numeric,omitempty"` // classes are numbers: 1 and 1.0 are the same
	Classes []string  `json:"classes,omitempty"` // in order
	Mean    float64   `json:"mean,omitempty"`    // of the training rows' number
	Std     float64   `json:"std,omitempty"`

	index map[string]int32
}

// NewTarget makes the target of what Profile found in all rows that have one, and in the training
// rows. An empty task is inferred; said is a sentence on what was taken.
func NewTarget(all, train []Column, task data.Task) (t *Target, said string, err error) {
	t = &Target{Task: task}
	for _, c := range all {
		t.Columns = append(t.Columns, c.Name)
		if c.Count == 0 {
			return nil, "", fmt.Errorf("target %q has no value in any row: choose another column", c.Name)
		}
		if c.Distinct == 1 {
			return nil, "", fmt.Errorf("target %q is the same in every row: there is nothing to learn, choose another column", c.Name)
		}
	}
	c := all[0]
	if t.Task == "" {
		t.Task = infer(all)
	}
	how := ""
	switch {
	case t.Task != data.Labels && len(all) > 1:
		return nil, "", fmt.Errorf("task %s has one target, %d were named: name one, or use task labels on columns of yes and no", t.Task, len(all))
	case t.Task == data.Labels:
		how, err = t.labels(all)
	case t.Task == data.Number:
		how, err = t.number(c, train[0])
	default:
		how, err = t.classes(c)
	}
	if err != nil {
		return nil, "", err
	}
	said = fmt.Sprintf("target %s: %s", strings.Join(t.Columns, ", "), how)
	if other := map[data.Task]string{data.Classes: "number", data.Number: "classes"}[t.Task]; task == "" && c.Kind == Numeric && other != "" {
		said += "; --task " + other + " takes it otherwise"
	}
	return t, said, nil
}

// infer is the task of some columns: several are labels; a number with many values, or with
// fractions, is a number; all else is classes.
func infer(cols []Column) data.Task {
	c := cols[0]
	switch {
	case len(cols) > 1:
		return data.Labels
	case c.Kind == Numeric && (c.More || c.Distinct > maxClasses || !c.whole()):
		return data.Number
	}
	return data.Classes
}

func (t *Target) classes(c Column) (string, error) {
	if c.More {
		return "", fmt.Errorf("target %q has more than %d classes: choose another column, or --task number for a number", c.Name, Limit)
	}
	t.Numeric = c.Kind == Numeric
	for s := range c.seen {
		t.Classes = append(t.Classes, t.class(s))
	}
	slices.SortFunc(t.Classes, func(a, b string) int {
		if t.Numeric {
			x, _ := strconv.ParseFloat(a, 64)
			y, _ := strconv.ParseFloat(b, 64)
			return cmp.Compare(x, y)
		}
		return strings.Compare(a, b)
	})
	if t.Classes = slices.Compact(t.Classes); len(t.Classes) < 2 {
		return "", fmt.Errorf("target %q has one class, %q: choose another column", c.Name, t.Classes[0])
	}
	names := t.Classes
	if len(names) > 6 {
		names = append(slices.Clone(names[:5]), "…", names[len(names)-1])
	}
	return fmt.Sprintf("%d classes (%s)", len(t.Classes), strings.Join(names, ", ")), nil
}

func (t *Target) labels(cols []Column) (string, error) {
	for _, c := range cols {
		for s := range c.seen {
			if _, ok := truth(strings.TrimSpace(s)); !ok || c.More {
				return "", fmt.Errorf("target %q holds %.20q: task labels wants yes or no, true or false, 1 or 0", c.Name, s)
			}
		}
	}
	if t.Classes = t.Columns; len(cols) == 1 {
		return "yes or no", nil
	}
	return fmt.Sprintf("%d labels, each yes or no", len(cols)), nil
}

func (t *Target) number(all, train Column) (string, error) {
	switch {
	case all.Kind != Numeric && all.mixed != "":
		return "", fmt.Errorf("target %q is no number: %s", all.Name, all.mixed)
	case all.Kind != Numeric:
		return "", fmt.Errorf("target %q is %s, not a number: drop --task number", all.Name, all.Kind)
	case all.infinite > 0:
		return "", fmt.Errorf("line %d, target %q is infinite: mend the cell or leave it empty", all.infiniteLine, all.Name)
	case train.Std == 0:
		return "", fmt.Errorf("target %q is the same in every training row: split otherwise, or choose another column", all.Name)
	}
	t.Mean, t.Std = train.Mean, train.Std
	return fmt.Sprintf("a number from %.4g to %.4g", all.Min, all.Max), nil
}

// Outputs is how many numbers a network gives.
func (t *Target) Outputs() int {
	switch t.Task {
	case data.Number:
		return 1
	case data.Labels:
		return len(t.Columns)
	}
	return len(t.Classes)
}
