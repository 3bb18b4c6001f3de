package table

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// version of the form an Encoder is written in.
const version = 1

// Encoder turns a row of cells into numbers, by what it saw in training rows alone.
type Encoder struct {
	Version int       `json:"version"`
	Columns []Encoded `json:"columns"`
}

// Encoded is how one column is encoded.
//
//	numeric       (x − μ)/σ, missing?     a missing x is 0; σ = 0 counts as 1
//	boolean       ±1, missing?            a missing value is 0
//	text          one unit a category     missing or unseen: all are 0
type Encoded struct {
	Name   string   `json:"name"`
	Kind   Kind     `json:"kind"`
	Mean   float64  `json:"mean"`
	Std    float64  `json:"std"`
	Values []string `json:"values,omitempty"` // the categories, sorted
}

// Fit makes the encoder of columns that Profile found in the training rows. Empty columns have no
// place in it: name what to leave out in skip, the target for one.
func Fit(cols []Column, skip ...string) (*Encoder, error) {
	e := &Encoder{Version: version, Columns: make([]Encoded, len(cols))}
	for j, c := range cols {
		x := Encoded{Name: c.Name, Kind: c.Kind, Mean: c.Mean, Std: c.Std}
		switch {
		case slices.Contains(skip, c.Name) || c.Kind == Empty:
			x.Kind = Empty
		case c.Kind == Time:
			return nil, fmt.Errorf("column %q holds times, which have no encoding: leave it out", c.Name)
		case c.Kind == Text && c.More:
			return nil, fmt.Errorf("column %q has more than %d categories: leave it out", c.Name, Limit)
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

// Width is how many numbers a row becomes.
func (e *Encoder) Width() (n int) {
	for j := range e.Columns {
		n += e.Columns[j].width()
	}
	return n
}

func (c *Encoded) width() int {
	switch c.Kind {
	case Empty:
		return 0
	case Text:
		return len(c.Values)
	}
	return 2
}

// Row writes row, as long as Columns, into dst[:Width]. It allocates nothing unless it fails;
// the error names the column.
func (e *Encoder) Row(dst []float32, row []string) error {
	for j := range e.Columns {
		c := &e.Columns[j]
		w := c.width()
		clear(dst[:w])
		if err := c.cell(dst[:w], strings.TrimSpace(row[j]), row[j]); err != nil {
			return err
		}
		dst = dst[w:]
	}
	return nil
}

func (c *Encoded) cell(dst []float32, s, raw string) error {
	if c.Kind == Empty {
		return nil
	}
	if c.Kind == Text {
		if i, ok := slices.BinarySearch(c.Values, raw); ok {
			dst[i] = 1
		}
		return nil
	}
	switch k := KindOf(s); {
	case k == Empty:
		dst[1] = 1
	case k != c.Kind:
		return fmt.Errorf("column %q: %.20q is not %s: mend the cell or leave it empty", c.Name, s, c.Kind)
	case k == Boolean:
		dst[0] = -1
		if strings.EqualFold(s, "true") || strings.EqualFold(s, "yes") {
			dst[0] = 1
		}
	default:
		x, _ := strconv.ParseFloat(s, 64)
		if math.IsInf(x, 0) {
			return fmt.Errorf("column %q: %.20q is infinite: mend the cell or leave it empty", c.Name, s)
		}
		σ := c.Std
		if σ == 0 {
			σ = 1
		}
		dst[0] = float32((x - c.Mean) / σ)
	}
	return nil
}

// Load reads an encoder that json.Marshal wrote.
func Load(b []byte) (*Encoder, error) {
	e := new(Encoder)
	if err := json.Unmarshal(b, e); err != nil {
		return nil, fmt.Errorf("encoder: %w: copy it again", err)
	}
	if e.Version != version {
		return nil, fmt.Errorf("encoder of version %d, this gater reads %d: use the gater that wrote it", e.Version, version)
	}
	return e, nil
}
