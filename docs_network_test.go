package gater_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/internal/network"
)

// TestNetworkGuide: every description in docs/network.md is read and built, every layer and every
// setting of a gated layer has a row, and the errors that it quotes are what the reader says.
func TestNetworkGuide(t *testing.T) {
	text, err := os.ReadFile("docs/network.md")
	if err != nil {
		t.Fatal(err)
	}
	guide := string(text)
	examples := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```").FindAllStringSubmatch(guide, -1)
	if len(examples) < 5 {
		t.Errorf("docs/network.md has %d examples", len(examples))
	}
	for _, e := range examples {
		if err := built(e[1]); err != nil {
			t.Errorf("docs/network.md: %v in\n%s", err, e[1])
		}
	}
	names := guideRows(guide)
	for _, want := range append(network.Kinds(), settingNames()...) {
		if !slices.Contains(names, want) {
			t.Errorf("docs/network.md has no row for %s", want)
		}
	}
	quoted := regexp.MustCompile("(?m)^\\| `([^|`]+)` \\| `(line [^|`]+)` \\|$").FindAllStringSubmatch(guide, -1)
	if len(quoted) < 4 {
		t.Errorf("docs/network.md quotes %d errors", len(quoted))
	}
	for _, q := range quoted {
		if err := built("layers:\n- " + q[1] + "\n"); err == nil || err.Error() != q[2] {
			t.Errorf("docs/network.md: %s: %v, the page has %s", q[1], err, q[2])
		}
	}
	if built("layers:\n- gatd: {}\n") == nil || slices.Contains(guideRows("text"), "gated") {
		t.Error("control: what is wrong is built, or found")
	}
}

// built is what is wrong with the text of a description, on the data of MNIST's shape.
func built(text string) error {
	c, err := catalog.Preset("blocks", "")
	if err != nil {
		return err
	}
	d, err := network.Read([]byte(text), catalog.LayerDefaults("blocks", ""))
	if err != nil {
		return err
	}
	if err := c.SetNet(d, "", nil); err != nil {
		return err
	}
	in, out := 784, 10
	if d.Inputs > 0 {
		in, out = d.Inputs, d.Outputs
	}
	if err := c.Fit(in, out); err != nil {
		return err
	}
	_, err = catalog.Build(c)
	return err
}

// settingNames is the settings of a gated layer, as a file has them.
func settingNames() (names []string) {
	d := &network.Description{Version: 1, Layers: []network.Layer{&network.Gated{}}}
	for _, m := range regexp.MustCompile(`(?m)^ {6}([a-z-]+):`).FindAllStringSubmatch(string(d.YAML()), -1) {
		names = append(names, m[1])
	}
	return names
}

// guideRows is the names in the first columns of a page's tables.
func guideRows(page string) (names []string) {
	for _, m := range regexp.MustCompile("(?m)^\\| (`[^|]+`) \\|").FindAllStringSubmatch(page, -1) {
		for _, name := range strings.Split(m[1], ",") {
			names = append(names, strings.Trim(name, "` "))
		}
	}
	return names
}
