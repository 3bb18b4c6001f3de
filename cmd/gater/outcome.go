package main

import (
	"encoding/json"
	"fmt"
	"io"

	"gater/internal/catalog"
)

// outcome is the line that a run or an evaluation ends with on standard output under --json.
type outcome struct {
	TestError      float64 `json:"test_error"`
	ActiveAsked    float64 `json:"active_asked"`
	Active         float64 `json:"active"`
	Macs           float64 `json:"macs"`
	MacsDense      float64 `json:"macs_dense"`
	MacsDenseGated float64 `json:"macs_dense_gated"`
	Seconds        float64 `json:"seconds"`
	Seed           uint64  `json:"seed"`
	Run            string  `json:"run"`
	Report         string  `json:"report,omitempty"`
	TestLoss       float64 `json:"test_loss"`
	ValidError     float64 `json:"valid_error"` // on the validation set, as training last saw it
	BestEpoch      int     `json:"best_epoch,omitempty"`
	Refit          bool    `json:"refit,omitempty"` // the validation set was trained on too
	Mode           string  `json:"mode"`
	Theta          float64 `json:"theta,omitempty"`
}

// mode is how the gates act; "dense" is that there are none.
func mode(c *catalog.Config) string {
	if c.Dense {
		return "dense"
	}
	return c.Mode
}

// theta is the threshold of the gates, 0 without any.
func theta(thetas []float64) float64 {
	if len(thetas) == 0 {
		return 0
	}
	return thetas[0]
}

// print writes the outcome: a line of JSON, or a table for people.
func (o *outcome) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printed(json.NewEncoder(w).Encode(o))
	}
	mode := o.Mode
	if o.Mode == "threshold" {
		mode = fmt.Sprintf("threshold θ = %.4g", o.Theta)
	}
	rows := [][3]string{
		{"test error", percent(o.TestError), ""},
		{"active blocks", percent(o.Active), fmt.Sprintf("asked %s, %s", percent(o.ActiveAsked), mode)},
		{"multiply-adds", millions(o.Macs), fmt.Sprintf("an example; %s without gates: %.1f× fewer", millions(o.MacsDense), o.MacsDense/o.Macs)},
		{"wall time", fmt.Sprintf("%.1f s", o.Seconds), fmt.Sprintf("seed %d", o.Seed)},
		{"run", o.Run, ""},
	}
	if o.BestEpoch > 0 {
		rows[0][2] = fmt.Sprintf("epoch %d, best on validation (%s)", o.BestEpoch, percent(o.ValidError))
	}
	if o.Refit {
		rows[0][2] = fmt.Sprintf("epoch %d, the last; the validation part was trained on too", o.BestEpoch)
	}
	if o.Report != "" {
		rows = append(rows, [3]string{"report", o.Report, ""})
	}
	if o.Mode == "dense" {
		rows[1] = [3]string{"active blocks", percent(o.Active), "there are no gates"}
		rows[2][2] = "an example"
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
