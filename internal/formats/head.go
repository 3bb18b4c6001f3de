package formats

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
)

// CSVHead takes the beginning of a CSV file apart, 32 kilobytes or all of it: the columns that its
// first record names, the delimiter, which is found as CSV finds it, and where the rows begin.
func CSVHead(head []byte) (names []string, comma rune, rows int, err error) {
	if err := cmp.Or(text(head), lines(head)); err != nil {
		return nil, 0, 0, err
	}
	body := bytes.TrimPrefix(head, bom)
	whole := body
	if end := bytes.LastIndexByte(body, '\n'); end > 0 {
		whole = body[:end+1] // whole lines
	}
	comma = delimiter(whole)
	c := csv.NewReader(bytes.NewReader(body))
	c.FieldsPerRecord, c.Comma = -1, comma
	names, err = c.Read()
	if err == io.EOF {
		return nil, 0, 0, errors.New("empty: the first line names the columns")
	} else if err != nil {
		return nil, 0, 0, syntax(err)
	}
	return names, comma, len(head) - len(body) + int(c.InputOffset()), checkNames(names)
}
