package main

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gater/internal/catalog"
)

// trainFlags is the command line of gater train, apart from the settings it changes.
type trainFlags struct {
	preset, gate string
	out, resume  string
	threads      int
	json, quiet  bool
	set          catalog.Config // settings given on the command line
}

func trainCommand() *cobra.Command {
	var f trainFlags
	cmd := &cobra.Command{
		Use:   "train [DATA]",
		Short: "Train a gated network and report what it learnt and what it saved",
		Long: `Train a gated network. DATA is mnist (the default), synthetic, or a folder of IDX files.

Everything about the run is kept in its folder: settings, events, a checkpoint after every
epoch, the trained model and a report. Ctrl-C finishes the step, saves, and exits; --resume
goes on, and the result is the same, bit for bit, as if it had never stopped.

Gates:
` + gateHelp(),
		Example: `  gater train
  gater train --gate sbn --seed 3 --out runs/sbn-3
  gater train --preset paper --gate nr --epochs 15
  gater train ~/data/fashion --active 0.05 --json > result.jsonl
  gater train --resume runs/sbn-3`,
		Annotations: map[string]string{"args": "at most one data set"},
		Args:        argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTrain(cmd, &f, args)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.preset, "preset", "blocks", "blocks: 64 blocks of 32 units; paper: the net of Bengio et al. (2013)")
	fs.StringVar(&f.gate, "gate", "", "how gates are made and trained (default nr; st with --preset paper)")
	fs.Uint64Var(&f.set.Seed, "seed", 1, "seed of weights, order and noise")
	fs.IntVar(&f.set.Epochs, "epochs", 0, "passes over the training set (default: the preset's)")
	fs.StringVar(&f.out, "out", "", "the run's folder (default runs/PRESET-N)")
	fs.StringVar(&f.resume, "resume", "", "go on with the run in this folder")
	fs.IntVar(&f.threads, "threads", runtime.GOMAXPROCS(0), "threads; the result is the same for any number")
	fs.BoolVar(&f.json, "json", false, "JSON lines on standard output, the last one the result")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	settingFlags(fs, &f.set)
	return cmd
}

// settingFlags are the flags that change one setting of the preset.
func settingFlags(fs *pflag.FlagSet, c *catalog.Config) {
	fs.Float64Var(&c.Active, "active", 0, "share of the blocks to be open for an example, 0 to 1")
	fs.StringVar(&c.Mode, "mode", "", "how gates act once trained: sample, threshold or mean")
	fs.StringVar(&c.Skip, "skip", "", "what training skips: auto, everything, forward or nothing")
	fs.StringVar(&c.Baseline, "baseline", "", "of gate sbn: min-variance, mean or none")
	fs.IntVar(&c.Blocks, "blocks", 0, "number of blocks")
	fs.IntVar(&c.Width, "width", 0, "units in a block")
	fs.IntSliceVar(&c.Gater, "gater", nil, "widths of the gater's hidden layers, such as 400 or 64,32")
	fs.Float64Var(&c.Penalty, "penalty", 0, "weight of the cross-entropy that keeps gates at --active")
	fs.Float64Var(&c.PerUnit, "per-unit", 0, "weight of the norm that keeps every unit at --active (arXiv 1511.06297)")
	fs.Float64Var(&c.PerExample, "per-example", 0, "weight of the term that keeps every example at --active")
	fs.Float64Var(&c.Variance, "variance", 0, "weight of the term that makes blocks differ between examples")
	fs.Float64Var(&c.Beta, "beta", 0, "add Beta noise of this β to the gates' inputs")
	fs.Float64Var(&c.Revive, "revive", 0, "raise the bias of units that fire less often than this")
	fs.Float64Var(&c.Noise, "noise", 0, "standard deviation of the noise of nr and sigmoid-noise")
	fs.Float64Var(&c.Exponent, "exponent", 0, "r of sts and sts-code")
	fs.Float64Var(&c.Dropout, "dropout", 0, "share of the inputs dropped in training")
	fs.StringVar(&c.Optimiser, "optimiser", "", "sgd, rmsprop, adam or adamw")
	fs.Float64Var(&c.Rate, "rate", 0, "learning rate")
	fs.Float64Var(&c.RateTo, "rate-to", 0, "learning rate at the end, falling as a cosine; 0: see --rate-decay")
	fs.Float64Var(&c.RateDecay, "rate-decay", 0, "factor on the learning rate after every epoch, without --rate-to")
	fs.Float64Var(&c.GaterRate, "gater-rate", 0, "learning rate of the gater, as a factor on --rate")
	fs.Float64Var(&c.Momentum, "momentum", 0, "momentum of sgd at the end of its ramp")
	fs.Float64Var(&c.WeightDecay, "weight-decay", 0, "weight decay of adamw")
	fs.Float64Var(&c.MaxNorm, "max-norm", 0, "limit on the norm of a unit's incoming weights, 0 for none")
	fs.IntVar(&c.Batch, "batch", 0, "examples in a batch")
	fs.IntVar(&c.Patience, "patience", 0, "stop after so many epochs without a 1 % gain, 0 for never")
}

func gateHelp() string {
	var b strings.Builder
	for _, g := range catalog.Gates {
		fmt.Fprintf(&b, "  %-18s %s\n", g.Name, g.Doc)
	}
	return b.String()
}

// resolve is the settings of a new run: the preset's, with those given on the command line.
func (f *trainFlags) resolve(fs *pflag.FlagSet) (*catalog.Config, error) {
	c, err := catalog.Preset(f.preset, f.gate)
	if err != nil {
		return nil, err
	}
	c.Seed = f.set.Seed
	given := map[string]func(){
		"epochs": func() { c.Epochs = f.set.Epochs }, "active": func() { c.Active = f.set.Active },
		"mode": func() { c.Mode = f.set.Mode }, "skip": func() { c.Skip = f.set.Skip },
		"baseline": func() { c.Baseline = f.set.Baseline }, "blocks": func() { c.Blocks = f.set.Blocks },
		"width": func() { c.Width = f.set.Width }, "gater": func() { c.Gater = f.set.Gater },
		"penalty": func() { c.Penalty = f.set.Penalty }, "per-unit": func() { c.PerUnit = f.set.PerUnit },
		"per-example": func() { c.PerExample = f.set.PerExample },
		"variance":    func() { c.Variance = f.set.Variance }, "beta": func() { c.Beta = f.set.Beta },
		"revive": func() { c.Revive = f.set.Revive }, "noise": func() { c.Noise = f.set.Noise },
		"exponent": func() { c.Exponent = f.set.Exponent }, "optimiser": func() { c.Optimiser = f.set.Optimiser },
		"rate": func() { c.Rate = f.set.Rate }, "rate-to": func() { c.RateTo = f.set.RateTo },
		"rate-decay": func() { c.RateDecay = f.set.RateDecay }, "gater-rate": func() { c.GaterRate = f.set.GaterRate },
		"momentum":     func() { c.Momentum = f.set.Momentum },
		"weight-decay": func() { c.WeightDecay = f.set.WeightDecay }, "max-norm": func() { c.MaxNorm = f.set.MaxNorm },
		"dropout": func() { c.Dropout = f.set.Dropout },
		"batch":   func() { c.Batch = f.set.Batch }, "patience": func() { c.Patience = f.set.Patience },
	}
	fs.Visit(func(g *pflag.Flag) {
		if set, ok := given[g.Name]; ok {
			set()
		}
	})
	return c, c.Check()
}

// withResume refuses settings beside --resume: a run keeps its own.
func (f *trainFlags) withResume(fs *pflag.FlagSet) (err error) {
	fs.Visit(func(g *pflag.Flag) {
		switch g.Name {
		case "resume", "threads", "json", "quiet":
		default:
			err = usageError{fmt.Errorf("--resume goes on with the run's own settings: drop --%s", g.Name)}
		}
	})
	return err
}
