package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"gater/internal/catalog"
	"gater/internal/convert"
	"gater/internal/dial"
	"gater/internal/model"
	"gater/nn"
	"gater/train"
)

// gateFlags is the command line of gater gate.
type gateFlags struct {
	active, floor, out, resume string
	o                          convert.Options
	threads                    int
	force, json, quiet         bool
}

func gateCommand() *cobra.Command {
	f := gateFlags{o: convert.Options{Settings: convert.Defaults(), Gate: catalog.Hard}}
	cmd := &cobra.Command{
		Use:   "gate MODEL [DATA] --active 10%",
		Short: "Turn a dense network that is trained already into a gated one, with a dial",
		Long: `Turn a trained network of linear layers with rectifiers between them, behind the
vectors of wide columns if there are any, into one with gates. MODEL is the folder of a run or of a
model; DATA is what it was trained on, where its folder does not say.

The units of each hidden layer are put into blocks by what they do for the same training rows, and
the weights move with them: with all gates open the network computes what it did. A small gater for
each layer learns what each block is worth to a row. Then all is trained on, with the dense network
for a teacher, at the share of blocks that is asked for and, every fourth step, at another, so that
the network works at any. Thresholds, epochs and the dial are chosen on the validation rows; the test
rows are looked at once, at the end.

The dial is the budgets that the new model runs at, from --floor to all blocks open, with the time
that each takes on this machine: gater predict MODEL FILE --budget 20% or --budget 150us.

After every gater and every epoch all that it needs to go on is kept beside --out, in DIR.part. Ctrl-C
finishes the step, saves, and exits; --resume DIR goes on, and the network is the same, bit for bit, as
if it had never stopped. Groups, the dial and its times are made anew.`,
		Example: `  gater gate runs/dense-1 --active 10% --out gated
  gater gate model mnist --active 0.05 --epochs 20 --out gated --json
  gater gate --resume gated`,
		Annotations: map[string]string{"args": "a folder and at most one data set"},
		Args: func(cmd *cobra.Command, args []string) error {
			if f.resume != "" {
				return f.withResume(cmd.Flags(), args)
			}
			return argCount(1, 2)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.active, "active", "10%", "share of the blocks to be open for an example")
	fs.StringVar(&f.out, "out", "", "the new model's folder")
	fs.StringVar(&f.resume, "resume", "", "go on with what was stopped on its way to this folder")
	fs.IntVar(&f.o.Epochs, "epochs", f.o.Epochs, "passes over the training rows with the gates on")
	fs.IntVar(&f.o.Width, "width", f.o.Width, "units in a block")
	fs.IntVar(&f.o.Rank, "gater", f.o.Rank, "hidden units of a gater")
	fs.Float64Var(&f.o.Rate, "rate", f.o.Rate, "learning rate at the start")
	fs.Float64Var(&f.o.Adversary, "adversary", f.o.Adversary, "of pictures: also learn from each with its pixels moved by so much, at worst")
	fs.Float64Var(&f.o.Teacher, "teacher", f.o.Teacher, "weight of the dense network's opinion against the labels'")
	fs.Float64Var(&f.o.Temper, "temperature", f.o.Temper, "at which the dense network is asked")
	fs.StringVar(&f.floor, "floor", "2%", "share of the blocks at the low end of the dial")
	fs.Uint64Var(&f.o.Seed, "seed", defaultSeed, "seed of groups, weights, order and noise")
	fs.IntVar(&f.threads, "threads", runtime.GOMAXPROCS(0), "threads; the network is the same for any number")
	fs.BoolVar(&f.force, "force", false, "replace a model that is there")
	fs.BoolVar(&f.json, "json", false, "a JSON line on standard output")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

func (f *gateFlags) run(cmd *cobra.Command, args []string) error {
	part, least, err := f.begin(args)
	if err != nil {
		return err
	}
	fresh := f.resume == ""
	if !fresh {
		args = part.begun.Args
	}
	m, d, now, err := f.dense(cmd, args)
	if err == nil && !fresh {
		err = part.same(now)
	}
	if err != nil {
		return err
	}
	if fresh && f.force {
		part.drop()
	}
	part.begun.Data, part.begun.Dense = now.Data, now.Dense
	pool := newPool(f.threads)
	defer pool.Close()
	f.o.Data, f.o.Pool, f.o.Keeper = d, pool, part
	f.o.Least = min(f.o.Least, f.o.Active)
	f.o.Batch = min(f.o.Batch, max(16, d.Train.Len()/64)) // few rows: more steps
	part.begun.Settings = f.o.Settings
	show := newStages(os.Stderr, f.quiet)
	defer show.close()
	if !fresh && !f.quiet {
		fmt.Fprintf(os.Stderr, "going on in %s after %d of %d steps: %s\n", part.stand.Name, part.stand.Step, part.stand.Of, f.out)
	}
	f.o.Step, f.o.Epoch = show.step, show.epoch(f.o.Epochs)
	o, made, err := f.convert(cmd.Context(), m, args[0], least, show)
	show.close()
	switch {
	case errors.Is(err, context.Canceled) && part.stand != nil:
		s := part.stand
		fmt.Fprintf(os.Stderr, "stopped in %s, after %d of %d steps; saved. Go on with: gater gate --resume %s\n", s.Name, s.Step, s.Of, f.out)
		return nil
	case errors.Is(err, train.ErrDiverged):
		part.drop()
		return fmt.Errorf("%s: %w", args[0], err)
	case err != nil:
		return err
	}
	o.Seconds = part.took()
	if err := model.Save(f.out, made, f.force); err != nil {
		return err
	}
	part.drop()
	return o.print(cmd.OutOrStdout(), f.json)
}

// convert makes the gated model and its dial, and judges it.
func (f *gateFlags) convert(ctx context.Context, m *model.Model, from string, least float64, show *stages) (*gateOutcome, *model.Model, error) {
	d := f.o.Data
	net, err := convert.Gate(ctx, m.Net.(nn.Seq), f.o)
	if errors.Is(err, context.Canceled) || errors.Is(err, train.ErrDiverged) {
		return nil, nil, err
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", from, err)
	}
	eval := &train.Evaluator{Net: net.Net, Pool: f.o.Pool}
	thetas := train.Tune(eval, net.Gates, d.Valid)
	sweep := &dial.Sweep{Eval: eval, Gates: net.Gates, Set: d.Valid.Slice(0, min(dialRows, d.Valid.Len())), Least: least, Grid: 16,
		Step: func(done, of int) { show.step("dial", done, of) }}
	table, err := sweep.Run(ctx)
	if err != nil {
		return nil, nil, err
	}
	f.calibrate(table, net, d.Valid, show)
	dial.Apply(net.Gates, thetas)

	o := &gateOutcome{Model: f.out, From: from, ActiveAsked: f.o.Active, Seed: f.o.Seed, Points: len(table.Points),
		FloorShare: table.Floor().Share, DialSpread: table.Clock.Spread}
	o.judge(m.Net, net.Net, d, f.o.Pool)
	o.time(m.Net, net.Net, d.Valid, show)
	return o, f.gated(m, net, thetas, table, o), nil
}
