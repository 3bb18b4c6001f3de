package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gater/data"
)

// Options say how a table becomes examples.
type Options struct {
	Target  []string  // columns to be predicted
	Task    data.Task // "": inferred from the target
	Columns []string  // the only columns to learn from; nil: all
	Drop    []string  // columns not to learn from
	Split   Split
	Embed   bool // a column of many categories becomes numbers to look vectors up by
	// Held bounds the rows of the validation and the test part together where a table is not to be
	// held in memory; 0: none.
	Held int
}

// Plan is how a table becomes examples: everything in it that is fitted was fitted on training rows.
type Plan struct {
	*Preprocessing
	Split  Split
	Rows   [3]int // of each part
	Left   int    // rows without a target
	Labels []int  // of classes: training rows of each

	counts map[string]int // training rows of each cell of the first target
	Notes  []string       `json:"-"` // what was decided, and what looks wrong
}

var errNoRows = errors.New("has no rows below its header: add some")

// Prepare reads a table, which can be read from the beginning again and again, and plans. Errors
// name line and column where there is one.
func Prepare(rows Rows, o Options) (*Plan, error) {
	p := &Plan{Split: o.Split}
	if err := p.look(rows, &o); err != nil {
		return nil, err
	}
	all, train, err := p.profile(rows, &o)
	if err != nil {
		return nil, err
	}
	switch {
	case p.Left+p.Rows[Train]+p.Rows[Valid]+p.Rows[Test] == 0:
		return nil, errNoRows
	case p.Rows[Train]+p.Rows[Valid]+p.Rows[Test] == 0:
		return nil, fmt.Errorf("target %q has no value in any row: choose another column", strings.Join(o.Target, ", "))
	}
	for part, n := range p.Rows {
		if n == 0 {
			return nil, fmt.Errorf("the %s part has no rows: give more rows, or split otherwise", [...]string{"training", "validation", "test"}[part])
		}
	}
	var targets, trainTargets []Column
	for _, name := range o.Target {
		j := slices.IndexFunc(train, func(c Column) bool { return c.Name == name })
		targets, trainTargets = append(targets, all[j]), append(trainTargets, train[j])
	}
	t, said, err := NewTarget(targets, trainTargets, o.Task)
	if err != nil {
		return nil, err
	}
	p.note("%s", said)
	e, err := Fit(train, p.skip(train, &o)...)
	if err != nil {
		return nil, err
	}
	if o.Embed {
		e.Embed()
	}
	if e.Width() == 0 {
		return nil, fmt.Errorf("no column is left to learn from: take fewer out")
	}
	p.Preprocessing = &Preprocessing{Version: version, Encoder: e, Target: t}
	t.indexed()
	p.count()
	return p, p.leaks(rows)
}

// count makes Labels.
func (p *Plan) count() {
	if p.Target.Task == data.Classes {
		p.Labels = make([]int, len(p.Target.Classes))
		for s, n := range p.counts {
			p.Labels[p.Target.index[p.Target.class(s)]] += n
		}
	}
}

func (p *Plan) note(format string, args ...any) {
	p.Notes = append(p.Notes, fmt.Sprintf(format, args...))
}

// look checks the names, and reads what a split needs to know before it begins: the times, or, where
// the parts that are held out are bounded, the number of rows.
func (p *Plan) look(rows Rows, o *Options) error {
	var times []float64
	n, j := 0, -1
	for b, err := range rows {
		if err != nil {
			return err
		}
		if n == 0 {
			if err := o.check(b.Names); err != nil {
				return err
			}
			j = slices.Index(b.Names, o.Split.Time)
		}
		if o.Split.Time == "" && o.Held == 0 {
			return nil
		}
		n += len(b.Rows)
		for i, row := range b.Rows {
			if o.Split.Time != "" {
				x, ok := moment(row[j])
				if !ok {
					return fmt.Errorf("line %d, column %q: %.20q is neither a time nor a number: mend it, or split by another column",
						b.Lines[i], o.Split.Time, row[j])
				}
				times = append(times, x)
			}
		}
	}
	if n == 0 {
		return errNoRows
	}
	if held := p.Split.Valid + p.Split.Test; o.Held > 0 && held*float64(n) > float64(o.Held) {
		scale := float64(o.Held) / (held * float64(n))
		p.Split.Valid, p.Split.Test = p.Split.Valid*scale, p.Split.Test*scale
	}
	if o.Split.Time != "" {
		return p.Split.cut(times)
	}
	return nil
}

// check refuses names that are no column's, and pairs of options that contradict each other.
func (o *Options) check(names []string) error {
	for _, c := range []struct {
		what  string
		names []string
	}{{"target", o.Target}, {"column to learn from", o.Columns}, {"column to drop", o.Drop}, {"column to split by", []string{o.Split.By, o.Split.Time}}} {
		for _, n := range c.names {
			if n != "" && !slices.Contains(names, n) {
				return noColumn(c.what, n, names)
			}
		}
	}
	for i, n := range o.Target {
		if slices.Contains(o.Target[:i], n) {
			return fmt.Errorf("target %q is named twice", n)
		}
		if slices.Contains(o.Columns, n) {
			return fmt.Errorf("column %q is the target: it cannot be learnt from as well", n)
		}
	}
	return nil
}

// skip is the columns that are not learnt from, with a note on those that nobody named.
func (p *Plan) skip(cols []Column, o *Options) (names []string) {
	for _, c := range cols {
		named := slices.Contains(o.Columns, c.Name)
		switch {
		case slices.Contains(o.Target, c.Name), slices.Contains(o.Drop, c.Name), o.Columns != nil && !named:
		case c.Kind == Empty:
			p.note("column %s is left out: every cell of the training rows is missing", c.Name)
		case c.Distinct == 1 && c.Missing == 0:
			p.note("column %s is left out: it is the same in every training row", c.Name)
		case c.Kind == Text && c.Unique() > 0.5 && c.Count > 20 && !named:
			p.note("column %s is left out: it looks like an id or free text; name it in --columns to take it", c.Name)
		case c.Name == o.Split.By && !named:
			p.note("column %s is left out: rows are split by it; name it in --columns to take it", c.Name)
		default:
			if c.mixed != "" {
				p.note("column %s is taken as text: %s", c.Name, c.mixed)
			}
			continue
		}
		names = append(names, c.Name)
	}
	return names
}
