//go:build !js

package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"

	"gater/internal/report"
	"gater/internal/sweep"
)

// sweepRows is how many candidates a table shows.
const sweepRows = 10

// sweepTable writes the best candidates, what the settings explain, and the test.
func sweepTable(out io.Writer, spec *sweep.Spec, all []*sweep.Record, o *sweep.Opening, page string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "  candidate\tvalid. error\tepochs\tstate\tsettings")
	order := sweep.Standings(all)
	for i, s := range order {
		if i == sweepRows {
			fmt.Fprintf(w, "  … %d more\n", len(order)-i)
			break
		}
		e := "–"
		if !math.IsInf(s.Error, 0) {
			e = percent(s.Error)
		}
		fmt.Fprintf(w, "  %d\t%s\t%d\t%s\t%s\n", s.Candidate, e, s.Epochs, stateOf(s), sweep.Short(s.Trials[0].Settings, spec.Space))
	}
	fmt.Fprintln(w)
	for _, x := range sweep.Weights(spec.Space, all) {
		if !math.IsNaN(x.Share) {
			fmt.Fprintf(w, "  %s\texplains %s of the differences; best at %s\n", x.Axis, percent(x.Share), x.Best)
		}
	}
	switch {
	case o == nil:
		fmt.Fprintln(w, "  test\tnot opened")
	default:
		mean, se := report.MeanSE(testErrors(o))
		line := percent(mean)
		if len(o.Tests) > 1 {
			line += fmt.Sprintf(" ± %.2f over %d seeds", 100*se, len(o.Tests))
		}
		fmt.Fprintf(w, "  test error\t%s, candidate %d, opened %s\n", line, o.Candidate, o.Time)
	}
	if page != "" {
		fmt.Fprintf(w, "  report\t%s\n", page)
	}
	return printed(w.Flush())
}

// stateOf is the state of a candidate: that of the first trial which is not done.
func stateOf(s *sweep.Standing) string {
	for _, r := range s.Trials {
		if r.State != sweep.Done {
			return r.State
		}
	}
	return sweep.Done
}
