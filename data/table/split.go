package table

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// Held says whether row i is held out of training, which a share of the rows is. It depends on
// seed and i alone, so that more rows at the end move none.
func Held(seed uint64, i int, share float64) bool {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(i))
	return unit(seed, b[:]) < share
}

// unit is a number in [0, 1) that looks uniform, and is a function of seed and key:
//
//	u = mix(FNV-1a(seed ‖ key)) / 2⁶⁴
func unit(seed uint64, key []byte) float64 {
	h := fnv.New64a()
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], seed)
	h.Write(b[:])
	h.Write(key)
	return float64(mix(h.Sum64())>>11) * 0x1p-53 // FNV leaves the high bits poor
}

// Part is what a row is for.
type Part int

// The parts of a table.
const (
	Train Part = iota
	Valid
	Test
)

// Split says which row is in which part. Without a column, and by groups, it is a function of the
// seed and of the row's number, or of the cell, alone; by time the last rows are for testing and
// those before them for validation, and rows of the same time are in the same part.
type Split struct {
	Seed        uint64     `json:"seed"`
	Valid, Test float64    // shares of the rows, or of the groups
	By          string     `json:"by,omitempty"`   // column of groups, which are not torn apart
	Time        string     `json:"time,omitempty"` // column of times or numbers
	Cuts        [2]float64 `json:"cuts"`           // by time: where validation and testing begin
}

// column is the column that decides, "" for none.
func (s *Split) column() string { return s.By + s.Time }

// part is the part of row i, cell being its cell in the column.
func (s *Split) part(i int, cell string) (Part, error) {
	if s.Time != "" {
		x, ok := moment(cell)
		switch {
		case !ok:
			return 0, fmt.Errorf("column %q: %.20q is neither a time nor a number: mend it, or split by another column", s.Time, cell)
		case x >= s.Cuts[1]:
			return Test, nil
		case x >= s.Cuts[0]:
			return Valid, nil
		}
		return Train, nil
	}
	var b [8]byte
	key := []byte(strings.TrimSpace(cell))
	if s.By == "" {
		binary.LittleEndian.PutUint64(b[:], uint64(i))
		key = b[:]
	}
	switch u := unit(s.Seed, key); {
	case u < s.Test:
		return Test, nil
	case u < s.Test+s.Valid:
		return Valid, nil
	}
	return Train, nil
}

// moment is a cell as a point in time: years, or any number.
func moment(cell string) (float64, bool) {
	s := strings.TrimSpace(cell)
	if s == "" {
		return 0, false
	}
	if t, ok := timeOf(s); ok {
		return years(t), true
	}
	x, ok := number(s)
	return x, ok && x-x == 0
}

// cut sets Cuts to the quantiles of some moments, which it sorts.
func (s *Split) cut(at []float64) error {
	slices.Sort(at)
	for i, share := range []float64{1 - s.Valid - s.Test, 1 - s.Test} {
		s.Cuts[i] = at[min(int(share*float64(len(at))), len(at)-1)]
	}
	if at[0] >= s.Cuts[0] || s.Cuts[0] >= s.Cuts[1] {
		return fmt.Errorf("column %q has too few different times to split by: split by seed or by another column", s.Time)
	}
	return nil
}
