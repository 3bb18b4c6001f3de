package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gater/internal/lab"
	"gater/internal/runs"
)

// labFlags is the command line of gater lab.
type labFlags struct {
	lab.Session
	json, quiet bool
	csv, html   string
	noTimes     bool
	run         string
	examples    int
}

func labCommand() *cobra.Command {
	var f labFlags
	cmd := &cobra.Command{
		Use:   "lab",
		Short: "Measure gradient estimators against the exact gradient",
		Long: `Measure estimators on tasks whose exact gradient is known: bias, variance, mean squared error,
signal to noise, cosine to the truth, runs of the network, and time. Moments are exact where an
estimator's noise can be enumerated or integrated, else averages over draws with standard
errors. All estimators see the same noise; but for times, a result depends on the seed alone.

Tasks:
` + taskHelp(),
		Example: `  gater lab --task unit --t 0.45 --theta 0.5
  gater lab --task toy200,three --estimators sbn,st-sigmoid
  gater lab --task sbn --estimators unbiased --json
  gater lab --task all --html lab.html --csv lab.csv
  gater lab --run runs/blocks-1
  gater lab list`,
		Annotations: map[string]string{"args": "no arguments"},
		Args:        argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLab(cmd, &f)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	labTaskFlags(fs, &f)
	fs.StringSliceVar(&f.Estimators, "estimators", []string{"all"}, "names, NAME:SETTING=VALUE, or all, unbiased, biased; see gater lab list")
	fs.IntVar(&f.Draws, "draws", 0, "draws of a gradient where moments are not exact (default the task's own)")
	fs.IntVar(&f.Warm, "warm", 0, "batches from which estimators that learn learn first (default 200)")
	fs.BoolVar(&f.NoExact, "sampled", false, "draw even where moments could be exact")
	fs.IntVar(&f.Threads, "threads", runtime.GOMAXPROCS(0), "threads; but for times the result is the same for any number")
	fs.BoolVar(&f.noTimes, "no-times", false, "leave times out: the output is then the same every time")
	fs.BoolVar(&f.json, "json", false, "JSON lines on standard output, one an estimator")
	fs.StringVar(&f.csv, "csv", "", "also write this file of comma-separated values")
	fs.StringVar(&f.html, "html", "", "also write this page with plots")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	cmd.AddCommand(labListCommand(), labPickCommand(), labVAECommand())
	return cmd
}

// labTaskFlags say what the tasks are.
func labTaskFlags(fs *pflag.FlagSet, f *labFlags) {
	fs.StringSliceVar(&f.Tasks, "task", []string{"unit"}, "tasks, or all")
	fs.Float64Var(&f.T, "t", 0, "target of the quadratic losses (default the task's own, such as 0.45)")
	fs.Float64Var(&f.Theta, "theta", 0, "probability of the units of those tasks (default the task's own, such as 0.5)")
	fs.StringVar(&f.run, "run", "", "folder of a trained run, for task run")
	fs.IntVar(&f.examples, "examples", 16, "examples of the run's data")
	fs.Uint64Var(&f.Settings.Seed, "seed", defaultSeed, "seed of noise, weights and data")
}

func taskHelp() string {
	var b strings.Builder
	for _, k := range lab.Kinds {
		fmt.Fprintf(&b, "  %-8s %s\n", k.Name, k.Doc)
	}
	return b.String()
}

func runLab(cmd *cobra.Command, f *labFlags) error {
	if err := f.check(cmd.Flags()); err != nil {
		return err
	}
	for _, file := range []string{f.csv, f.html} { // before the minutes that measuring may take
		if err := writable(file); err != nil {
			return err
		}
	}
	if err := f.load(cmd); err != nil {
		return err
	}
	if !f.noTimes {
		f.Now = time.Now
	}
	f.Log = func(format string, args ...any) {
		if !f.quiet {
			fmt.Fprintf(os.Stderr, format+"\n", args...)
		}
	}
	var lines []*lab.Line
	out := cmd.OutOrStdout()
	f.Emit = func(l *lab.Line) error {
		lines = append(lines, l)
		if f.json {
			return printed(json.NewEncoder(out).Encode(l))
		}
		return nil
	}
	err := f.Run(cmd.Context())
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted: what was measured until then is there")
	}
	return errors.Join(err, f.write(out, lines))
}

// load reads the run, if there is one; it is the task unless others are named.
func (f *labFlags) load(cmd *cobra.Command) (err error) {
	if f.run == "" {
		return nil
	}
	if !cmd.Flags().Changed("task") {
		f.Tasks = []string{"run"}
	}
	f.Trained, err = trained(cmd.Context(), f.run, f.examples, f.Settings.Seed)
	return err
}

// check is the flags one by one.
func (f *labFlags) check(fs *pflag.FlagSet) error {
	if !fs.Changed("t") {
		f.T = math.NaN()
	} else if math.IsNaN(f.T) {
		return errors.New("t is NaN: it must be a number, such as 0.45")
	}
	if !fs.Changed("theta") {
		f.Theta = math.NaN()
	} else if math.IsNaN(f.Theta) {
		return errors.New("theta is NaN: it must be a probability between 0 and 1, such as 0.5")
	}
	f.Options.Seed = f.Settings.Seed
	for _, n := range []struct {
		name string
		v    int
	}{{"draws", f.Draws}, {"warm", f.Warm}} {
		if n.v < 0 || n.v > 1<<30 {
			return fmt.Errorf("%s is %d: it must be a number of ordinary size, or 0 for the task's own", n.name, n.v)
		}
	}
	if f.Threads < 1 || f.Threads > 1024 {
		return fmt.Errorf("threads is %d: it must be from 1 to 1024", f.Threads)
	}
	return nil
}

// write writes what was measured: the table, unless lines went out already, and the files.
func (f *labFlags) write(out io.Writer, lines []*lab.Line) error {
	if len(lines) == 0 {
		return nil
	}
	if !f.json {
		if err := printed(lab.Table(out, lines)); err != nil {
			return err
		}
	}
	if f.csv != "" {
		if err := runs.WriteFile(f.csv, func(w io.Writer) error { return lab.CSV(w, lines) }); err != nil {
			return err
		}
	}
	if f.html != "" {
		return runs.WriteFile(f.html, func(w io.Writer) error { return lab.HTML(w, lines, "gater "+strings.Join(os.Args[1:], " ")) })
	}
	return nil
}

// writable says what is wrong with a file that is to be written later, if anything.
func writable(path string) error {
	if path == "" {
		return nil
	}
	_, err := os.Lstat(path)
	made := errors.Is(err, os.ErrNotExist)
	w, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return runs.Explain(err, path)
	}
	w.Close()
	if made {
		os.Remove(path)
	}
	return nil
}
