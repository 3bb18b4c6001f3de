package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Limit is how many distinct values of a column are told apart.
const Limit = 1000

// Column is what one pass found in a column.
type Column struct {
	Name        string  `json:"name"`
	Kind        Kind    `json:"kind"`
	Count       int     `json:"count"` // cells that are not missing
	Missing     int     `json:"missing"`
	Distinct    int     `json:"distinct"` // at most Limit
	More        bool    `json:"more"`     // there are values beyond Limit
	Mean        float64 `json:"mean"`     // of the finite numbers; 0 without any, as the next three
	Std         float64 `json:"std"`
	Min         float64 `json:"min"`
	Max         float64 `json:"max"`
	Warning     string  `json:"warning,omitempty"`
	kindLine    int     // where Kind was first met
	mixed       string  // the first cell of another kind
	n, infinite int     // finite numbers, and the others
	squares     float64
	seen        map[string]struct{}
}

// Profile reads all rows and describes the columns. Memory is that of Limit values a column.
func Profile(rows Rows) (cols []Column, n int, err error) {
	for b, err := range rows {
		if err != nil {
			return nil, n, err
		}
		if cols == nil {
			cols = make([]Column, len(b.Names))
			for j, name := range b.Names {
				cols[j] = Column{Name: name, Kind: Empty, seen: map[string]struct{}{}}
			}
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
	}
	if k != Numeric {
		return
	}
	x, _ := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if math.IsInf(x, 0) {
		c.infinite++
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
		c.Warning = fmt.Sprintf("%d infinite: replace or drop them", c.infinite)
	case c.Distinct == 1 && c.Count > 1:
		c.Warning = "constant: says nothing, leave the column out"
	case c.Kind == Text && !c.More && c.Distinct == c.Count && c.Count > 20, c.Kind == Text && c.More:
		c.Warning = "looks like an id or free text: more distinct values than categories have"
	}
}
