package formats

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"gater/data/table"
)

// NDJSON reads JSON objects, one a line, or an array of them. The columns are the keys of the first
// 256 objects; a key that an object lacks is a missing cell, as null is. Values are numbers, strings,
// true and false: nested ones are refused. name stands in errors.
func NDJSON(name string, r io.Reader) table.Rows {
	return func(yield func(table.Batch, error) bool) {
		j := &objects{columns: map[string]int{}}
		if err := j.read(r, func(b table.Batch) bool { return yield(b, nil) }); err != nil {
			yield(table.Batch{}, fmt.Errorf("%s: %w", name, err))
		}
	}
}

// objects reads objects one after the other.
type objects struct {
	d       *json.Decoder
	lines   *lineCounter
	names   []string
	columns map[string]int // the place of a key in names
	fixed   bool           // no more keys
}

func (j *objects) read(r io.Reader, yield func(table.Batch) bool) error {
	m := &meter{r: r}
	br := bufio.NewReaderSize(m, 1<<16)
	head, err := br.Peek(512)
	if err != nil && err != io.EOF {
		return err
	}
	if err := text(head); err != nil {
		return err
	}
	if len(head) >= len(bom) && string(head[:len(bom)]) == string(bom) {
		br.Discard(len(bom))
	}
	j.lines = &lineCounter{r: br, line: 1}
	j.d = json.NewDecoder(j.lines)
	j.d.UseNumber()
	var b table.Batch
	array := false
	for first := true; ; first = false {
		m.n = 0
		tok, err := j.d.Token()
		line := j.lines.at(j.d.InputOffset())
		switch {
		case err == io.EOF && first:
			return errors.New("empty: want a JSON object a line")
		case err == io.EOF && array:
			return fmt.Errorf("line %d: the array does not end: copy the file again", line)
		case err == io.EOF:
			return j.last(&b, yield)
		case err != nil:
			return j.syntax(err, line)
		case tok == json.Delim('[') && first:
			array = true
			continue
		case tok == json.Delim(']') && array:
			array = false
			continue
		case tok != json.Delim('{'):
			return fmt.Errorf("line %d: %.60s is not an object: want a JSON object a line, such as {\"a\": 1}", line, strings.Map(plain, fmt.Sprint(tok)))
		}
		row, err := j.object(line)
		if err != nil {
			return err
		}
		b.Rows, b.Lines = append(b.Rows, row), append(b.Lines, line)
		if len(b.Rows) == batch {
			if !j.flush(&b, yield) {
				return nil
			}
		}
	}
}

// object reads the rest of an object that begins on line.
func (j *objects) object(line int) ([]string, error) {
	row := make([]string, len(j.names), max(8, len(j.names)))
	seen := 0
	var set []bool
	for {
		tok, err := j.d.Token()
		if err != nil {
			return nil, j.syntax(err, line)
		}
		if tok == json.Delim('}') {
			return row, nil
		}
		key := tok.(string)
		c, ok := j.columns[key]
		switch {
		case !ok && j.fixed:
			return nil, fmt.Errorf("line %d has the key %.60q, which the first %d objects lack: give it to one of them (null will do), or take it away", line, key, batch)
		case !ok && (key == "" || strings.ContainsFunc(key, unicode.IsControl)):
			return nil, fmt.Errorf("line %d has a key without a readable name: name it", line)
		case !ok && len(j.names) == maxColumns:
			return nil, fmt.Errorf("line %d: more than %d different keys: is this a table?", line, maxColumns)
		case !ok:
			c = len(j.names)
			j.names, j.columns[key] = append(j.names, key), c
		}
		for len(row) <= c {
			row = append(row, "")
		}
		for len(set) <= c {
			set = append(set, false)
		}
		if set[c] {
			return nil, fmt.Errorf("line %d has the key %.60q twice: take one away", line, key)
		}
		set[c] = true
		seen++
		if row[c], err = j.value(key, line); err != nil {
			return nil, err
		}
	}
}

// value reads the value of a key as a cell.
func (j *objects) value(key string, line int) (string, error) {
	tok, err := j.d.Token()
	switch v := tok.(type) {
	case json.Number:
		return v.String(), nil
	case string:
		return v, nil
	case bool:
		return fmt.Sprint(v), nil
	case json.Delim:
		what := map[json.Delim]string{'{': "an object", '[': "an array"}[v]
		path := key
		if inner, err := j.d.Token(); v == '{' && err == nil {
			if s, ok := inner.(string); ok {
				path += "." + s
			}
		}
		return "", fmt.Errorf("line %d, %.60q holds %s (%.80s): put each value under a key of its own", line, key, what, strings.Map(plain, path))
	}
	if err != nil {
		return "", j.syntax(err, line)
	}
	return "", nil // null
}

func (j *objects) last(b *table.Batch, yield func(table.Batch) bool) error {
	if !j.fixed && len(b.Rows) == 0 {
		return errors.New("holds no objects: want a JSON object a line")
	}
	if !j.fixed && len(j.names) == 0 {
		return errors.New("the objects are empty: give them keys, which name the columns")
	}
	j.flush(b, yield)
	return nil
}

// flush yields the batch, each row as long as the columns.
func (j *objects) flush(b *table.Batch, yield func(table.Batch) bool) bool {
	j.fixed, b.Names = true, j.names
	for i, row := range b.Rows {
		for len(row) < len(j.names) {
			row = append(row, "")
		}
		b.Rows[i] = row
	}
	ok := yield(*b)
	b.Rows, b.Lines = b.Rows[:0], b.Lines[:0]
	return ok
}

func (j *objects) syntax(err error, line int) error {
	var s *json.SyntaxError
	switch {
	case errors.Is(err, errLong):
		return fmt.Errorf("line %d: %w: is a quote or bracket left open?", line, err)
	case errors.As(err, &s):
		return fmt.Errorf("line %d is not JSON (%w): mend it; NaN and infinity are written null", j.lines.at(j.d.InputOffset()), err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: the object does not end: copy the file again", line)
	}
	return err
}
