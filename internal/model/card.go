package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gater/data"
	"gater/nn"
)

// card is a model's README.md: what it is, how good it was, what it takes, how it is used.
func (m *Model) card() []byte {
	var b strings.Builder
	c, cost := m.Trained, nn.CostOf(m.Net)
	fmt.Fprintf(&b, "# Model\n\nA network with stochastic gates, trained by gater: it puts out %s from %s.\n\n", m.puts(), m.takes())
	fmt.Fprintf(&b, "| | |\n|---|---|\n")
	row := func(what, format string, a ...any) { fmt.Fprintf(&b, "| %s | %s |\n", what, fmt.Sprintf(format, a...)) }
	if row("data", "%s", c.Data); c.DataSum != "" {
		row("its SHA-256", "%s", c.DataSum)
	}
	row("multiply-adds, all blocks open", "%d, of them %d in gaters", cost.All, cost.All-cost.Ungated)
	row("seed", "%d", c.Seed)
	if m.Weights != "" {
		row("weights", "%s, those of gaters float32", m.Weights)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Metrics)) {
		row(name, "%.6g", m.Metrics[name])
	}
	if len(m.Metrics) > 0 {
		b.WriteString("\nThe figures are of the test rows, which training did not see")
		if m.Weights != "" {
			b.WriteString(", with weights of float32")
		}
		b.WriteString(".\n")
	}
	m.narrowed(&b)
	fmt.Fprintf(&b, "\n## Network\n\n```yaml\n%s```\n", m.Network.YAML())
	b.WriteString("\n## Use\n\n```go\nm, err := gater.Load(\"model\")\nout, err := m.Predict(ctx, rows, gater.Options{})\n```\n\n" +
		"`gater predict MODEL FILE` does it for a file. The weights are a safetensors file in the names and layouts of PyTorch.\n")
	b.WriteString("\n## Limits\n\nIt knows the rows it was trained on and rows like them. Nothing here says how it treats others;\n" +
		"`gater eval` tells for rows of your own, and `gater inspect` which blocks they open.\n")
	return []byte(b.String())
}

// narrowed says what fewer bits have changed.
func (m *Model) narrowed(b *strings.Builder) {
	if m.Weights == "" {
		return
	}
	fmt.Fprintf(b, "\n## Weights of %s\n\n", m.Weights)
	n := m.Narrowed
	if n == nil {
		b.WriteString("What they changed was not measured: `gater export` does it with `--data` and labelled rows.\n")
		return
	}
	fmt.Fprintf(b, "On %d rows of %s:\n\n| | float32 | %s |\n|---|---|---|\n", n.Rows, n.Data, m.Weights)
	for _, name := range slices.Sorted(maps.Keys(n.Floats)) {
		fmt.Fprintf(b, "| %s | %.6g | %.6g |\n", name, n.Floats[name], n.Narrow[name])
	}
	if m.Task == data.Number {
		fmt.Fprintf(b, "\nThe numbers changed by %.4g (root mean square).\n", n.Other)
	} else {
		fmt.Fprintf(b, "\nThe answer is another for %.3g %% of the rows.\n", 100*n.Other)
	}
}

func (m *Model) puts() string {
	switch m.Task {
	case data.Classes:
		return fmt.Sprintf("one of %d classes", len(m.Classes))
	case data.Labels:
		return fmt.Sprintf("which of %d labels hold", len(m.Classes))
	}
	return "a number"
}

func (m *Model) takes() string {
	switch m.Input.Kind {
	case "pixels":
		return fmt.Sprintf("pictures of %d×%d pixels", m.Input.Width, m.Input.Height)
	case "table":
		return fmt.Sprintf("rows of a table (%d columns)", len(m.Prep.Encoder.Columns))
	}
	return fmt.Sprintf("%d numbers", m.Network.Inputs)
}
