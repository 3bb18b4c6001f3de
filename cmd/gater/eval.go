package main

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"gater/internal/model"
	"gater/internal/runs"
	"gater/nn"
	"gater/train"
)

func evalCommand() *cobra.Command {
	var threads int
	var weights string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "eval RUN [DATA]",
		Short: "Test a trained network on the test part of a data set",
		Long: `Test the network of a run as it is deployed, on the test part of DATA (the run's own data
unless another set of the same shape is given). Of a run on a table, DATA is a file with the same
columns, of which all rows are tested on; categories that training did not see count as unknown.

--weights bf16 or int8 tests the network as gater predict --weights runs it.`,
		Example: `  gater eval runs/blocks-1
  gater eval runs/blocks-1 ~/data/other --json
  gater eval runs/blocks-1 --weights int8`,
		Annotations: map[string]string{"args": "a run's folder and at most one data set"},
		Args:        argCount(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := evaluate(cmd, args, weights, threads)
			if err != nil {
				return err
			}
			return o.print(cmd.OutOrStdout(), asJSON)
		},
	}
	cmd.Flags().IntVar(&threads, "threads", runtime.GOMAXPROCS(0), "threads; the result is the same for any number")
	cmd.Flags().StringVar(&weights, "weights", "", "bf16 or int8: test with the weights in fewer bits")
	cmd.Flags().BoolVar(&asJSON, "json", false, "a JSON line on standard output")
	return cmd
}

func evaluate(cmd *cobra.Command, args []string, weights string, threads int) (*outcome, error) {
	if threads < 1 || threads > 1024 {
		return nil, fmt.Errorf("threads is %d: it must be from 1 to 1024", threads)
	}
	if err := knownWeights(weights); err != nil {
		return nil, err
	}
	r, err := runs.Open(args[0])
	if err != nil {
		return nil, err
	}
	m, thetas, err := r.LoadModel()
	if err != nil {
		return nil, err
	}
	if weights != "" {
		if err := (&model.Model{Net: m.Net}).Narrow(weights); err != nil {
			return nil, fmt.Errorf("%s: %w", args[0], err)
		}
	}
	name := r.Config.Data
	if len(args) > 1 {
		name = args[1]
	}
	if r.Config.Table != nil {
		o, err := evaluateTable(cmd.Context(), r, m, thetas, name, threads)
		if err == nil {
			o.Weights = weights
		}
		return o, err
	}
	d, err := openSet(cmd.Context(), name, func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return nil, err
	}
	if d.Sum() == r.Config.DataSum {
		if err := notTrial(args[0]); err != nil {
			return nil, err
		}
	}
	if d.Test.Dim() != r.Config.Inputs || len(d.Test.Classes) > r.Config.Classes {
		return nil, fmt.Errorf("%s has pictures of %d pixels in %d classes, %s was trained on %d pixels in %d classes: give data of that shape",
			name, d.Test.Dim(), len(d.Test.Classes), args[0], r.Config.Inputs, r.Config.Classes)
	}
	pool := newPool(threads)
	defer pool.Close()
	began := time.Now()
	e := &train.Evaluator{Net: m.Net, Pool: pool, Noise: train.TestNoise(r.Config.Seed)}
	blocks := newOpenCount(m.Gates)
	e.Watch = blocks.watch
	res := e.Run(d.Test, nn.Use, 0)
	cost := nn.CostOf(m.Net)
	o := &outcome{TestError: &res.Error, Active: res.Active, Macs: res.Macs,
		MacsDense: float64(cost.Ungated), MacsDenseGated: float64(cost.All), Seconds: time.Since(began).Seconds(),
		Seed: r.Config.Seed, Run: args[0], TestLoss: &res.Loss, Weights: weights}
	o.gatesOutcome(r.Config, m, thetas, blocks.shares())
	return o, nil
}
