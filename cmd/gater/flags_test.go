package main

import (
	"reflect"
	"testing"

	"github.com/spf13/pflag"

	"gater/internal/catalog"
)

// TestSettingFlags: every flag of a setting changes that setting of the preset and no other.
func TestSettingFlags(t *testing.T) {
	preset, err := catalog.Preset("blocks", "sbn")
	if err != nil {
		t.Fatal(err)
	}
	preset.Seed = defaultSeed
	values := map[string]string{"mode": "sample", "skip": "nothing", "baseline": "none",
		"optimiser": "adam", "gater": "7,5", "beta": "8.5", "revive": "0.05", "seed": "18446744073709551615"}
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	settingFlags(all, &catalog.Config{})
	all.VisitAll(func(g *pflag.Flag) {
		value, ok := values[g.Name]
		if !ok {
			value = map[string]string{"float64": "0.125", "int": "3"}[g.Value.Type()]
		}
		var f trainFlags
		cmd := trainCommand()
		f.preset, f.gate = "blocks", "sbn"
		if err := cmd.Flags().Parse([]string{"--" + g.Name, value}); err != nil {
			t.Fatal(err)
		}
		got, err := f.resolve(cmd.Flags())
		if err != nil {
			t.Fatalf("--%s %s: %v", g.Name, value, err)
		}
		if n := differences(preset, got); n != 1 {
			t.Errorf("--%s %s changes %d settings", g.Name, value, n)
		}
	})
	cmd := trainCommand()
	same, err := (&trainFlags{preset: "blocks", gate: "sbn"}).resolve(cmd.Flags())
	if n := differences(preset, same); err != nil || n != 0 {
		t.Errorf("without flags %d settings change (%v)", n, err)
	}
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
