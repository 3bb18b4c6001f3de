package bulk

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// parser takes blocks apart, in memory that it uses again.
type parser struct {
	out   []Row
	cells []string
}

// rows is the rows of a block, valid until the next call. What is wrong with a row is in the row.
func (p *parser) rows(b *Block, columns int) ([]Row, error) {
	p.out, p.cells = p.out[:0], p.cells[:0]
	if b.text == nil {
		for i, row := range b.rows {
			p.out = append(p.out, Row{Line: b.lines[i], Cells: row})
		}
		return p.out, nil
	}
	text := unsafe.String(unsafe.SliceData(b.text), len(b.text)) // nobody writes to it while rows are valid
	switch {
	case strings.IndexByte(text, '"') >= 0:
		p.quoted(b.text, b.line, b.comma)
	default:
		p.plain(text, b.line, b.comma)
	}
	for i := range p.out {
		r := &p.out[i]
		if r.Err == nil && len(r.Cells) != columns {
			r.Err = fmt.Errorf("%d fields, the header has %d: quote fields that hold %q, or mend the line", len(r.Cells), columns, b.comma)
		}
	}
	if !utf8.ValidString(text) {
		p.encoded()
	}
	return p.out, nil
}

// plain takes text without quotes apart.
func (p *parser) plain(text string, line int, comma byte) {
	for len(text) > 0 {
		row := text
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			row, text = text[:end], text[end+1:]
		} else {
			text = ""
		}
		if row = strings.TrimSuffix(row, "\r"); row != "" {
			at := len(p.cells)
			for {
				end := strings.IndexByte(row, comma)
				if end < 0 {
					break
				}
				p.cells = append(p.cells, row[:end])
				row = row[end+1:]
			}
			p.cells = append(p.cells, row)
			p.out = append(p.out, Row{Line: line, Cells: p.cells[at:len(p.cells):len(p.cells)]})
		}
		line++
	}
}

// quoted takes text with quotes apart, as encoding/csv does. After a record that is none it goes on
// in the next line.
func (p *parser) quoted(text []byte, line int, comma byte) {
	for len(text) > 0 {
		c := csv.NewReader(bytes.NewReader(text))
		c.Comma, c.FieldsPerRecord = rune(comma), -1
		for {
			row, err := c.Read()
			if err == nil {
				at, _ := c.FieldPos(0)
				p.out = append(p.out, Row{Line: line + at - 1, Cells: row})
				continue
			}
			e := (*csv.ParseError)(nil)
			if !errors.As(err, &e) { // the end
				return
			}
			p.out = append(p.out, Row{Line: line + e.StartLine - 1, Err: fmt.Errorf("%w: close the quote, or double quotes inside a field", e.Err)})
			for range e.StartLine { // go on behind the line in which the record began
				end := bytes.IndexByte(text, '\n')
				if end < 0 {
					return
				}
				text, line = text[end+1:], line+1
			}
			break
		}
	}
}

// encoded refuses rows that are not UTF-8.
func (p *parser) encoded() {
	for i := range p.out {
		for j, s := range p.out[i].Cells {
			if !utf8.ValidString(s) {
				p.out[i].Err = fmt.Errorf("field %d is not UTF-8: save the file as UTF-8", j+1)
				break
			}
		}
	}
}
