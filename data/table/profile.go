package table

import (
	"fmt"
	"math"
	"strings"
)

// Limit is how many distinct values of a column are told apart.
const Limit = 1000

// Column is what one pass found in a column.
type Column struct {
	Name         string  `json:"name"`
	Kind         Kind    `json:"kind"`
	Count        int     `json:"count"` // cells that are not missing
	Missing      int     `json:"missing"`
	Distinct     int     `json:"distinct"` // at most Limit
	More         bool    `json:"more"`     // there are values beyond Limit
	Mean         float64 `json:"mean"`     // of the finite numbers, or of times in years; 0 without any, as the next three
	Std          float64 `json:"std"`
	Min          float64 `json:"min"`
	Max          float64 `json:"max"`
	Warning      string  `json:"warning,omitempty"`
	kindLine     int     // where Kind was first met
	mixed        string  // the first cell of another kind
	n, infinite  int     // finite numbers, and the others
	infiniteLine int     // where the first of the others is
	sketch       sketch
	squares      float64
	seen         map[string]struct{}
}

// Profile reads all rows and describes the columns. Memory is that of Limit values a column.
func Profile(rows Rows) (cols []Column, n int, err error) {
	for b, err := range rows {
		if err != nil {
			return nil, n, err
		}
		if cols == nil {
			cols = newColumns(b.Names)
		}
		for i, row := range b.Rows {
			for j, s := range row {
				cols[j].add(s, b.Lines[i])
			}
		}
		n += len(b.Rows)
	}
	for j := range cols {
		cols[j].finish()
	}
	return cols, n, nil
}

func newColumns(names []string) []Column {
	cols := make([]Column, len(names))
	for j, name := range names {
		cols[j] = Column{Name: name, Kind: Empty, seen: map[string]struct{}{}}
	}
	return cols
}

// add takes one cell in, by Welford's update:
//
//	δ = x − μ   μ ← μ + δ/n   S ← S + δ·(x − μ)   σ² = S/n
func (c *Column) add(s string, line int) {
	k := KindOf(s)
	if k == Empty {
		c.Missing++
		return
	}
	c.Count++
	if c.Kind == Empty {
		c.Kind, c.kindLine = k, line
	} else if c.Kind != k && c.mixed == "" {
		c.mixed = fmt.Sprintf("mixed types: line %d is %s, line %d is %s (%.20q)", c.kindLine, c.Kind, line, k, s)
	}
	if _, ok := c.seen[s]; !ok {
		if len(c.seen) < Limit {
			c.seen[strings.Clone(s)] = struct{}{}
		} else {
			c.More = true
		}
		c.sketch.add(hash(s))
	}
	var x float64
	switch s := strings.TrimSpace(s); k {
	case Numeric:
		x, _ = number(s)
	case Time:
		t, _ := timeOf(s)
		x = years(t)
	default:
		return
	}
	if math.IsInf(x, 0) {
		if c.infinite++; c.infinite == 1 {
			c.infiniteLine = line
		}
		return
	}
	if c.n++; c.n == 1 {
		c.Min, c.Max = x, x
	}
	c.Min, c.Max = min(c.Min, x), max(c.Max, x)
	δ := x - c.Mean
	c.Mean += δ / float64(c.n)
	c.squares += δ * (x - c.Mean)
}

func (c *Column) finish() {
	c.Distinct = len(c.seen)
	if c.n > 0 {
		c.Std = math.Sqrt(c.squares / float64(c.n))
	}
	if c.mixed != "" {
		c.Kind = Text
	}
	switch {
	case c.Count == 0:
		c.Warning = "every cell is missing: leave the column out"
	case c.mixed != "":
		c.Warning = c.mixed
	case c.infinite > 0:
		c.Warning = fmt.Sprintf("%d infinite, the first in line %d: replace or drop them", c.infinite, c.infiniteLine)
	case c.Distinct == 1 && c.Count > 1:
		c.Warning = "constant: says nothing, leave the column out"
	case c.Kind == Text && c.Unique() > 0.5 && c.Count > 20:
		c.Warning = "looks like an id or free text: most values occur once"
	}
}
