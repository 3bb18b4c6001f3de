//go:build !js

package main

import (
	"io"

	"gater/internal/report"
	"gater/internal/reproduce"
)

// reproduceRow is a row of the table under --json. Errors are shares; lists have a value a seed.
type reproduceRow struct {
	Row      string         `json:"row"`
	State    string         `json:"state"`
	Settings map[string]any `json:"settings"`
	Train    []float64      `json:"train_loss"`
	Valid    []float64      `json:"valid_error"`
	Test     []float64      `json:"test_error"`
	Active   []float64      `json:"active"`
	Paper    *float64       `json:"paper_test_error,omitempty"`
}

// reproduceClaim is a verdict under --json.
type reproduceClaim struct {
	Claim   string `json:"claim"`
	Verdict string `json:"verdict"`
	Why     string `json:"why"`
}

// reproduceEnd is the last line.
type reproduceEnd struct {
	Rows          int    `json:"rows"`
	Done          int    `json:"done"`
	Reproduced    int    `json:"reproduced"`
	NotReproduced int    `json:"not_reproduced"`
	NotDecidable  int    `json:"not_decidable"`
	Out           string `json:"out"`
}

func (reproduceRow) Kind() string   { return "reproduce_row" }
func (reproduceClaim) Kind() string { return "reproduce_claim" }
func (reproduceEnd) Kind() string   { return "reproduce_end" }

func reproduceJSON(w io.Writer, dir string, rows []*reproduce.Result, claims []reproduce.Claim) error {
	end := reproduceEnd{Rows: len(rows), Out: dir, Reproduced: reproduce.Count(claims, reproduce.Reproduced),
		NotReproduced: reproduce.Count(claims, reproduce.NotReproduced), NotDecidable: reproduce.Count(claims, reproduce.NotDecidable)}
	for _, r := range rows {
		e := reproduceRow{Row: r.Name, State: r.State, Settings: settingValues(r.Settings), Train: r.Train, Valid: r.Valid, Test: r.Test, Active: r.Active}
		if r.Paper != nil {
			x := r.Paper.Test / 100
			e.Paper = &x
		}
		if r.Done() {
			end.Done++
		}
		if err := report.Encode(w, e); err != nil {
			return err
		}
	}
	for _, c := range claims {
		if err := report.Encode(w, reproduceClaim{c.Text, string(c.Verdict), c.Why}); err != nil {
			return err
		}
	}
	return report.Encode(w, end)
}
