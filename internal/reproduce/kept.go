//go:build !js

package reproduce

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"gater/internal/sweep"
)

// Kept is a row that is done, as text: what the table, the verdicts and the figures need, without
// the networks. It lies in the reproduction's folder as ROW.jsonl, a line for the head and one for
// each trial, and stands for the row's sweep where that is gone: results of many sittings, and of
// several machines, come together as files.
type Kept struct {
	Spec     sweep.Spec // what was searched
	DataSum  string     // checksum of the data
	Opened   string     // when the test set was opened
	Searched []Searched // every trial of the search
	Tested   []Tested   // the further seeds of what was chosen, or the chosen candidate's own
	Failed   int        // further seeds that diverged
}

// Searched is a trial of the search at its best epoch.
type Searched struct {
	Candidate  int             `json:"candidate"`
	Seed       uint64          `json:"seed"`
	Settings   []sweep.Setting `json:"settings"`
	State      string          `json:"state"`
	Epochs     int             `json:"epochs"` // done
	ValidError float64         `json:"valid_error"`
}

// Tested is a trial that was tested, with all its epochs.
type Tested struct {
	Settings []sweep.Setting `json:"settings"`
	Epochs   []sweep.Epoch   `json:"epochs"`
	Test     sweep.Test      `json:"test"`
}

// line is a line of the file: one of its fields is set.
type line struct {
	Head     *head     `json:"row,omitempty"`
	Searched *Searched `json:"searched,omitempty"`
	Tested   *Tested   `json:"tested,omitempty"`
}

// head is the first line.
type head struct {
	Format   int        `json:"format"` // 1
	Spec     sweep.Spec `json:"spec"`
	DataSum  string     `json:"data_sum"`
	Opened   string     `json:"opened"`
	Searched int        `json:"searched"` // lines of each kind that follow
	Tested   int        `json:"tested"`
	Failed   int        `json:"failed,omitempty"`
}

// keptFormat is the version of the file.
const keptFormat = 1

// KeptFile is a row's file in the folder of a reproduction.
func KeptFile(dir string, row *Row) string { return filepath.Join(dir, row.Name+".jsonl") }

// keep is a row's sweep as it is kept; nil while its test set was not opened.
func keep(db *sweep.DB, spec *sweep.Spec) (*Kept, error) {
	all, err := db.Records()
	if err != nil {
		return nil, err
	}
	o, err := db.Opening()
	if err != nil || o == nil {
		return nil, err
	}
	k := &Kept{Spec: *spec, Opened: o.Time}
	if k.DataSum, err = db.DataSum(); err != nil {
		return nil, err
	}
	tests := map[int]sweep.Test{}
	for _, t := range o.Tests {
		tests[t.Trial] = t
	}
	for _, r := range all {
		if !r.Confirm {
			best, ok := r.Best(math.MaxInt)
			if !ok {
				best.ValidError = 1
			}
			k.Searched = append(k.Searched, Searched{r.Candidate, r.Seed, r.Settings, r.State, len(r.Epochs), best.ValidError})
		} else if r.State == sweep.Failed {
			k.Failed++
		}
		if t, ok := tests[r.ID]; ok {
			k.Tested = append(k.Tested, Tested{r.Settings, r.Epochs, t})
		}
	}
	return k, nil
}

// Keep is what to keep of a row in the folder of a reproduction; nil while it is not done and tested.
func Keep(dir string, row *Row) (*Kept, error) {
	db, spec, err := sweep.Open(filepath.Join(dir, row.Name))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return keep(db, spec)
}

// Write writes the row's file.
func (k *Kept) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	err := e.Encode(line{Head: &head{keptFormat, k.Spec, k.DataSum, k.Opened, len(k.Searched), len(k.Tested), k.Failed}})
	for i := range k.Searched {
		err = errors.Join(err, e.Encode(line{Searched: &k.Searched[i]}))
	}
	for i := range k.Tested {
		err = errors.Join(err, e.Encode(line{Tested: &k.Tested[i]}))
	}
	return err
}

// ReadKept reads ROW.jsonl; it is nil where there is none.
func ReadKept(dir string, row *Row) (*Kept, error) {
	path := KeptFile(dir, row)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	k, err := readKept(bufio.NewReader(f))
	if err != nil {
		return nil, fmt.Errorf("%s: %w: fetch the file again, or delete it and the row is trained again", path, err)
	}
	return k, nil
}

func readKept(r io.Reader) (*Kept, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	var k *Kept
	var h head
	for n := 1; ; n++ {
		var l line
		err := d.Decode(&l)
		switch {
		case errors.Is(err, io.EOF) && k != nil && len(k.Searched) == h.Searched && len(k.Tested) == h.Tested:
			return k, nil
		case errors.Is(err, io.EOF):
			return nil, fmt.Errorf("it ends after %d lines of %d", n-1, 1+h.Searched+h.Tested)
		case err != nil:
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		switch {
		case (l.Head != nil) != (k == nil):
			return nil, fmt.Errorf("line %d: the head is to be the first line, and once", n)
		case l.Head != nil:
			if h = *l.Head; h.Format != keptFormat || h.Tested < 1 || h.Searched < 0 {
				return nil, fmt.Errorf("line 1: format %d with %d tested trials: this gater reads format %d, with one at least", h.Format, h.Tested, keptFormat)
			}
			k = &Kept{Spec: h.Spec, DataSum: h.DataSum, Opened: h.Opened, Failed: h.Failed}
		case l.Searched != nil:
			k.Searched = append(k.Searched, *l.Searched)
		case l.Tested != nil && len(l.Tested.Epochs) > 0:
			k.Tested = append(k.Tested, *l.Tested)
		default:
			return nil, fmt.Errorf("line %d: neither a trial of the search nor one that was tested, with its epochs", n)
		}
	}
}
