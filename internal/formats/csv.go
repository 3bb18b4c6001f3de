package formats

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"gater/data/table"
)

const (
	batch  = 256     // rows
	record = 1 << 24 // bytes a record may take: an unclosed quote ends here, not at the end of memory
)

var errLong = errors.New("record longer than 16 MiB")

// CSV reads separated values whose first record names the columns. The delimiter, one of
// comma, semicolon, tab and bar, is found from the first records; name stands in errors.
func CSV(name string, r io.Reader) table.Rows {
	return func(yield func(table.Batch, error) bool) {
		if err := readCSV(r, func(b table.Batch) bool { return yield(b, nil) }); err != nil {
			yield(table.Batch{}, fmt.Errorf("%s: %w", name, err))
		}
	}
}

func readCSV(r io.Reader, yield func(table.Batch) bool) error {
	m := &meter{r: r}
	br := bufio.NewReaderSize(m, 1<<16)
	head, err := br.Peek(1 << 15)
	if err != nil && err != io.EOF {
		return err
	}
	if err := cmp.Or(text(head), lines(head)); err != nil {
		return err
	}
	if bom := []byte("\ufeff"); bytes.HasPrefix(head, bom) {
		head = head[len(bom):]
		br.Discard(len(bom))
	}
	if end := bytes.LastIndexByte(head, '\n'); end > 0 {
		head = head[:end+1] // whole lines
	}
	c := csv.NewReader(br)
	c.FieldsPerRecord, c.Comma = -1, delimiter(head)
	names, err := c.Read()
	if err == io.EOF {
		return errors.New("empty: the first line names the columns")
	} else if err != nil {
		return syntax(err)
	}
	if err := checkNames(names); err != nil {
		return err
	}
	b := table.Batch{Names: names}
	for {
		m.n = 0
		row, err := c.Read()
		if err == io.EOF {
			break
		} else if err != nil {
			return syntax(err)
		}
		line, _ := c.FieldPos(0)
		if len(row) != len(names) {
			return fmt.Errorf("line %d has %d fields, the header has %d: quote fields that hold %q, or mend the line",
				line, len(row), len(names), c.Comma)
		}
		for j, s := range row {
			if !utf8.ValidString(s) {
				return fmt.Errorf("line %d, column %.60q is not UTF-8: save the file as UTF-8", line, names[j])
			}
		}
		b.Rows, b.Lines = append(b.Rows, row), append(b.Lines, line)
		if len(b.Rows) == batchOf(len(names)) {
			if !yield(b) {
				return nil
			}
			b.Rows, b.Lines = b.Rows[:0], b.Lines[:0]
		}
	}
	yield(b)
	return nil
}

// delimiter is the candidate that cuts the first records into most fields, as many in each as in the
// first; if there is none such, into most fields of the first; a comma if none does.
func delimiter(head []byte) rune {
	best, most, even := ',', 1, false
	for _, d := range ",;\t|" {
		if n, same := fields(head, d); n > 1 && (same && !even || same == even && n > most) {
			best, most, even = d, n, same
		}
	}
	return best
}

// fields is how many fields the first record has, and whether the next ones have as many.
func fields(head []byte, d rune) (n int, same bool) {
	c := csv.NewReader(bytes.NewReader(head))
	c.Comma, c.FieldsPerRecord = d, -1
	for range 20 {
		row, err := c.Read()
		if err != nil {
			break
		}
		if n == 0 {
			n, same = len(row), true
		}
		same = same && len(row) == n
	}
	return n, same
}

// plain is a character of a name, which is one line wherever it is shown: a header's cell may have more.
func plain(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

func checkNames(names []string) error {
	if len(names) > maxColumns {
		return fmt.Errorf("has %d columns, want at most %d: is each row an example?", len(names), maxColumns)
	}
	at := make(map[string]int, len(names))
	for j, s := range names {
		if names[j] = strings.TrimSpace(strings.Map(plain, s)); names[j] == "" || !utf8.ValidString(s) {
			return fmt.Errorf("column %d has no readable name in the header: name it", j+1)
		}
		if i, ok := at[names[j]]; ok {
			return fmt.Errorf("columns %d and %d are both named %.60q: rename one", i+1, j+1, names[j])
		}
		at[names[j]] = j
	}
	return nil
}

func syntax(err error) error {
	if p := (*csv.ParseError)(nil); errors.As(err, &p) {
		return fmt.Errorf("line %d: %w: close the quote, or double quotes inside a field", p.StartLine, p.Err)
	}
	if errors.Is(err, errLong) {
		return fmt.Errorf("%w: is a quote left open?", err)
	}
	return err
}

// meter refuses to read more than a record may take.
type meter struct {
	r io.Reader
	n int
}

func (m *meter) Read(p []byte) (int, error) {
	if m.n > record {
		return 0, errLong
	}
	n, err := m.r.Read(p)
	m.n += n
	return n, err
}
