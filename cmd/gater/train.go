package main

import (
	"errors"
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
	net          netFlags
	table        tableFlags
	out, resume  string
	threads      int
	json, quiet  bool
}

func trainCommand() *cobra.Command {
	var f trainFlags
	cmd := &cobra.Command{
		Use:   "train [DATA]",
		Short: "Train a gated network and report what it learnt and what it saved",
		Long: `Train a gated network. DATA is mnist (the default), fashion, synthetic, a folder of IDX files, or the
file of a table (CSV, NDJSON, Parquet and others; - is standard input), of which --target names the column to
predict. Of a table the settings go by its size, and the same network without gates, and a linear
one, are trained beside it.

Everything about the run is kept in its folder: settings, events, a checkpoint after every
epoch, the trained model and a report. Ctrl-C finishes the step, saves, and exits; --resume
goes on, and the result is the same, bit for bit, as if it had never stopped.

Presets:
` + presetHelp() + `
Gates:
` + gateHelp(),
		Example: `  gater train
  gater train --gate sbn --seed 3 --out runs/sbn-3
  gater train --preset mnist-10
  gater train --preset paper --gate nr --epochs 15
  gater train ~/data/fashion --active 0.05 --json > result.jsonl
  gater train data.csv --target y
  gater train --net net.yaml                  # a network of your own; see gater net --help
  gater train --resume runs/sbn-3`,
		Annotations: map[string]string{"args": "at most one data set"},
		Args:        argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTrain(cmd, &f, args)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.preset, "preset", "blocks", "a network and how to train it, see above")
	fs.StringVar(&f.gate, "gate", "", "how gates are made and trained (default nr; st with --preset paper)")
	f.net.flags(fs)
	f.table.flags(fs)
	settingFlags(fs, &catalog.Config{Seed: defaultSeed})
	fs.StringVar(&f.out, "out", "", "the run's folder (default runs/PRESET-N)")
	fs.StringVar(&f.resume, "resume", "", "go on with the run in this folder")
	fs.IntVar(&f.threads, "threads", runtime.GOMAXPROCS(0), "threads; the result is the same for any number")
	fs.BoolVar(&f.json, "json", false, "JSON lines on standard output, the last one the result")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

const defaultSeed = 1

// settingFlags are the flags that change one setting each of c, with c's values as defaults.
func settingFlags(fs *pflag.FlagSet, c *catalog.Config) {
	fs.Uint64Var(&c.Seed, "seed", c.Seed, "seed of weights, order and noise")
	fs.IntVar(&c.Epochs, "epochs", c.Epochs, "passes over the training set (default: the preset's)")
	fs.Float64Var(&c.Active, "active", c.Active, "share of the blocks to be open for an example, 0 to 1")
	fs.Float64Var(&c.ActiveFrom, "active-from", c.ActiveFrom, "of nr: share of the blocks asked for at first, falling by the same factor every epoch to --active; 0: --active from the start")
	fs.Float64Var(&c.ActiveOver, "active-over", c.ActiveOver, "epochs that takes; 0: half of them")
	fs.Float64Var(&c.Opening, "opening", c.Opening, "share of the blocks open before training; 0: the gate's own, a half for nr")
	fs.StringVar(&c.Mode, "mode", c.Mode, "how gates act once trained: sample, threshold or mean")
	fs.StringVar(&c.Skip, "skip", c.Skip, "what training skips: auto, everything, forward or nothing")
	fs.StringVar(&c.Baseline, "baseline", c.Baseline, "of gate sbn: min-variance, mean or none")
	fs.IntVar(&c.Blocks, "blocks", c.Blocks, "number of blocks")
	fs.IntVar(&c.Width, "width", c.Width, "units in a block")
	fs.IntSliceVar(&c.Gater, "gater", c.Gater, "widths of the gater's hidden layers, such as 400 or 64,32")
	fs.Float64Var(&c.Penalty, "penalty", c.Penalty, "weight of the cross-entropy that keeps gates at --active")
	fs.Float64Var(&c.PerUnit, "per-unit", c.PerUnit, "weight of the norm that keeps every unit at --active (arXiv 1511.06297)")
	fs.Float64Var(&c.PerExample, "per-example", c.PerExample, "weight of the term that keeps every example at --active")
	fs.Float64Var(&c.Variance, "variance", c.Variance, "weight of the term that makes blocks differ between examples")
	fs.Float64Var(&c.Beta, "beta", c.Beta, "add Beta noise of this β to the gates' inputs")
	fs.Float64Var(&c.Revive, "revive", c.Revive, "raise the bias of units that fire less often than this")
	fs.Float64Var(&c.Noise, "noise", c.Noise, "standard deviation of the noise of nr and sigmoid-noise")
	fs.Float64Var(&c.NoiseTo, "noise-to", c.NoiseTo, "share of nr's noise that is left at the end, falling by the same factor every epoch; 0: all")
	fs.Float64Var(&c.Exponent, "exponent", c.Exponent, "r of sts and sts-code")
	fs.IntVar(&c.Samples, "samples", c.Samples, "draws, of gates that average over several")
	fs.Float64Var(&c.Tau, "tau", c.Tau, "temperature, of relaxed gates")
	fs.Float64Var(&c.TauTo, "tau-to", c.TauTo, "temperature at the end, falling by the same factor every epoch; 0: stays")
	fs.Float64Var(&c.Slope, "slope", c.Slope, "slope of st-sigmoid, sharpness of surrogate")
	fs.Float64Var(&c.SlopeTo, "slope-to", c.SlopeTo, "slope at the end, rising in a straight line; 0: stays")
	fs.Float64Var(&c.Alpha, "alpha", c.Alpha, "of reinmax: 1 is Heun's rule, 0.5 the midpoint")
	fs.StringVar(&c.Curve, "curve", c.Curve, "of surrogate: the derivative that stands for the step's")
	fs.IntVar(&c.OneHot, "one-hot", c.OneHot, "gates in groups of so many, one of each open; 0: bits")
	fs.StringVar(&c.Norm, "norm", c.Norm, "every row of the inputs to a common scale: layer (mean 0, variance 1), rms (mean square 1), or none if empty")
	fs.Float64Var(&c.Dropout, "dropout", c.Dropout, "share of the inputs dropped in training")
	fs.Float64Var(&c.Hidden, "hidden-dropout", c.Hidden, "share of the experts' outputs dropped in training")
	fs.Float64Var(&c.Smoothing, "label-smoothing", c.Smoothing, "share of the target that goes to all classes alike")
	fs.Float64Var(&c.Adversary, "adversary", c.Adversary, "train on every picture twice, then with each pixel moved by so much against the loss")
	fs.Float64Var(&c.Mixup, "mixup", c.Mixup, "train on mixtures of two examples, of shares from Beta(α, α) of this α, such as 0.2; 0: none")
	fs.StringVar(&c.Teacher, "teacher", c.Teacher, "of pictures: the folder of a run or a model to learn from beside the labels")
	fs.Float64Var(&c.TeacherWeight, "teacher-weight", c.TeacherWeight, "share of the loss that is the teacher's, to 1; 0: a half")
	fs.Float64Var(&c.Temperature, "temperature", c.Temperature, "temperature at which the teacher is asked; 0: 2")
	fs.IntSliceVar(&c.Above, "above", c.Above, "widths of rectified layers between the experts and the classes, such as 256")
	fs.BoolVar(&c.Dense, "dense", c.Dense, "the same net without gates: every unit, always")
	fs.StringVar(&c.Optimiser, "optimiser", c.Optimiser, "sgd, rmsprop, adam or adamw")
	fs.Float64Var(&c.Rate, "rate", c.Rate, "learning rate")
	fs.Float64Var(&c.RateTo, "rate-to", c.RateTo, "learning rate at the end, falling as a cosine; 0: see --rate-decay")
	fs.Float64Var(&c.RateDecay, "rate-decay", c.RateDecay, "factor on the learning rate after every epoch, without --rate-to")
	fs.Float64Var(&c.GaterRate, "gater-rate", c.GaterRate, "learning rate of the gater, as a factor on --rate")
	fs.Float64Var(&c.Momentum, "momentum", c.Momentum, "momentum of sgd at the end of its ramp")
	fs.Float64Var(&c.WeightDecay, "weight-decay", c.WeightDecay, "weight decay of adamw")
	fs.Float64Var(&c.MaxNorm, "max-norm", c.MaxNorm, "limit on the norm of a unit's incoming weights, 0 for none")
	fs.IntVar(&c.Batch, "batch", c.Batch, "examples in a batch")
	fs.Float64Var(&c.Average, "average", c.Average, "validate and keep averages of the weights over steps, of this decay a step, such as 0.999; 0: the weights")
	fs.BoolVar(&c.Refit, "refit", c.Refit, "train on the validation part too and keep the last network: for settings that are chosen")
	fs.BoolVar(&c.NoTest, "no-test", c.NoTest, "leave the test part unopened, to choose settings by validation alone; gater eval opens it later")
	fs.IntVar(&c.Patience, "patience", c.Patience, "stop after so many epochs without a 1 % gain, 0 for never")
}

func presetHelp() string {
	var b strings.Builder
	for _, p := range catalog.PresetHelp() {
		fmt.Fprintf(&b, "  %-18s %s\n", p[0], p[1])
	}
	return b.String()
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
	c.Seed = defaultSeed
	if err := copyFlags(c, fs); err != nil {
		return nil, err
	}
	if err := f.net.take(c, f.preset, f.gate, fs); err != nil {
		return nil, err
	}
	return c, c.Check()
}

// copyFlags sets the settings of c that were given.
func copyFlags(c *catalog.Config, fs *pflag.FlagSet) (err error) {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	settingFlags(own, c)
	fs.Visit(func(g *pflag.Flag) {
		if to := own.Lookup(g.Name); to != nil {
			err = errors.Join(err, copyFlag(to.Value, g.Value))
		}
	})
	return err
}

// copyFlag sets a flag to another's value.
func copyFlag(to, from pflag.Value) error {
	if list, ok := from.(pflag.SliceValue); ok {
		return to.(pflag.SliceValue).Replace(list.GetSlice())
	}
	return to.Set(from.String())
}

// withResume refuses settings beside --resume: a run keeps its own. A trial of a sweep goes on with
// its sweep.
func (f *trainFlags) withResume(fs *pflag.FlagSet) (err error) {
	fs.Visit(func(g *pflag.Flag) {
		switch g.Name {
		case "resume", "threads", "json", "quiet":
		default:
			err = usageError{fmt.Errorf("--resume goes on with the run's own settings: drop --%s", g.Name)}
		}
	})
	if err == nil {
		err = notTrial(f.resume)
	}
	return err
}
