package lab

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"gater/internal/report"
)

// Table writes lines for people, a table a task.
func Table(w io.Writer, lines []*Line) error {
	var b strings.Builder
	for i := 0; i < len(lines); {
		j := i
		for j < len(lines) && lines[j].Task == lines[i].Task {
			j++
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		table(&b, lines[i:j])
		i = j
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var heads = []string{"estimator", "evals", "µs", "mean", "bias", "largest", "variance", "mse", "snr", "cosine"}

func table(b *strings.Builder, lines []*Line) {
	l := lines[0]
	fmt.Fprintf(b, "%s: true gradient %s", l.Task, figure(float64(l.Exact)))
	if l.Coords > 1 {
		fmt.Fprintf(b, " (root mean square of %d coordinates)", l.Coords)
	}
	b.WriteByte('\n')
	rows := [][]string{heads}
	for _, l := range lines {
		bias := figure(float64(l.Bias)) + give(l.BiasSE)
		largest := figure(float64(l.MaxBias))
		if z := float64(l.MaxZ); !math.IsNaN(z) {
			largest += fmt.Sprintf(" (%s σ)", deviations(z))
		}
		rows = append(rows, []string{l.Estimator, figure(l.Evals), figure(float64(l.Micros)), figure(float64(l.Mean)), bias,
			largest, figure(float64(l.Variance)) + give(l.VarianceSE), figure(float64(l.MSE)), figure(float64(l.SNR)),
			figure(float64(l.Cosine))})
	}
	align(b, rows)
}

// deviations is a number of standard errors; beyond a thousand it is no matter how many.
func deviations(z float64) string {
	if z > 1000 {
		return ">1000"
	}
	return fmt.Sprintf("%.1f", z)
}

// give is ± the standard error, if there is one.
func give(se report.Num) string {
	if x := float64(se); x > 0 {
		return fmt.Sprintf(" ± %.1g", x)
	}
	return ""
}

// align writes rows in columns, the first to the left and the others to the right.
func align(b *strings.Builder, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, s := range r {
			width[i] = max(width[i], utf8.RuneCountInString(s))
		}
	}
	for _, r := range rows {
		for i, s := range r {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(s))
			switch {
			case i == 0:
				b.WriteString("  " + s + pad)
			default:
				b.WriteString("  " + pad + s)
			}
		}
		b.WriteByte('\n')
	}
}

// figure is a number in three or four digits.
func figure(x float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.IsInf(x, 0):
		return "∞"
	case x == 0:
		return "0"
	case math.Abs(x) >= 1e5 || math.Abs(x) < 1e-3:
		return strings.Replace(fmt.Sprintf("%.3g", x), "-", "−", -1)
	}
	return strings.Replace(fmt.Sprintf("%.4g", x), "-", "−", -1)
}
