package lab

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Write writes the recommendation and the first rows of the ranking, for people.
func (p *Picked) Write(out io.Writer, top int) error {
	fmt.Fprintf(out, "recommended: %s (%s)\n", p.Recommended, p.Why)
	for _, r := range p.Ranking {
		if r.Unbiased {
			if r.Estimator != p.Recommended {
				fmt.Fprintf(out, "without bias: %s (error %s, for %s)\n", r.Estimator, percent(float64(r.Error)), percent(float64(p.Ranking[0].Error)))
			}
			break
		}
	}
	k := p.Known
	units := fmt.Sprintf("%d bits", k.Units)
	if k.Groups > 0 {
		units = fmt.Sprintf("%d one-hot units of %d outcomes", k.Units, k.Groups)
	}
	fmt.Fprintf(out, "\nfor %s in %s, %d evaluations a gradient and %d gradients a step; measured on task %s\n",
		units, layers(k.Layers), k.Evals, k.Batch, p.Task)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\testimator\terror\tbias\tvariance\tevals\tµs\tskips\twhy")
	for i, r := range p.Ranking[:min(top, len(p.Ranking))] {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\n", i+1, r.Estimator, percent(float64(r.Error)), percent(float64(r.Bias)),
			figure(float64(r.Variance)), r.Evals, figure(float64(r.Micros)), r.Skips, r.Why)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	rest := ""
	if n := len(p.Ranking) - top; n > 0 {
		rest = fmt.Sprintf("; %d more were measured", n)
	}
	_, err := fmt.Fprintf(out, "error and bias are in the gradient's root mean square; variance and µs are of one gradient of the task%s\n", rest)
	return err
}

func layers(n int) string {
	if n == 1 {
		return "one layer"
	}
	return fmt.Sprintf("%d layers", n)
}
