package table

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// version of the form an Encoder is written in.
const version = 1

// OneHot is the most categories that get a unit each; more are hashed into HashWidth units, or, for a
// network that looks vectors up, to one of EmbedRows rows.
const (
	OneHot    = 256
	HashWidth = 128
	EmbedRows = 1 << 14
)

// Encoder turns a row of cells into numbers, by what it saw in training rows alone.
type Encoder struct {
	Version int       `json:"version"`
	Columns []Encoded `json:"columns"`
}

// Encoded is how one column is encoded.
//
//	numeric          (x − μ)/σ, missing?     a missing x is 0; σ = 0 counts as 1
//	boolean          ±1, missing?            a missing value is 0
//	time             (years − μ)/σ, and sin and cos of the time in the year, the week and the day, missing?
//	text             one unit a category     missing or unseen: all are 0
//	text, hashed     two units of Hash       by the category's hash; missing: all are 0
//	text, looked up  the number of a row  1 + hash mod (Rows−1); missing: 0
type Encoded struct {
	Name   string   `json:"name"`
	Kind   Kind     `json:"kind"`
	Mean   float64  `json:"mean"`
	Std    float64  `json:"std"`
	Values []string `json:"values,omitempty"` // the categories, sorted
	Hash   int      `json:"hash,omitempty"`   // units that categories are hashed into; 0: one each
	Rows   int      `json:"rows,omitempty"`   // of the network's table of vectors; 0: it has none
}

// Fit makes the encoder of columns that Profile found in the training rows. Empty columns have no
// place in it: name what to leave out in skip, the target for one.
func Fit(cols []Column, skip ...string) (*Encoder, error) {
	e := &Encoder{Version: version, Columns: make([]Encoded, len(cols))}
	for j, c := range cols {
		x := Encoded{Name: c.Name, Kind: c.Kind, Mean: c.Mean, Std: c.Std}
		switch {
		case slices.Contains(skip, c.Name) || c.Kind == Empty:
			x = Encoded{Name: c.Name, Kind: Empty}
		case c.infinite > 0 && c.Kind == Numeric:
			return nil, fmt.Errorf("line %d, column %q is infinite: mend the cell, leave it empty, or drop the column", c.infiniteLine, c.Name)
		case c.Kind == Text && (c.More || len(c.seen) > OneHot):
			x.Hash = HashWidth
		case c.Kind == Text:
			for s := range c.seen {
				x.Values = append(x.Values, s)
			}
			slices.Sort(x.Values)
		}
		e.Columns[j] = x
	}
	return e, nil
}

// Embed makes one number, to look a vector up by, of every column that is hashed.
func (e *Encoder) Embed() {
	for j := range e.Columns {
		if c := &e.Columns[j]; c.Hash > 0 {
			c.Hash, c.Rows = 0, EmbedRows
		}
	}
}

// Embedded is which of the numbers of a row are those of vectors, and of how many each.
func (e *Encoder) Embedded() (at, rows []int) {
	n := 0
	for j := range e.Columns {
		if c := &e.Columns[j]; c.Rows > 0 {
			at, rows = append(at, n), append(rows, c.Rows)
		}
		n += e.Columns[j].Width()
	}
	return at, rows
}

// Width is how many numbers a row becomes.
func (e *Encoder) Width() (n int) {
	for j := range e.Columns {
		n += e.Columns[j].Width()
	}
	return n
}

// Width is how many numbers a cell becomes.
func (c *Encoded) Width() int {
	switch {
	case c.Kind == Empty:
		return 0
	case c.Kind == Text && c.Rows > 0:
		return 1
	case c.Kind == Text && c.Hash > 0:
		return c.Hash
	case c.Kind == Text:
		return len(c.Values)
	case c.Kind == Time:
		return timeWidth
	}
	return 2
}

// Row writes row, as long as Columns, into dst[:Width]. It allocates nothing unless it fails;
// the error names the column.
func (e *Encoder) Row(dst []float32, row []string) error {
	for j := range e.Columns {
		c := &e.Columns[j]
		w := c.Width()
		if err := c.cell(dst[:w], row[j]); err != nil {
			return err
		}
		dst = dst[w:]
	}
	return nil
}

// Load reads an encoder that json.Marshal wrote.
func Load(b []byte) (*Encoder, error) {
	e := new(Encoder)
	if err := json.Unmarshal(b, e); err != nil {
		return nil, fmt.Errorf("encoder: %w: copy it again", err)
	}
	return e, e.check()
}

// check refuses what Fit does not make.
func (e *Encoder) check() error {
	if e.Version != version {
		return fmt.Errorf("encoder of version %d, this gater reads %d: use the gater that wrote it", e.Version, version)
	}
	for _, c := range e.Columns {
		ok := slices.Contains([]Kind{Empty, Boolean, Numeric, Time, Text}, c.Kind)
		if !ok || c.Hash < 0 || c.Hash > 1<<16 || c.Rows < 0 || c.Rows == 1 || c.Rows > 1<<20 || c.Mean-c.Mean != 0 || !(c.Std >= 0) || !slices.IsSorted(c.Values) {
			return fmt.Errorf("encoder: column %q is damaged: copy it again", strings.ToValidUTF8(c.Name, "?"))
		}
	}
	return nil
}
