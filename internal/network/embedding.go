package network

import (
	"errors"
	"fmt"
	"slices"
)

// Embedding puts learnt vectors in the place of some columns, which hold the number of a row of a
// table each, and moves them behind the other columns.
type Embedding struct {
	Columns []int `yaml:"columns"` // from 0
	Rows    []int `yaml:"rows"`    // of each column's table; one number is for all
	Width   int   `yaml:"width"`   // of a vector
	plain
}

// Out is the columns that stay, and Width for each of the others.
func (l *Embedding) Out(in int) (int, error) {
	if len(l.Columns) == 0 {
		return 0, errors.New("columns is empty: name those that hold the numbers of categories, such as [0, 3]")
	}
	if len(l.Rows) != 1 && len(l.Rows) != len(l.Columns) {
		return 0, fmt.Errorf("rows has %d numbers for %d columns: give one a column, or one for all", len(l.Rows), len(l.Columns))
	}
	for i, c := range l.Columns {
		if c < 0 || in > 0 && c >= in {
			return 0, fmt.Errorf("column %d is not one of the %d columns, which count from 0", c, in)
		}
		if slices.Contains(l.Columns[:i], c) {
			return 0, fmt.Errorf("column %d is there twice: give it once", c)
		}
	}
	for _, n := range l.Rows {
		if err := count("rows", n); err != nil {
			return 0, err
		}
	}
	if err := count("width", l.Width); err != nil {
		return 0, err
	}
	if in == 0 {
		return 0, nil
	}
	return in - len(l.Columns) + len(l.Columns)*l.Width, nil
}

// Tables is how many rows each column's table has.
func (l *Embedding) Tables() []int {
	if len(l.Rows) == 1 {
		return slices.Repeat(l.Rows, len(l.Columns))
	}
	return l.Rows
}

// Weights is the tables.
func (l *Embedding) Weights(int) (n float64) {
	for _, rows := range l.Tables() {
		n += float64(rows) * float64(l.Width)
	}
	return n
}

// Live is 1: everything is made.
func (*Embedding) Live(float64) float64 { return 1 }
