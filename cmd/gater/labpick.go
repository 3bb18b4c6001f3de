package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"gater/internal/lab"
)

// pickFlags is the command line of gater lab pick.
type pickFlags struct {
	lab.Pick
	run           string
	examples, top int
	json, quiet   bool
	noTimes       bool
}

func labPickCommand() *cobra.Command {
	f := pickFlags{Pick: lab.Pick{Wanted: lab.Wanted{Batch: 100}}}
	cmd := &cobra.Command{
		Use:   "pick",
		Short: "Recommend an estimator, with reasons and figures",
		Long: `Recommend an estimator for what is known of a problem, or for the gates of a trained run. Those that
would do are measured on a task with units of that kind and ranked by the error of a step's mean
gradient: bias² + variance / (repeats · batch), with as many repeats as the evaluations allow. Bias
is what no averaging takes away: where both are small, prefer what is unbiased.

On a terminal, what no flag says is asked for.`,
		Example: `  gater lab pick
  gater lab pick --black-box --evals 4 --units 200 --layers 1 --groups 0 --skip everything
  gater lab pick --black-box=false --evals 3 --units 20 --layers 1 --groups 10
  gater lab pick --run runs/blocks-1 --evals 2 --json`,
		Annotations: map[string]string{"args": "no arguments"},
		Args:        argCount(0, 0),
		RunE:        func(cmd *cobra.Command, _ []string) error { return runPick(cmd, &f) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.BoolVar(&f.BlackBox, "black-box", false, "the loss has a value and no derivative in the units' outputs")
	fs.IntVar(&f.Evals, "evals", 0, "evaluations of the loss that a gradient may take (default 4 with --run)")
	fs.IntVar(&f.Units, "units", 0, "units of a layer")
	fs.IntVar(&f.Layers, "layers", 0, "layers of units, one after the other")
	fs.IntVar(&f.Groups, "groups", 0, "outcomes of one-hot units, or 0 for bits")
	fs.StringVar(&f.Skip, "skip", f.Skip, "what training must be able to leave out behind shut units: nothing, forward, everything (default nothing with --run)")
	fs.IntVar(&f.Batch, "batch", f.Batch, "gradients that a step takes the mean of")
	fs.StringVar(&f.Task, "task", "", "measure on this task (default by the units: vae16, vae8x4 or sbn)")
	fs.StringVar(&f.run, "run", "", "measure on the gates of the run in this folder")
	fs.IntVar(&f.examples, "examples", 16, "examples of the run's data")
	fs.Uint64Var(&f.Settings.Seed, "seed", defaultSeed, "seed of noise, weights and data")
	fs.IntVar(&f.Draws, "draws", 4096, "draws of a gradient where moments are not exact")
	fs.IntVar(&f.Threads, "threads", runtime.GOMAXPROCS(0), "threads; but for times the result is the same for any number")
	fs.BoolVar(&f.noTimes, "no-times", false, "leave times out: the output is then the same every time")
	fs.IntVar(&f.top, "top", 8, "rows of the table")
	fs.BoolVar(&f.json, "json", false, "a line of JSON on standard output")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

func runPick(cmd *cobra.Command, f *pickFlags) error {
	if f.top < 1 || f.Draws < 2 || f.Draws > 1<<30 || f.Threads < 1 || f.Threads > 1024 {
		return errors.New("top, draws and threads must be numbers of ordinary size, such as 8, 4096 and 2")
	}
	if err := f.known(cmd); err != nil {
		return err
	}
	f.T, f.Theta, f.Options.Seed = math.NaN(), math.NaN(), f.Settings.Seed
	if !f.noTimes {
		f.Now = time.Now
	}
	if !f.quiet {
		f.Log = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	}
	p, err := f.Run(cmd.Context())
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted: nothing is recommended until all are measured")
	}
	if err != nil {
		return err
	}
	if f.json {
		return printed(json.NewEncoder(cmd.OutOrStdout()).Encode(p))
	}
	return printed(p.Write(cmd.OutOrStdout(), f.top))
}

// known fills in what the flags say, what the run says, and what people say when asked.
func (f *pickFlags) known(cmd *cobra.Command) (err error) {
	missing := f.missing(cmd.Flags().Changed)
	if f.run == "" {
		if len(missing) > 0 && !isatty.IsTerminal(os.Stdin.Fd()) {
			return fmt.Errorf("there is no terminal to ask on: give %s, or --run RUN", flagNames(missing))
		}
		return f.ask(cmd.InOrStdin(), os.Stderr, missing)
	}
	if f.Task != "" && f.Task != "run" {
		return fmt.Errorf("--run measures on the run itself: drop --task %s", f.Task)
	}
	for _, name := range []string{"units", "layers", "groups"} {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("the run says itself what its units are: drop --%s", name)
		}
	}
	if !cmd.Flags().Changed("evals") {
		f.Evals = 4
	}
	if !cmd.Flags().Changed("skip") {
		f.Skip = "nothing"
	}
	f.Task, f.Units, f.Layers = "run", 1, 1
	f.Trained, err = trained(cmd.Context(), f.run, f.examples, f.Settings.Seed)
	return err
}
