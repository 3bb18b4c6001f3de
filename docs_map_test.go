package gater_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/nn"
)

// TestMapSaysWhatIsPromised: the map's columns "reads", "unbiased" and "training may skip" are what
// About says.
func TestMapSaysWhatIsPromised(t *testing.T) {
	guide, err := os.ReadFile("docs/estimators.md")
	if err != nil {
		t.Fatal(err)
	}
	for i := range catalog.Gates {
		g := &catalog.Gates[i]
		if why := untrue(string(guide), g); why != "" {
			t.Errorf("docs/estimators.md, row %s: %s", g.Name, why)
		}
	}
	st, err := catalog.FindGate("st")
	if err != nil {
		t.Fatal(err)
	}
	for _, lie := range []string{"value | 1 | no | forward only", "slope | 1 | yes | forward only", "slope | 1 | no | everything"} {
		if untrue(strings.Replace(string(guide), "| `st` | slope | 1 | no | forward only", "| `st` | "+lie, 1), st) == "" {
			t.Errorf("control: %q passes for st", lie)
		}
	}
}

var skipWords = map[nn.Skip]string{nn.SkipAll: "everything", nn.SkipForward: "forward only", nn.SkipNothing: "nothing"}

// untrue is what a gate's row of the map has that its estimator does not say.
func untrue(guide string, g *catalog.Gate) string {
	row := regexp.MustCompile("(?m)^\\| `" + g.Name + "` \\|(.*)$").FindStringSubmatch(guide)
	if row == nil {
		return "there is none"
	}
	col, about := strings.Split(row[1], " | "), g.About()
	slopes := about.Derivative || about.Slopes != nil
	switch {
	case strings.Contains(col[0], "slope") != slopes:
		return "reads is wrong"
	case (strings.TrimSpace(col[2]) != "no") != about.Unbiased:
		return "unbiased is wrong"
	case col[3] != skipWords[about.Skips]:
		return "training may skip is wrong"
	}
	return ""
}
