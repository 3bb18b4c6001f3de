package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gater/est"
	"gater/internal/catalog"
)

// TestSpec: a name with settings makes the estimator, a new one each time.
func TestSpec(t *testing.T) {
	for text, want := range map[string]string{
		"sbn":                "{Discrete:{Of:<nil>} Baseline:*est.MinVariance}",
		"sbn:baseline=none":  "{Discrete:{Of:<nil>} Baseline:<nil>}",
		"st-sigmoid:slope=3": "{Discrete:{Of:<nil>} Slope:3}",
		"st:groups=4":        "{Discrete:{Of:{K:4}}}",
		"sts:exponent=0.25":  "{R:0.25}",
		"nr:noise=2":         "{Logistic:false Std:2 Fade:its own}",
	} {
		s, err := catalog.ParseSpec(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := fmt.Sprintf("%+v", s.New())
		if i := strings.Index(got, "Baseline:0x"); i >= 0 {
			got = got[:i] + fmt.Sprintf("Baseline:%T}", s.New().(est.Reinforce).Baseline)
			if s.New().(est.Reinforce).Baseline == s.New().(est.Reinforce).Baseline {
				t.Errorf("%s: two share a baseline", text)
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestSpecRefuses: what an estimator does not take, or may not be, is refused by name.
func TestSpecRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"foo":                "unknown gate \"foo\"",
		"st:tau=1":           `st takes no "tau": its settings are groups`,
		"rectifier:k=2":      `rectifier takes no "k": it has no settings`,
		"st-sigmoid:slope=x": `st-sigmoid: slope is "x": it must be a number, such as 2`,
		"st-sigmoid:slope":   `st-sigmoid: slope is ""`,
		"concrete:tau=0":     `concrete: tau is "0": give it a value, such as 0.3, or leave it out`,
		"rloo:k=0":           `rloo: k is "0": give it a value, such as 3, or leave it out`,
		"rloo:k=1":           "est: RLOO: K is 1: it must be 2 or more, or take Reinforce",
		"concrete:tau=-1":    "concrete: tau is -1: it must be a temperature above 0",
		"disarm:groups=3":    `disarm takes no "groups": it has no settings`,
		"nr:noise=-1":        "nr: noise is -1: it must be a standard deviation",
		"nr:noise=NaN":       "nr: noise is NaN: it must be",
		"sbn:baseline=foo":   `unknown baseline "foo"`,
		"st:groups=1":        "st:groups=1: est: Categorical: K is 1",
	} {
		if _, err := catalog.ParseSpec(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// TestOptions: an estimator takes what makes a difference to it, and in groups it is another law.
func TestOptions(t *testing.T) {
	g, err := catalog.FindGate("sbn")
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Options(); !slices.Equal(got, []string{"baseline", "groups"}) {
		t.Errorf("sbn takes %v", got)
	}
	for name, groups := range map[string]bool{"sbn": true, "sts": false} {
		s, err := catalog.ParseSpec(name)
		if err != nil {
			t.Fatal(err)
		}
		if in := s.InGroups(3); (in != nil) != groups {
			t.Errorf("%s in groups: %v", name, in)
		}
	}
}
