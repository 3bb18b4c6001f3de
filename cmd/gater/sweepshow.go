package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"gater/internal/report"
	"gater/internal/runs"
	"gater/internal/sweep"
)

func sweepShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:         "show SWEEP",
		Short:       "Show how a sweep stands, also while it runs",
		Example:     `  gater sweep show sweeps/search`,
		Annotations: map[string]string{"args": "a sweep's folder"},
		Args:        argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withSweep(args[0], func(db *sweep.DB, spec *sweep.Spec) error {
				all, err := db.Records()
				if err != nil {
					return err
				}
				o, err := db.Opening()
				if err != nil {
					return err
				}
				return sweepTable(cmd.OutOrStdout(), spec, all, o, "")
			})
		},
	}
}

func sweepReportCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:         "report SWEEP",
		Short:       "Draw a sweep as a self-contained page, also while it runs",
		Example:     `  gater sweep report sweeps/search -o search.html`,
		Annotations: map[string]string{"args": "a sweep's folder"},
		Args:        argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				out = filepath.Join(args[0], runs.ReportFile)
			}
			err := withSweep(args[0], func(db *sweep.DB, spec *sweep.Spec) error { return writeSweepPage(db, spec, args[0], out) })
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), out)
			return printed(err)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "file to write (default SWEEP/report.html)")
	return cmd
}

func sweepQueryCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "query SWEEP SQL",
		Short: "Ask a sweep's database, also while it runs",
		Long: `Ask a sweep's database in SQL. It can be read, and not changed. Tables: sweep, setting, trial,
epoch, event, opening, test, and the view best; docs/sweep.md says what is in them.`,
		Example: `  gater sweep query sweeps/search 'SELECT * FROM best ORDER BY valid_error LIMIT 5'
  gater sweep query sweeps/search "SELECT value, min(valid_error) FROM best JOIN setting USING (candidate) WHERE name = 'gate' GROUP BY value"`,
		Annotations: map[string]string{"args": "a sweep's folder and a query"},
		Args:        argCount(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withSweep(args[0], func(db *sweep.DB, _ *sweep.Spec) error {
				if asJSON {
					return queryJSON(cmd, db, args[1])
				}
				w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
				err := db.Query(cmd.Context(), args[1], func(cells []any) error {
					var text []string
					for _, c := range cells {
						if c == nil {
							c = "–"
						}
						text = append(text, fmt.Sprint(c))
					}
					_, err := fmt.Fprintln(w, strings.Join(text, "\t"))
					return err
				})
				if err != nil {
					return err
				}
				return printed(w.Flush())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "a JSON object a row")
	return cmd
}

func queryJSON(cmd *cobra.Command, db *sweep.DB, query string) error {
	var names []string
	e := json.NewEncoder(cmd.OutOrStdout())
	return db.Query(cmd.Context(), query, func(cells []any) error {
		if names == nil {
			for _, c := range cells {
				names = append(names, fmt.Sprint(c))
			}
			return nil
		}
		row := map[string]any{}
		for i, c := range cells {
			row[names[i]] = c
		}
		return printed(e.Encode(row))
	})
}

func sweepTestCommand() *cobra.Command {
	var threads int
	cmd := &cobra.Command{
		Use:   "test SWEEP",
		Short: "Open the test set for the candidate that a sweep chose; this works once",
		Long: `Open the test set for the candidate that a finished sweep chose by its validation error. That it
was opened is kept, and a second time is refused: a set that is looked at until it pleases is no
test.`,
		Example:     `  gater sweep test sweeps/search`,
		Annotations: map[string]string{"args": "a sweep's folder"},
		Args:        argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var spec *sweep.Spec
			if err := withSweep(args[0], func(_ *sweep.DB, s *sweep.Spec) error { spec = s; return nil }); err != nil {
				return err
			}
			s, err := openSweep(cmd.Context(), spec, args[0], 1, threads)
			if err != nil {
				return err
			}
			defer s.close()
			if _, err := s.OpenTest(cmd.Context(), sweep.LocalTester{Local: s.local, Set: s.data.Test}); err != nil {
				return err
			}
			o, err := s.DB.Opening()
			if err != nil {
				return err
			}
			return errors.Join(s.page(), sweepTable(cmd.OutOrStdout(), spec, s.Records(), o, ""))
		},
	}
	cmd.Flags().IntVar(&threads, "threads", 1, "threads; the result is the same for any number")
	return cmd
}

// withSweep opens a sweep for reading.
func withSweep(dir string, f func(*sweep.DB, *sweep.Spec) error) error {
	db, spec, err := sweep.Open(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	return f(db, spec)
}

// rows is how many candidates a table shows.
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
