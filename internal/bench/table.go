package bench

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
)

var heads = []string{"metric", "what", "net", "batch", "open", "result", "spread", "target", "", "ceiling", "of roof", "ours", "way", "theirs", "against"}

// cells is a line as the columns of a table.
func (l Line) cells() []string {
	c := []string{l.Metric, l.What, l.Net, whole(l.Batch), share(l.Active), "–", "", number(l.Target), "", number(l.Ceiling),
		share(l.Roof), seconds(l.OwnSec), l.Way, seconds(l.PeerSec), l.Peer}
	if l.Value != nil {
		c[5] = number(*l.Value)
		c[6] = number(l.Spread[0]) + "…" + number(l.Spread[1])
	}
	if l.Target != 0 {
		c[7] = map[bool]string{false: "≥ ", true: "≤ "}[l.AtMost] + c[7]
	}
	if l.Met != nil {
		c[8] = map[bool]string{true: "met", false: "missed"}[*l.Met]
	}
	if l.Note != "" {
		c[14] = strings.TrimPrefix(c[14]+"; "+l.Note, "; ")
	}
	return c
}

// Table writes the results for a terminal.
func Table(w io.Writer, lines []Line) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(heads, "\t"))
	for _, l := range lines {
		fmt.Fprintln(t, strings.Join(l.cells(), "\t"))
	}
	return t.Flush()
}

// Markdown writes the machine and the results as a document.
func Markdown(w io.Writer, m Machine, lines []Line) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# gater bench, %s\n\n", m.Date)
	if m.Quick {
		b.WriteString("A quick look with small nets: not results.\n\n")
	}
	for _, row := range m.rows() {
		fmt.Fprintf(&b, "- %s: %s\n", row[0], row[1])
	}
	fmt.Fprintf(&b, "\n| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat("---|", len(heads)))
	for _, l := range lines {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(l.cells(), " | "))
	}
	b.WriteString("\nEvery result is the median of repetitions taken in turns, with the smallest and the largest beside it.\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Text writes the machine for a terminal.
func (m Machine) Text(w io.Writer) error {
	for _, row := range m.rows() {
		if _, err := fmt.Fprintf(w, "%-10s %s\n", row[0], row[1]); err != nil {
			return err
		}
	}
	return nil
}

func (m Machine) rows() [][2]string {
	var reads []string
	for i, size := range m.Bandwidth.Bytes {
		reads = append(reads, fmt.Sprintf("%.0f at %s", m.Bandwidth.PerSec[i]/1e9, binary(size)))
	}
	rows := [][2]string{
		{"machine", fmt.Sprintf("%s, %s, %d threads, kernels %s", m.CPU, m.System, m.Threads, m.Kernels)},
		{"peak", fmt.Sprintf("%.0f GFLOP/s, one thread %.0f", m.Peak, m.PeakOne)},
		{"reading", strings.Join(reads, ", ") + " (GB/s)"},
	}
	if m.Load != "" {
		rows = append(rows, [2]string{"load", m.Load})
	}
	for _, p := range m.Peers {
		rows = append(rows, [2]string{"peer", p})
	}
	return rows
}

func binary(bytes int) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KiB", bytes>>10)
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}

func whole(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// number has three digits that mean something.
func number(x float64) string {
	switch {
	case x == 0:
		return ""
	case x >= 100:
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

func share(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(100*x, 'g', 3, 64) + " %"
}

func seconds(s float64) string {
	switch {
	case s == 0:
		return ""
	case s < 1e-3:
		return number(s*1e6) + " µs"
	case s < 1:
		return number(s*1e3) + " ms"
	}
	return number(s) + " s"
}
