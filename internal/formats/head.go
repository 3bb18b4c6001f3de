package formats

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
)

// CSVHead takes the beginning of a CSV file apart, 32 kilobytes or all of it: the columns that its
// first record names, the delimiter, which is found as CSV finds it, and where the rows begin.
func CSVHead(head []byte) (names []string, comma rune, rows int, err error) {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.IndexByte(head, 0) >= 0 {
		return nil, 0, 0, errors.New("UTF-16 or binary, not UTF-8 text: save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
	}
	text := bytes.TrimPrefix(head, []byte("\ufeff"))
	whole := text
	if end := bytes.LastIndexByte(text, '\n'); end > 0 {
		whole = text[:end+1] // whole lines
	}
	comma = delimiter(whole)
	c := csv.NewReader(bytes.NewReader(text))
	c.FieldsPerRecord, c.Comma = -1, comma
	names, err = c.Read()
	if err == io.EOF {
		return nil, 0, 0, errors.New("empty: the first line names the columns")
	} else if err != nil {
		return nil, 0, 0, syntax(err)
	}
	return names, comma, len(head) - len(text) + int(c.InputOffset()), checkNames(names)
}
