package formats

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"gater/data/table"
)

// What a file may ask for at once, whatever it declares.
const (
	maxColumns  = 1 << 16
	maxCells    = 1 << 20 // of a batch
	maxFooter   = 1 << 27 // bytes
	maxPage     = 1 << 28 // bytes, unpacked
	maxPageRows = 1 << 26
)

// batchOf is how many rows of so many columns are handed over at a time.
func batchOf(columns int) int { return max(1, min(batch, maxCells/max(columns, 1))) }

// columns is a Parquet file of flat columns.
type columns struct {
	f     *parquet.File
	names []string
	cells []func(parquet.Value) (string, error)
}

func (s *Source) parquet(name string, size int64) error {
	c, err := openParquet(s.file, size)
	if err != nil {
		return err
	}
	var done int64
	total := max(1, c.f.NumRows())
	s.share = func() float64 { return float64(done) / float64(total) }
	s.Rows = func(yield func(table.Batch, error) bool) {
		err := c.read(func(b table.Batch) bool {
			done += int64(len(b.Rows))
			return yield(b, nil)
		})
		if err != nil {
			yield(table.Batch{}, fmt.Errorf("%s: %w", name, err))
		}
	}
	return nil
}

// openParquet reads the footer. The library trusts sizes and panics on some bad files: sizes are
// checked before it sees them, and a panic is a damaged file.
func openParquet(r io.ReaderAt, size int64) (c *columns, err error) {
	defer damaged(&err)
	var end [8]byte
	if size < 12 {
		return nil, errShort
	} else if _, err := r.ReadAt(end[:], size-8); err != nil {
		return nil, err
	}
	if string(end[4:]) != "PAR1" {
		return nil, errShort
	}
	if n := int64(binary.LittleEndian.Uint32(end[:])); n > min(size-12, maxFooter) {
		return nil, fmt.Errorf("declares a footer of %d bytes in a file of %d: copy the file again", n, size)
	}
	f, err := parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("the Parquet footer is damaged (%s): copy the file again", oneLine(err))
	}
	rows := int64(0)
	for _, g := range f.RowGroups() {
		rows += g.NumRows()
	}
	if rows != f.NumRows() {
		return nil, fmt.Errorf("declares %d rows and has row groups of %d: copy the file again", f.NumRows(), rows)
	}
	c = &columns{f: f}
	leaves := f.Root().Columns()
	if len(leaves) == 0 || len(leaves) > maxColumns {
		return nil, fmt.Errorf("has %d columns, want 1 to %d", len(leaves), maxColumns)
	}
	for j, l := range leaves {
		if !l.Leaf() || l.Repeated() {
			return nil, fmt.Errorf("column %.60q is nested (a list, map or struct): make each of its values a column, or leave it out", l.Name())
		}
		c.names = append(c.names, l.Name())
		cell, err := cellOf(l.Type(), f.Metadata().Schema[j+1])
		if err != nil {
			return nil, fmt.Errorf("column %.60q %w", l.Name(), err)
		}
		c.cells = append(c.cells, cell)
	}
	return c, checkNames(c.names)
}

var errShort = errors.New("does not end as Parquet does, so it is cut short: copy the file again")

func oneLine(err any) string { return strings.Join(strings.Fields(fmt.Sprint(err)), " ") }

// damaged makes a panic of the library an error.
func damaged(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the Parquet data is damaged (%s): copy the file again", oneLine(p))
	}
}

// read yields the rows of one row group after the other, a page of each column in memory.
func (c *columns) read(yield func(table.Batch) bool) error {
	b := table.Batch{Names: c.names}
	buf := make([]parquet.Row, batchOf(len(c.names)))
	line := 0
	for g, rg := range c.f.RowGroups() {
		if err := c.check(g); err != nil {
			return fmt.Errorf("row group %d %w", g+1, err)
		}
		rows := rg.Rows()
		for left := rg.NumRows(); left > 0; {
			n, err := c.some(rows, buf)
			b.Rows, b.Lines = b.Rows[:0], b.Lines[:0]
			for _, r := range buf[:n] {
				line++
				row, err := c.row(r)
				if err != nil {
					rows.Close()
					return fmt.Errorf("row %d, %w", line, err)
				}
				b.Rows, b.Lines = append(b.Rows, row), append(b.Lines, line)
			}
			left -= int64(n)
			if n > 0 && !yield(b) {
				rows.Close()
				return nil
			}
			if left > 0 && (n == 0 || err != nil) {
				rows.Close()
				return fmt.Errorf("row %d of %d cannot be read (%s): copy the file again", line+1, c.f.NumRows(), oneLine(err))
			}
		}
		rows.Close()
	}
	if line == 0 {
		yield(b)
	}
	return nil
}

func (c *columns) some(rows parquet.Rows, buf []parquet.Row) (n int, err error) {
	defer damaged(&err)
	return rows.ReadRows(buf)
}

func (c *columns) row(r parquet.Row) ([]string, error) {
	if len(r) != len(c.names) {
		return nil, fmt.Errorf("which has %d values for %d columns: copy the file again", len(r), len(c.names))
	}
	cells := make([]string, len(r))
	for j, v := range r {
		if v.IsNull() {
			continue
		}
		var err error
		if cells[j], err = c.cells[j](v); err != nil {
			return nil, fmt.Errorf("column %.60q %w", c.names[j], err)
		}
	}
	return cells, nil
}

// check walks over all pages of a row group, so that none asks for more memory than it may, nor than
// it declares.
func (c *columns) check(g int) (err error) {
	defer damaged(&err)
	meta := &c.f.Metadata().RowGroups[g]
	for j := range meta.Columns {
		m := &meta.Columns[j].MetaData
		at := m.DataPageOffset
		if d := m.DictionaryPageOffset; d > 0 && d < at {
			at = d
		}
		end := at + m.TotalCompressedSize
		if m.NumValues != meta.NumRows || at < 4 || end < at || end > c.f.Size() {
			return fmt.Errorf("declares %d values in bytes %d to %d of column %.60q, which cannot be: copy the file again", m.NumValues, at, end, c.names[j])
		}
		for at < end {
			h := new(format.PageHeader)
			section := io.NewSectionReader(c.f, at, end-at)
			d := thrift.NewDecoder(new(thrift.CompactProtocol).NewReader(section))
			if err := d.Decode(h); err != nil {
				return fmt.Errorf("has a damaged page in column %.60q (%s): copy the file again", c.names[j], oneLine(err))
			}
			head, _ := section.Seek(0, io.SeekCurrent)
			at += head + int64(h.CompressedPageSize)
			n := max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues)
			most := min(maxPageRows, meta.NumRows)
			if h.Type == format.DictionaryPage {
				most = min(maxPageRows, 8*int64(h.UncompressedPageSize))
			}
			if h.CompressedPageSize < 0 || h.UncompressedPageSize < 0 || h.UncompressedPageSize > maxPage || at > end || int64(n) > most {
				return fmt.Errorf("has a page of %d bytes and %d values, %d unpacked, in column %.60q: copy the file again, or write smaller pages",
					h.CompressedPageSize, n, h.UncompressedPageSize, c.names[j])
			}
			if err := unpacks(m.Codec, h, io.NewSectionReader(c.f, at-int64(h.CompressedPageSize), int64(h.CompressedPageSize))); err != nil {
				return fmt.Errorf("has a page in column %.60q that cannot be unpacked (%s): copy the file again", c.names[j], oneLine(err))
			}
		}
	}
	return nil
}
