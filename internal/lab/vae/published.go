package vae

import (
	"fmt"
	"strings"
)

// published is ratios of gradient variances on MNIST after a million steps, read off the figure of
// Shi et al. (2022) to 3 %.
var published = []struct {
	evals int
	a, b  string
	ratio float64
}{
	{2, "double-cv", "disarm", 1.33 / 1.37},
	{2, "rodeo", "disarm", 1.07 / 1.37},
	{2, "rodeo", "double-cv", 1.07 / 1.33},
	{3, "double-cv", "arms", .74 / .78},
	{3, "rodeo", "arms", .68 / .78},
	{3, "rodeo", "double-cv", .68 / .74},
}

// Against is a line for every published ratio that some rows can be held against: whether the same
// estimator has the lower variance.
func Against(rows []Row) (lines []string) {
	for _, p := range published {
		for _, a := range rows {
			for _, b := range rows {
				if a.Net != b.Net || a.Steps != b.Steps || a.Evals != p.evals || b.Evals != p.evals ||
					name(a.Estimator) != p.a || name(b.Estimator) != p.b {
					continue
				}
				got, word := a.Variance.Mean/b.Variance.Mean, "the same order"
				if got >= 1 {
					word = "the OTHER order"
				}
				lines = append(lines, fmt.Sprintf("%s, %d evaluations: variance of %s over %s's is %.3f after %d steps; published %.2f after 1000000: %s",
					a.Net, p.evals, p.a, p.b, got, a.Steps, p.ratio, word))
			}
		}
	}
	return lines
}

// name is an estimator's without its settings.
func name(estimator string) string {
	n, _, _ := strings.Cut(estimator, ":")
	return n
}
