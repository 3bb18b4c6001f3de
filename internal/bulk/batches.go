package bulk

import (
	"io"
	"iter"

	"gater/data/table"
)

// batches is a source of rows that a reader has taken apart.
type batches struct {
	names []string
	next  func() (table.Batch, error, bool)
	first *Block // read to know the names
}

// FromRows is a source of any table. The columns are those of its first batch.
func FromRows(rows table.Rows) (Source, error) {
	next, _ := iter.Pull2(rows)
	s := &batches{next: next}
	b, err := s.Next()
	if err != nil && err != io.EOF {
		return nil, err
	}
	s.first = b
	return s, nil
}

func (s *batches) Columns() []string { return s.names }

func (s *batches) Next() (*Block, error) {
	if b := s.first; b != nil {
		s.first = nil
		return b, nil
	}
	b, err, ok := s.next()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, io.EOF
	}
	if s.names == nil {
		s.names = append([]string{}, b.Names...)
	}
	// The batch is the reader's again when the next one is asked for.
	block := &Block{lines: append([]int(nil), b.Lines...), rows: make([][]string, len(b.Rows))}
	cells := make([]string, 0, len(b.Rows)*len(b.Names))
	for i, row := range b.Rows {
		at := len(cells)
		cells = append(cells, row...)
		block.rows[i] = cells[at:len(cells):len(cells)]
	}
	return block, nil
}

// Each gives the rows of a source to f, block by block, until it says that it has enough.
func Each(src Source, f func(rows []Row) (more bool, err error)) error {
	var p parser
	for {
		b, err := src.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		rows, err := p.rows(b, len(src.Columns()))
		if err != nil {
			return err
		}
		if more, err := f(rows); err != nil || !more {
			return err
		}
	}
}
