//go:build !js

package main

import (
	"testing"

	"gater/data"
	"gater/internal/reproduce"
	"gater/internal/sweep"
)

// TestReproduceRows: every candidate of every row is a run that gater train accepts.
func TestReproduceRows(t *testing.T) {
	d := data.Synthetic(60, 20, 0.05, 1)
	for i := range reproduce.Rows {
		for _, plan := range []reproduce.Plan{reproduce.Long, reproduce.Quick} {
			row := &reproduce.Rows[i]
			spec := row.Spec(plan.For(row), "synthetic")
			l := &sweep.Local{Train: d.Train, Valid: d.Valid, Configure: configure}
			if err := (&sweep.Sweep{Spec: &spec, Runner: l}).Check(); err != nil {
				t.Errorf("%s: %v", row.Name, err)
			}
		}
	}
}

// TestConfigure: a trial's settings are what gater train makes of its flags, those of a preset
// and a gate among them.
func TestConfigure(t *testing.T) {
	got, err := configure([]sweep.Setting{{Name: "preset", Value: "paper"}, {Name: "gate", Value: "nr"}, {Name: "gater", Value: "64,32"}, {Name: "rate", Value: "0.25"}}, 9)
	if err != nil {
		t.Fatal(err)
	}
	cmd := trainCommand()
	if err := cmd.Flags().Parse([]string{"--gater", "64,32", "--rate", "0.25", "--seed", "9"}); err != nil {
		t.Fatal(err)
	}
	want, err := (&trainFlags{preset: "paper", gate: "nr"}).resolve(cmd.Flags())
	if err != nil {
		t.Fatal(err)
	}
	if n := differences(want, got); n != 0 {
		t.Errorf("%d settings differ from gater train's", n)
	}
}
