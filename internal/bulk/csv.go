package bulk

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gater/internal/formats"
)

// Sizes in bytes: what is read at once, and what a record may take, so that an unclosed quote ends
// there and not at the end of memory.
const (
	atOnce = 1 << 18
	record = 1 << 24
)

// csvFile is a source of separated values, which it cuts where records end.
type csvFile struct {
	name  string
	r     io.Reader
	names []string
	comma byte
	line  int    // where rest begins
	rest  []byte // read and not handed out: less than a record
	end   bool
	size  int         // what is read at once
	spare chan []byte // memory of blocks that are done with
}

// FromCSV is a source of separated values whose first record names the columns; name stands in
// errors. The first kilobytes were read already and are in head; r goes on behind them, with the rest
// of the header if it is longer.
func FromCSV(name string, head []byte, r io.Reader) (Source, error) {
	for lastEnd(head) == 0 {
		if len(head) > record {
			return nil, fmt.Errorf("%s: line 1: record longer than 16 MiB: is a quote left open?", name)
		}
		more := make([]byte, max(len(head), 1<<15))
		n, err := io.ReadFull(r, more)
		head = append(head, more[:n]...)
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	names, comma, rows, err := formats.CSVHead(head)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &csvFile{name: name, r: r, names: names, comma: byte(comma), line: 1 + bytes.Count(head[:rows], []byte("\n")),
		rest: append([]byte(nil), head[rows:]...), size: atOnce, spare: make(chan []byte, 8)}, nil
}

func (f *csvFile) Columns() []string { return f.names }

// Next reads until the text holds a whole record, and keeps what comes behind the last.
func (f *csvFile) Next() (*Block, error) {
	var buf []byte
	select {
	case buf = <-f.spare: // perhaps that of rest, which append moves
	default:
	}
	if cap(buf) < f.size+len(f.rest) {
		buf = make([]byte, 0, f.size+f.size/4+len(f.rest))
	}
	buf = append(buf[:0], f.rest...)
	for !f.end {
		if len(buf) > record {
			return nil, fmt.Errorf("%s: line %d: record longer than 16 MiB: is a quote left open?", f.name, f.line)
		}
		if cap(buf)-len(buf) < f.size {
			buf = append(make([]byte, 0, 2*cap(buf)+f.size), buf...)
		}
		n, err := io.ReadFull(f.r, buf[len(buf):len(buf)+f.size])
		buf = buf[:len(buf)+n]
		if f.end = err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF); err != nil && !f.end {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		if cut := lastEnd(buf); cut > 0 && !f.end {
			return f.block(buf, cut), nil
		}
	}
	if len(buf) == 0 {
		return nil, io.EOF
	}
	return f.block(buf, len(buf)), nil
}

func (f *csvFile) block(buf []byte, cut int) *Block {
	b := &Block{line: f.line, text: buf[:cut], comma: f.comma, spare: f.spare}
	f.rest = buf[cut:]
	f.line += bytes.Count(b.text, []byte("\n"))
	return b
}

// lastEnd is where the last record of a text ends that does: behind a newline before which the
// number of quotes is even. 0 is nowhere.
func lastEnd(text []byte) int {
	quotes := bytes.Count(text, []byte(`"`))
	if quotes == 0 { // usual, and dear to find out from the end
		return bytes.LastIndexByte(text, '\n') + 1
	}
	even := quotes%2 == 0
	for end := len(text); end > 0; even = !even {
		quote := bytes.LastIndexByte(text[:end], '"')
		if even {
			if at := bytes.LastIndexByte(text[quote+1:end], '\n'); at >= 0 {
				return quote + 1 + at + 1
			}
		}
		end = quote
	}
	return 0
}
