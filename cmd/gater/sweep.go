//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gater/internal/sweep"
)

// sweepFlags is the command line of gater sweep.
type sweepFlags struct {
	sweep.Spec
	set, space  []string
	out         string
	jobs        int
	threads     int
	noTest      bool
	json, quiet bool
}

func sweepCommand() *cobra.Command {
	f := sweepFlags{Spec: sweep.Default()}
	cmd := &cobra.Command{
		Use:   "sweep [FILE]",
		Short: "Search settings: many trials, the best by validation error, one look at the test set",
		Long: `Search a space of settings of gater train. FILE declares the sweep in YAML; flags say the same,
and win where both speak:

  data: synthetic            # as DATA of gater train; default mnist
  set:                       # settings of all trials, by the flags of gater train
    epochs: 10
  space:                     # settings that vary
    rate: log 0.003..0.3     # or uniform A..B, integer A..B, log-integer A..B
    gate: [st, nr, sbn]      # choices
  search: halving            # or random, or grid (ranges as log 0.003..0.3 in 5)
  trials: 27                 # candidates
  confirm: 3                 # further seeds of the chosen one, for the test

A sweep that was stopped, or killed, goes on when the same command is given again: what is done
is not done again, and the result is the same as if it had never stopped. Everything is in
OUT/sweep.db; each trial is a run in OUT/trials. Trials are compared by validation error alone.
The test set is opened once, at the end, for the candidate that was chosen.`,
		Example: `  gater sweep search.yaml
  gater sweep --data synthetic --space 'rate=log 0.003..0.3' --space gate=st,nr --set epochs=5 --trials 12
  gater sweep --search grid --space noise=0.5,1,2 --space 'rate=log 0.01..0.1 in 3' --stop median
  gater sweep show sweeps/search
  gater sweep query sweeps/search 'SELECT * FROM best ORDER BY valid_error LIMIT 5'`,
		Annotations: map[string]string{"args": "at most one file"},
		Args:        argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runSweep(cmd, &f, args)
		},
	}
	sweepSpecFlags(cmd.Flags(), &f)
	cmd.AddCommand(sweepShowCommand(), sweepReportCommand(), sweepQueryCommand(), sweepTestCommand())
	return cmd
}

func sweepSpecFlags(fs *pflag.FlagSet, f *sweepFlags) {
	fs.SortFlags = false
	fs.StringVar(&f.Data, "data", f.Data, "data set: mnist, fashion, synthetic, or a folder of IDX files")
	fs.StringArrayVar(&f.set, "set", nil, "NAME=VALUE: a setting of every trial, by its flag of gater train")
	fs.StringArrayVar(&f.space, "space", nil, "NAME=VALUES: a setting that varies, such as 'rate=log 0.003..0.3' or gate=st,nr")
	fs.StringVar(&f.Search, "search", f.Search, "random, grid or halving")
	fs.IntVar(&f.Trials, "trials", f.Trials, "candidates of a random search or of halving")
	fs.IntVar(&f.Seeds, "seeds", f.Seeds, "seeds of each candidate in the search")
	fs.IntVar(&f.Confirm, "confirm", f.Confirm, "further seeds of the chosen candidate")
	fs.Uint64Var(&f.Seed, "seed", f.Seed, "seed of the search, and the first of the trials'")
	fs.StringVar(&f.Stop, "stop", f.Stop, "stop losers of a random search or grid: none or median")
	fs.IntVar(&f.Group, "group", f.Group, "of median: candidates that are judged by those before them")
	fs.IntVar(&f.Grace, "grace", f.Grace, "of median: epochs before the first judgement")
	fs.IntVar(&f.Eta, "eta", f.Eta, "of halving: one candidate in so many goes on")
	fs.IntVar(&f.First, "first", f.First, "of halving: epochs of the first rung")
	fs.StringVar(&f.out, "out", "", "the sweep's folder (default sweeps/FILE)")
	fs.IntVar(&f.jobs, "jobs", runtime.GOMAXPROCS(0), "trials at once; the result is the same for any number")
	fs.IntVar(&f.threads, "threads", 1, "threads of a trial; the result is the same for any number")
	fs.BoolVar(&f.noTest, "no-test", false, "leave the test set shut; gater sweep test opens it")
	fs.BoolVar(&f.json, "json", false, "JSON lines on standard output, the last one the result")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
}

func runSweep(cmd *cobra.Command, f *sweepFlags, args []string) error {
	if err := f.resolve(cmd.Flags(), args); err != nil {
		return err
	}
	s, err := openSweep(cmd.Context(), &f.Spec, f.folder(args), f.jobs, f.threads)
	if err != nil {
		return err
	}
	defer s.close()
	s.out, s.json = cmd.OutOrStdout(), f.json
	s.show = newSweepProgress(os.Stderr, f.quiet, s.Sweep)
	s.OnEvent = s.event
	s.show.say(s.headline())
	best, err := s.Run(cmd.Context())
	s.show.close()
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(os.Stderr, "stopped; saved. Go on with the same command, or see gater sweep show %s\n", s.dir)
		return s.page()
	}
	if err != nil {
		return errors.Join(err, s.page())
	}
	if !f.noTest {
		if err := s.test(cmd.Context()); err != nil {
			return err
		}
	}
	return s.finish(best)
}
