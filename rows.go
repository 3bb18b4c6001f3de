package gater

import (
	"fmt"
	"slices"

	"gater/mat"
)

// Rows is rows to predict from: Numbers, Pictures or a *Table.
type Rows interface {
	Len() int
	// begin says why the session's model cannot take such rows, if it cannot.
	begin(s *Session) error
	// row writes row i into dst, Model.Inputs numbers.
	row(s *Session, dst []mat.Float, i int) error
}

// Numbers is rows of numbers as the network takes them, Model.Inputs each.
type Numbers [][]float32

// Len is the number of rows.
func (n Numbers) Len() int { return len(n) }

func (n Numbers) begin(*Session) error { return nil }

func (n Numbers) row(_ *Session, dst []mat.Float, i int) error { return numbers(dst, n[i]) }

func numbers(dst []mat.Float, row []float32) error {
	if len(row) != len(dst) {
		return fmt.Errorf("%d numbers, the model takes %d", len(row), len(dst))
	}
	for j, x := range row {
		if x-x != 0 {
			return fmt.Errorf("number %d is %v: give finite ones", j+1, x)
		}
		dst[j] = mat.Float(x)
	}
	return nil
}

// Pictures is grey pictures, row by row from the top, a byte a pixel, 0 being black where the
// training pictures were.
type Pictures [][]uint8

// Len is the number of pictures.
func (p Pictures) Len() int { return len(p) }

func (p Pictures) begin(s *Session) error {
	if s.m.m.Input.Kind != "pixels" {
		return fmt.Errorf("the model takes %s, no pictures", s.m.m.Input.Kind)
	}
	return nil
}

// row is x = byte/255.
func (p Pictures) row(_ *Session, dst []mat.Float, i int) error {
	if len(p[i]) != len(dst) {
		return fmt.Errorf("%d pixels, the model takes %d", len(p[i]), len(dst))
	}
	for j, b := range p[i] {
		dst[j] = mat.Float(b) / 255
	}
	return nil
}

// Table is rows of cells, as a file has them. Columns are found by name; those that the model does
// not read are passed over.
type Table struct {
	Columns []string
	Rows    [][]string
}

// Len is the number of rows.
func (t *Table) Len() int { return len(t.Rows) }

func (t *Table) begin(s *Session) error { return s.columns(t.Columns) }

func (t *Table) row(s *Session, dst []mat.Float, i int) error {
	row := t.Rows[i]
	if len(row) != len(t.Columns) {
		return fmt.Errorf("%d cells for %d columns", len(row), len(t.Columns))
	}
	if err := s.reader.Features(s.coded, row); err != nil {
		return err
	}
	for j, x := range s.coded {
		dst[j] = mat.Float(x)
	}
	return nil
}

// columns finds where the columns that the model reads are in a table.
func (s *Session) columns(names []string) (err error) {
	p := s.m.m.Prep
	if p == nil {
		return fmt.Errorf("the model takes %s, no tables", s.m.m.Input.Kind)
	}
	if s.reader != nil && slices.Equal(names, s.names) {
		return nil
	}
	if s.reader, err = p.Bind(names, false); err != nil {
		return fmt.Errorf("the table %w", err)
	}
	s.names, s.coded = slices.Clone(names), make([]float32, p.Encoder.Width())
	return nil
}
