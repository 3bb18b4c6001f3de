package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"gater/internal/report"
	"gater/internal/runs"
)

func reportCommand() *cobra.Command {
	var out string
	var cost, time bool
	var threads int
	cmd := &cobra.Command{
		Use:   "report RUN...",
		Short: "Draw one run, or compare several, as a self-contained page",
		Long: `Draw runs from their recorded events: learning curves, how many blocks are active, how
polarised the gates are, which blocks run for which class, and which digits need most of them.

With --frontier: test error against what it costs, multiply-adds and measured time, runs that differ
in their seeds alone as one point, and the same as a table. The trained networks take turns on their
validation pictures; nothing else should run meanwhile, or give --measure=false.`,
		Example: `  gater report runs/blocks-1
  gater report runs/paper-1 runs/paper-2 -o compare.html
  gater report --frontier runs/mnist-10-* runs/mnist-dense-* -o frontier.svg`,
		Annotations: map[string]string{"args": "at least one run's folder"},
		Args:        argCount(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cost {
				if threads < 1 || threads > 1024 {
					return fmt.Errorf("threads is %d: it must be from 1 to 1024", threads)
				}
				return frontier(cmd.Context(), cmd.OutOrStdout(), cmp.Or(out, "frontier.svg"), args, threads, time)
			}
			if out == "" {
				out = runs.ReportFile
				if len(args) == 1 {
					out = filepath.Join(args[0], runs.ReportFile)
				}
			}
			if err := writeReport(out, args); err != nil {
				return err
			}
			_, err := fmt.Fprintln(cmd.OutOrStdout(), out)
			return printed(err)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "", "file to write (default RUN/report.html; report.html here for several runs; frontier.svg)")
	cmd.Flags().BoolVar(&cost, "frontier", false, "draw test error against cost instead, and print a table")
	cmd.Flags().BoolVar(&time, "measure", true, "of --frontier: measure times")
	cmd.Flags().IntVar(&threads, "threads", runtime.GOMAXPROCS(0), "of --frontier: threads")
	return cmd
}

func writeReport(path string, dirs []string) error {
	var all []*report.Run
	for _, dir := range dirs {
		r, err := report.ReadDir(dir)
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	return runs.WriteFile(path, func(w io.Writer) error { return report.Write(w, all) })
}
