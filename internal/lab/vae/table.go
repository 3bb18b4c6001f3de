package vae

import (
	"fmt"
	"io"
	"math"
)

// WriteTable writes rows as a table of Markdown: means over the seeds ± their standard errors.
func WriteTable(w io.Writer, rows []Row) error {
	if _, err := fmt.Fprint(w, "| net | estimator | evaluations | steps | seeds | training bound | validation bound | test bound | test, many draws | gradient variance | over rloo's | steps/s |\n"+
		"|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"); err != nil {
		return err
	}
	for _, r := range rows {
		if _, err := fmt.Fprintf(w, "| %s | %s | %d | %d | %d | %s | %s | %s | %s | %s | %s | %.0f |\n",
			r.Net, r.Estimator, r.Evals, r.Steps, r.Seeds, r.Train.text("%.2f"), r.Valid.text("%.2f"), r.Test.text("%.2f"),
			r.TestBound.text("%.2f"), r.Variance.text("%.3g"), r.Ratio.text("%.3f"), r.StepsPerSecond.Mean); err != nil {
			return err
		}
	}
	for _, line := range Against(rows) {
		if _, err := fmt.Fprintf(w, "\n- %s", line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

func (s Stat) text(format string) string {
	switch {
	case math.IsNaN(s.Mean):
		return "–"
	case math.IsNaN(s.Err):
		return fmt.Sprintf(format, s.Mean)
	}
	return fmt.Sprintf(format+" ± "+format, s.Mean, s.Err)
}
