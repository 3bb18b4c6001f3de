// Command gater trains, evaluates and shows networks with sparse stochastic gates.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(os.Args[1:])) }

// run is the whole program: 0 is success, 1 a failure, 2 a command line that makes no sense.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // the second signal ends the program at once
		<-ctx.Done()
		stop()
	}()
	root := command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "gater:", strings.Map(shown, err.Error()))
	var u usageError
	if errors.As(err, &u) {
		return 2
	}
	return 1
}

// shown is a character of an error for a terminal: files and their cells may have any.
func shown(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// usageError is a command line that makes no sense.
type usageError struct{ error }

func command() *cobra.Command {
	root := &cobra.Command{
		Use:   "gater",
		Short: "Train networks whose gates switch off what an example does not need",
		Long: `gater trains networks with sparse stochastic gates: for each example most blocks of the
network are shut, and a shut block is not computed, forwards or backwards.`,
		Example: `  gater train                                 # MNIST, 10 % of the blocks active
  gater train --preset paper --gate sbn       # the net of Bengio et al. (2013)
  gater train ~/data/fashion --active 0.05    # a folder of IDX files
  gater eval runs/blocks-1
  gater report runs/blocks-1 runs/blocks-2
  gater export runs/blocks-1 --out model      # a folder for gater predict, and for gater.Load in Go
  gater sweep search.yaml                     # search settings; see gater sweep --help`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q: see gater --help", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w: see %s --help", err, cmd.CommandPath())}
	})
	root.AddCommand(trainCommand(), evalCommand(), reportCommand(), benchCommand(), labCommand(), sweepCommand(), reproduceCommand(), studyCommand(), dataCommand(), netCommand(), gateCommand(), exportCommand(), importCommand(), predictCommand(), inspectCommand(), versionCommand())
	return root
}

// argCount makes a wrong number of arguments a usage error.
func argCount(lo, hi int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < lo || hi >= 0 && len(args) > hi {
			return usageError{fmt.Errorf("%s takes %s, got %d: see %s --help",
				cmd.CommandPath(), cmd.Annotations["args"], len(args), cmd.CommandPath())}
		}
		return nil
	}
}
