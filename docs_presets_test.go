package gater_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gater/internal/catalog"
)

// TestPresetsPage: the table of docs/presets.md has the settings of every preset for a data set.
func TestPresetsPage(t *testing.T) {
	text, err := os.ReadFile("docs/presets.md")
	if err != nil {
		t.Fatal(err)
	}
	names, found := catalog.Presets, 0
	for i, name := range names {
		c, err := catalog.Preset(name, "")
		if err != nil {
			t.Fatal(err)
		}
		if i+1 == len(names) || c.Adversary+c.NoiseTo == 0 || c.Dense {
			continue
		}
		if found++; !strings.Contains(string(text), presetRow(c, names[i+1])) {
			t.Errorf("docs/presets.md has no line %s", presetRow(c, names[i+1]))
		}
		if c.Epochs++; strings.Contains(string(text), presetRow(c, names[i+1])) {
			t.Errorf("control: the line of %s with an epoch more is seen", name)
		}
	}
	if found != 3 {
		t.Errorf("%d presets are for a data set, want 3", found)
	}
}

// presetRow is a line of the table.
func presetRow(c *catalog.Config, twin string) string {
	or := func(x float64) string {
		if x == 0 {
			return ""
		}
		return fmt.Sprintf(" %v", x)
	}
	above := strings.Trim(fmt.Sprint(c.Above), "[]")
	if above != "" {
		above = " " + above
	}
	return fmt.Sprintf("| `%s` | `%s` | `%s` | %d × %d | %v %% |%s |%s | %v | %v | %d |", c.Preset, twin, catalog.DataOf(c.Preset),
		c.Blocks, c.Width, 100*c.Active, above, or(c.Adversary), c.Dropout, c.Rate, c.Epochs)
}
