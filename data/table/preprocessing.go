package table

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gater/data"
)

// Preprocessing is all that turns rows of a table into examples, and back into what they mean. It is
// saved beside a model.
type Preprocessing struct {
	Version int      `json:"version"`
	Encoder *Encoder `json:"encoder"`
	Target  *Target  `json:"target"`
}

// LoadPreprocessing reads what json.Marshal wrote.
func LoadPreprocessing(b []byte) (*Preprocessing, error) {
	p := new(Preprocessing)
	if err := json.Unmarshal(b, p); err != nil {
		return nil, fmt.Errorf("preprocessing: %w: copy it again", err)
	}
	if p.Version != version {
		return nil, fmt.Errorf("preprocessing of version %d, this gater reads %d: use the gater that wrote it", p.Version, version)
	}
	if p.Encoder == nil || p.Target == nil || len(p.Target.Columns) == 0 || !slices.Contains([]data.Task{data.Classes, data.Labels, data.Number}, p.Target.Task) ||
		p.Target.Task == data.Number && !(p.Target.Std > 0) || p.Target.Task == data.Classes && len(p.Target.Classes) < 2 {
		return nil, fmt.Errorf("preprocessing: it is damaged: copy it again")
	}
	p.Target.indexed()
	return p, p.Encoder.check()
}

// Reader reads the rows of one file, whose columns may stand in any order beside others.
type Reader struct {
	p      *Preprocessing
	at     []int   // of each encoded column; −1: it has no place in the encoder
	known  []place // the encoded columns that have one
	target []int
	cells  []string
}

// place is where in a row of the file a column is, and what Features asks of it for every cell.
type place struct {
	c       *Encoded
	at      int
	width   int
	numeric bool
}

// Bind makes a reader for a file of these columns. Every encoded column must be there, and the
// target's if labelled.
func (p *Preprocessing) Bind(names []string, labelled bool) (*Reader, error) {
	r := &Reader{p: p, cells: make([]string, len(p.Target.Columns))}
	for j := range p.Encoder.Columns {
		c, i := &p.Encoder.Columns[j], -1
		if c.Kind != Empty {
			if i = slices.Index(names, c.Name); i < 0 {
				return nil, fmt.Errorf("has no column %q, which the model was trained on: it has %s; add it, empty where it is not known", c.Name, list(names))
			}
			r.known = append(r.known, place{c, i, c.Width(), c.Kind == Numeric})
		}
		r.at = append(r.at, i)
	}
	for _, name := range p.Target.Columns {
		i := slices.Index(names, name)
		if i < 0 && labelled {
			return nil, noColumn("target", name, names)
		}
		r.target = append(r.target, i)
	}
	return r, nil
}

// Features writes a row's features into dst, as long as the encoder is wide. It allocates nothing
// unless it fails; the error names the column.
func (r *Reader) Features(dst []float32, row []string) error {
	for i := range r.known {
		k := &r.known[i]
		to := dst[:k.width]
		dst = dst[k.width:]
		if k.numeric { // most cells
			if x, ok := quick(row[k.at]); ok {
				to[0], to[1] = k.c.scaled(x), 0
				continue
			}
		}
		if err := k.c.cell(to, row[k.at]); err != nil {
			return err
		}
	}
	return nil
}

// Answer reads a row's target; see Target.Answer.
func (r *Reader) Answer(y []float32, row []string) (label int32, err error) {
	for j, i := range r.target {
		r.cells[j] = row[i]
	}
	return r.p.Target.Answer(y, r.cells)
}

// Unknown adds to n, one for each encoded column, the cells of a row that hold a category which
// training did not see.
func (r *Reader) Unknown(n []int, row []string) {
	for j, i := range r.at {
		if i >= 0 && r.p.Encoder.Columns[j].Unknown(row[i]) {
			n[j]++
		}
	}
}

// noColumn says that a column is not there, and which it may have been.
func noColumn(what, name string, names []string) error {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return fmt.Errorf("has no column %q for a %s: did you mean %q?", name, what, n)
		}
	}
	return fmt.Errorf("has no column %q for a %s: it has %s; name one of them", name, what, list(names))
}

// list is some names, the first of many.
func list(names []string) string {
	const most = 12
	if len(names) == 1 {
		return names[0] + " only, and if there should be more, separate them by commas"
	}
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
