//go:build !js

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

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
