package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"gater/internal/catalog"
	"gater/train"
)

// outcome is the line that a run or an evaluation ends with on standard output under --json.
type outcome struct {
	TestError      *float64 `json:"test_error,omitempty"` // nil: the test part was not opened
	ActiveAsked    float64  `json:"active_asked"`
	Active         float64  `json:"active"`
	Macs           float64  `json:"macs"`
	MacsDense      float64  `json:"macs_dense"`
	MacsDenseGated float64  `json:"macs_dense_gated"`
	Seconds        float64  `json:"seconds"`
	Seed           uint64   `json:"seed"`
	Run            string   `json:"run"`
	Report         string   `json:"report,omitempty"`
	TestLoss       *float64 `json:"test_loss,omitempty"`
	Part           string   `json:"part,omitempty"` // what was measured on, where it is not the test part
	ValidError     float64  `json:"valid_error"`    // on the validation set, as training last saw it
	BestEpoch      int      `json:"best_epoch,omitempty"`
	Refit          bool     `json:"refit,omitempty"` // the validation set was trained on too
	Mode           string   `json:"mode"`
	Theta          float64  `json:"theta,omitempty"`
	Weights        string   `json:"weights,omitempty"` // narrow ones that were tested

	Layers []layerOutcome `json:"layers,omitempty"` // of several gated layers

	*tableOutcome // of a run on a table
}

// tested sets the test error, or says that the test part was not opened.
func (o *outcome) tested(c *catalog.Config, r train.Result) {
	if c.NoTest {
		o.Part = "validation"
		return
	}
	o.TestError, o.TestLoss = &r.Error, &r.Loss
}

// print writes the outcome: a line of JSON, or a table for people.
func (o *outcome) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printed(json.NewEncoder(w).Encode(o))
	}
	mode := o.Mode
	if o.Mode == "threshold" && len(o.Layers) == 0 {
		mode = fmt.Sprintf("threshold θ = %.4g", o.Theta)
	}
	rows := [][3]string{
		{"validation", percent(o.ValidError), ""},
		{"active blocks", percent(o.Active), fmt.Sprintf("asked %s, %s", percent(o.ActiveAsked), mode)},
		{"multiply-adds", millions(o.Macs), fmt.Sprintf("an example; %s without gates: %.1f× fewer", millions(o.MacsDense), o.MacsDense/o.Macs)},
		{"wall time", fmt.Sprintf("%.1f s", o.Seconds), fmt.Sprintf("seed %d", o.Seed)},
		{"run", o.Run, ""},
	}
	if o.TestError != nil {
		rows[0] = [3]string{"test error", percent(*o.TestError), ""}
	}
	if o.Mode == "none" {
		rows[1][2], rows[2][2] = "there are no gates", "an example"
	}
	if o.tableOutcome != nil {
		if err := o.tableOutcome.print(w); err != nil {
			return err
		}
		rows[0] = [3]string{"validation", percent(o.ValidError), fmt.Sprintf("%s, best of epoch %d", o.missed(), o.BestEpoch)}
		rows[2] = [3]string{"saving", fmt.Sprintf("%.1f×", o.MacsDense/o.Macs), "fewer multiply-adds than without gates"}
	}
	for i, l := range o.Layers {
		mode := l.Mode
		if l.Mode == "threshold" {
			mode = fmt.Sprintf("threshold θ = %.4g", l.Theta)
		}
		row := [3]string{"  layer " + l.Name, percent(l.Active), fmt.Sprintf("asked %s, gate %s, %s", percent(l.ActiveAsked), l.Gate, mode)}
		rows = slices.Insert(rows, 2+i, row)
	}
	kept := "the best"
	if o.Refit {
		kept = "the last, and that part was trained on too"
	}
	switch {
	case o.tableOutcome != nil && o.BestEpoch == 0: // an evaluation
		rows = rows[1:]
	case o.Part != "":
		rows[0][2] = fmt.Sprintf("epoch %d, %s; not tested, all is of the validation part: gater eval %s", o.BestEpoch, kept, o.Run)
	case o.tableOutcome != nil:
	case o.BestEpoch > 0:
		rows[0][2] = fmt.Sprintf("epoch %d, best on validation (%s)", o.BestEpoch, percent(o.ValidError))
	}
	if o.Refit && o.Part == "" {
		rows[0][2] = fmt.Sprintf("epoch %d, the last; the validation part was trained on too", o.BestEpoch)
	}
	if o.Weights != "" {
		rows = append(rows, [3]string{"weights", o.Weights, ""})
	}
	if o.Report != "" {
		rows = append(rows, [3]string{"report", o.Report, ""})
	}
	for _, r := range rows {
		line := fmt.Sprintf("  %-14s  %s", r[0], r[1])
		if r[2] != "" {
			line = fmt.Sprintf("  %-14s  %-9s  %s", r[0], r[1], r[2])
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return printed(err)
		}
	}
	return nil
}

// printed says which file it was that could not be written.
func printed(err error) error {
	if err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

func millions(n float64) string { return fmt.Sprintf("%.3f M", n/1e6) }
