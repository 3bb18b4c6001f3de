//go:build !js

package reproduce

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"gater/internal/report"
	"gater/internal/sweep"
)

// missing reports whether a row was not begun.
func missing(dir string, row *Row) bool {
	_, err := os.Stat(filepath.Join(dir, row.Name, sweep.File))
	return errors.Is(err, fs.ErrNotExist)
}

// pm writes mean ± standard error, times scale.
func pm(x []float64, scale float64, format string) string {
	if len(x) == 0 {
		return "–"
	}
	m, se := meanSE(x)
	if math.IsNaN(se) {
		return fmt.Sprintf(format, scale*m)
	}
	return fmt.Sprintf(format+" ± %.2g", scale*m, scale*se)
}

// cells is a row of the table.
func (r *Result) cells() []string {
	out := []string{r.Title, pm(r.Train, 1, "%.2e"), pm(r.Valid, 100, "%.2f"), pm(r.Test, 100, "%.2f"), pm(r.Active, 100, "%.1f"), "–", "–", "–", r.State}
	if p := r.Paper; p != nil {
		out[5], out[6], out[7] = fmt.Sprintf("%.1e", p.Train), fmt.Sprintf("%.2f", p.Valid), fmt.Sprintf("%.2f", p.Test)
	}
	if r.Done() {
		out[8] = fmt.Sprintf("%d seeds", len(r.Test))
		if r.Failed > 0 {
			out[8] += fmt.Sprintf(", %d more failed", r.Failed)
		}
	}
	return out
}

var heads = []string{"gater", "train", "valid %", "test %", "open %", "paper: train", "valid %", "test %", ""}

// WriteTable writes the paper's table beside ours, and the verdicts, for a terminal.
func WriteTable(w io.Writer, rows []*Result, claims []Claim) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  "+strings.Join(heads, "\t"))
	for _, r := range rows {
		fmt.Fprintln(t, "  "+strings.Join(r.cells(), "\t"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	for _, c := range claims {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", c.Verdict, c.Text, c.Why)
	}
	return t.Flush()
}

// WriteMarkdown writes the same as a page, with the command that makes it.
func WriteMarkdown(w io.Writer, command, about string, rows []*Result, claims []Claim) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# The table of Bengio, Léonard and Courville (2013), again\n\n    %s\n\n%s\n\n", command, about)
	fmt.Fprintf(&b, "Mean ± one standard error over seeds. The paper has one run a row. Train is the mean −log p(label) at the best epoch.\n\n")
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat("---|", len(heads)))
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(r.cells(), " | "))
	}
	b.WriteString("\n![validation error over epochs](figure2-left.svg)\n![test error beside the paper's](figure2-right.svg)\n\n")
	fmt.Fprintf(&b, "## Claims\n\nA difference counts from two standard errors on, over at least %d seeds.\n\n| claim | verdict | |\n|---|---|---|\n", needed)
	for _, c := range claims {
		fmt.Fprintf(&b, "| %s | **%s** | %s |\n", c.Text, c.Verdict, c.Why)
	}
	b.WriteString("\n## What was chosen\n\n| gater | candidates | settings |\n|---|---|---|\n")
	for _, r := range rows {
		if r.Done() {
			fmt.Fprintf(&b, "| %s | %d | %s |\n", r.Title, r.Searched, sweep.Short(r.Settings, nil))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Left is figure 2's left panel: validation error with the noise of training on, over epochs.
func Left(rows []*Result) report.Panel {
	p := report.Panel{Title: "Validation error with the gates' noise on", XName: "epoch"}
	for _, r := range rows {
		if y := r.curve(); r.Curve && len(y) > 0 {
			p.Curves = append(p.Curves, report.Curve{Name: strings.ToUpper(r.Name), Y: y})
		}
	}
	return p
}

// Right is figure 2's right panel, the table, as a picture: test errors with two standard errors,
// and the paper's.
func Right(rows []*Result) report.Dots {
	d := report.Dots{Title: "Test error: here (bars: two standard errors), and in the paper", Ours: "here", Theirs: "paper"}
	for _, r := range rows {
		x := report.DotRow{Name: r.Title, Ours: math.NaN(), SE: math.NaN(), Theirs: math.NaN()}
		if r.Done() {
			x.Ours, x.SE = meanSE(r.Test)
		}
		if r.Paper != nil {
			x.Theirs = r.Paper.Test / 100
		}
		d.Rows = append(d.Rows, x)
	}
	return d
}
