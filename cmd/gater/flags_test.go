package main

import (
	"cmp"
	"reflect"
	"testing"

	"github.com/spf13/pflag"

	"gater/internal/catalog"
)

// TestSettingFlags: every flag of a setting changes that setting of the preset and no other.
func TestSettingFlags(t *testing.T) {
	values := map[string]string{"mode": "sample", "skip": "nothing", "baseline": "none", "curve": "erf", "one-hot": "4", "tau": "1.5",
		"optimiser": "adam", "norm": "layer", "gater": "7,5", "above": "7,5", "beta": "8.5", "revive": "0.05", "teacher": "dense", "seed": "18446744073709551615"}
	gates := map[string]string{"active-from": "nr", "active-over": "nr", "noise-to": "nr", "opening": "nr", "samples": "rloo", "tau": "reinmax", "alpha": "reinmax", "slope": "st-sigmoid", "slope-to": "st-sigmoid", "curve": "surrogate"}
	with := map[string]string{"active-over": "--active-from=0.5", "teacher-weight": "--teacher=dense", "temperature": "--teacher=dense"}
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	settingFlags(all, &catalog.Config{})
	all.VisitAll(func(g *pflag.Flag) {
		if g.Name == "tau-to" {
			return // needs a tau above it: train_settings.txtar
		}
		gate := cmp.Or(gates[g.Name], "sbn")
		value, ok := values[g.Name]
		if !ok {
			value = map[string]string{"float64": "0.125", "int": "3", "bool": "true"}[g.Value.Type()]
		}
		var f trainFlags
		cmd := trainCommand()
		f.preset, f.gate = "blocks", gate
		args, want := []string{"--" + g.Name, value}, 1
		if other, ok := with[g.Name]; ok { // that it says nothing without
			args, want = append(args, other), 2
		}
		if err := cmd.Flags().Parse(args); err != nil {
			t.Fatal(err)
		}
		got, err := f.resolve(cmd.Flags())
		if err != nil {
			t.Fatalf("--%s %s: %v", g.Name, value, err)
		}
		if n := differences(defaults(t, gate), got); n != want {
			t.Errorf("%s change %d settings, want %d", args, n, want)
		}
	})
	cmd := trainCommand()
	preset := defaults(t, "sbn")
	same, err := (&trainFlags{preset: "blocks", gate: "sbn"}).resolve(cmd.Flags())
	if n := differences(preset, same); err != nil || n != 0 {
		t.Errorf("without flags %d settings change (%v)", n, err)
	}
}

// defaults is the settings of the preset with a gate.
func defaults(t *testing.T, gate string) *catalog.Config {
	t.Helper()
	c, err := catalog.Preset("blocks", gate)
	if err != nil {
		t.Fatal(err)
	}
	c.Seed = defaultSeed
	return c
}

func differences(a, b *catalog.Config) (n int) {
	x, y := reflect.ValueOf(*a), reflect.ValueOf(*b)
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			n++
		}
	}
	return n
}
