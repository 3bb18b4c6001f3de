package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gater/data"
	"gater/internal/lab/vae"
	"gater/internal/report"
	"gater/mat"
	"gater/nn"
)

// vaeFlags is the command line of gater lab vae.
type vaeFlags struct {
	vae.Config
	out, resume string
	threads     int
	json, quiet bool
	part        bool // of a grid, which prints what came out
}

func labVAECommand() *cobra.Command {
	f := vaeFlags{Config: vae.Default()}
	cmd := &cobra.Command{
		Use:   "vae [DATA]",
		Short: "Train the field's benchmark, an autoencoder with a layer of bits, by any estimator",
		Long: `Train a variational autoencoder with 200 Bernoulli units by any estimator and record its bound
and the variance of its encoder's gradient, as Dong et al. (2020), Titsias and Shi (2022) and
Shi et al. (2022) do: MNIST with pixels drawn anew at every step, Adam, batches of 100, linear
layers or two hidden layers of 200 with leaky rectifiers. DATA is mnist (the default),
synthetic, or a folder of IDX files.

Ctrl-C finishes the step, saves, and exits; --resume goes on, and the result is the same, bit
for bit, as if it had never stopped.`,
		Example: `  gater lab vae --estimator disarm
  gater lab vae --net nonlinear --estimator rloo:k=4 --steps 200000 --out runs/rloo4
  gater lab vae --resume runs/rloo4
  gater lab vae compare runs/disarm runs/rloo4 -o compare.html`,
		Annotations: map[string]string{"args": "at most one data set"},
		Args:        argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.resume != "" {
				if err := onlyResume(cmd.Flags()); err != nil {
					return err
				}
			}
			return runVAE(cmd, &f, args)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.Estimator, "estimator", f.Estimator, "NAME or NAME:SETTING=VALUE; see gater lab list")
	fs.StringVar(&f.Net, "net", f.Net, "linear, or nonlinear: two hidden layers of 200 on either side")
	fs.Uint64Var(&f.Seed, "seed", f.Seed, "seed of weights, order, pixels and noise")
	f.add(fs)
	fs.StringVar(&f.out, "out", "", "the run's folder (default runs/vae-N)")
	fs.StringVar(&f.resume, "resume", "", "go on with the run in this folder")
	fs.BoolVar(&f.json, "json", false, "JSON lines on standard output, the last one the result")
	cmd.AddCommand(labVAECompareCommand(), labVAEGridCommand())
	return cmd
}

// add is the flags that a run and a grid have in common.
func (f *vaeFlags) add(fs *pflag.FlagSet) {
	fs.IntVar(&f.Steps, "steps", f.Steps, "steps; the literature takes 1000000")
	fs.IntVar(&f.Latent, "latent", f.Latent, "Bernoulli units")
	fs.IntVar(&f.Batch, "batch", f.Batch, "pictures in a batch")
	fs.Float64Var(&f.Rate, "rate", f.Rate, "learning rate of Adam")
	fs.Float64Var(&f.PriorRate, "prior-rate", f.PriorRate, "learning rate of the prior's logits; 0 leaves them at 0")
	fs.StringVar(&f.KL, "kl", f.KL, "the divergence: sampled, exact, or auto: exact where units are relaxed")
	fs.IntVar(&f.Samples, "samples", f.Samples, "draws of the bounds at the end")
	fs.IntVar(&f.Every, "every", f.Every, "steps between records")
	fs.IntVar(&f.CheckEvery, "check-every", f.CheckEvery, "records between bounds of whole sets and checkpoints")
	fs.IntVar(&f.threads, "threads", runtime.GOMAXPROCS(0), "threads; the result is the same for any number")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
}

// vaeSession is one sitting of a run.
type vaeSession struct {
	*vaeFlags
	cmd    *cobra.Command
	folder *vae.Folder
	t      *vae.Trainer
	at     time.Time // of the last line on the screen
	last   *vae.Record
}

func runVAE(cmd *cobra.Command, f *vaeFlags, args []string) error {
	if f.threads < 1 || f.threads > 1024 {
		return fmt.Errorf("threads is %d: it must be from 1 to 1024", f.threads)
	}
	s := &vaeSession{vaeFlags: f, cmd: cmd}
	pool := newPool(f.threads)
	defer pool.Close()
	if err := s.open(cmd.Context(), args, pool); err != nil {
		return err
	}
	defer s.folder.Close()
	err := s.t.Run(cmd.Context())
	switch {
	case errors.Is(err, context.Canceled):
		if err := s.folder.Save(s.t); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "stopped after %d of %d steps; saved. Go on with: gater lab vae --resume %s\n",
			s.t.Progress.Step, s.Config.Steps, s.folder.Dir)
		return nil
	case err != nil:
		return err
	}
	return s.finish()
}

// open reads the data, builds the model, and makes the run's folder or loads its state.
func (s *vaeSession) open(ctx context.Context, args []string, pool *mat.Pool) (err error) {
	if s.resume != "" {
		if s.folder, err = vae.Open(s.resume); err != nil {
			return err
		}
		s.Config = *s.folder.Config
	}
	if len(args) > 0 {
		s.Data = args[0]
	}
	d, err := data.Open(ctx, s.Data, func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return err
	}
	if s.resume == "" {
		if err := s.fill(d); err != nil {
			return err
		}
	} else if s.DataSum != d.Sum() {
		return fmt.Errorf("%s is not the data that %s was trained on: give that data, or start a new run", s.Data, s.resume)
	}
	m, err := vae.Build(&s.Config)
	if err != nil {
		return err
	}
	s.t = &vae.Trainer{Config: &s.Config, Model: m, Data: d, Pool: pool, Now: time.Now, OnRecord: s.record}
	if err := s.t.Start(); err != nil {
		return err
	}
	if s.resume == "" {
		if s.out == "" {
			if s.out, err = freeFolder("vae"); err != nil {
				return err
			}
		}
		if s.folder, err = vae.Create(s.out, &s.Config); err != nil {
			return err
		}
	} else if err := s.folder.Resume(s.t); err != nil {
		return err
	}
	s.say(fmt.Sprintf("%s on %s, %s net, %d of %d steps done: run %s, %d threads",
		s.Estimator, d.Name, s.Net, s.t.Progress.Step, s.Steps, s.folder.Dir, s.threads))
	if s.t.Progress.Step > 0 {
		return nil
	}
	return s.event(s.start())
}

// fill sets what a run's settings say of its data.
func (f *vaeFlags) fill(d *data.Splits) (err error) {
	f.Inputs, f.DataSum = d.Train.Dim(), d.Sum()
	f.Data, err = data.Abs(f.Data)
	return err
}

func (s *vaeSession) start() report.VAEStart {
	about := s.t.Model.Latents.Units.Estimator.About()
	e := report.VAEStart{Time: time.Now().Format(time.RFC3339), Estimator: s.Estimator, Net: s.Net, Seed: s.Seed,
		Data: s.Data, Steps: s.Steps, Batch: s.Batch, Evals: about.Runs(s.Latent), Unbiased: about.Unbiased}
	for _, p := range nn.Params(s.t.Model.Net) {
		e.Params += p.Val.Len()
	}
	if b, err := json.Marshal(s.Config); err == nil {
		json.Unmarshal(b, &e.Config)
	}
	return e
}

func (s *vaeSession) say(line string) {
	if !s.quiet {
		fmt.Fprintln(os.Stderr, line)
	}
}

// event records an event, and with --json prints it.
func (s *vaeSession) event(e report.Event) error {
	if err := s.folder.Event(e); err != nil {
		return err
	}
	if s.json {
		return printed(report.Encode(s.cmd.OutOrStdout(), e))
	}
	return nil
}

// record keeps a record, and with a check of whole sets the checkpoint.
func (s *vaeSession) record(r *vae.Record) error {
	s.last = r
	e := report.VAEPoint{Step: r.Step, Seconds: r.Seconds, ELBO: report.Num(r.Bound), Variance: report.Num(r.Variance)}
	line := fmt.Sprintf("step %d/%d  bound %.2f  variance %.3g  %.0f s", r.Step, s.Steps, r.Bound, r.Variance, r.Seconds)
	if r.Check != nil {
		train, valid := report.Num(r.Check.Train), report.Num(r.Check.Valid)
		e.TrainELBO, e.ValidELBO = &train, &valid
		line += fmt.Sprintf("  training set %.2f  validation %.2f", r.Check.Train, r.Check.Valid)
	}
	if r.Check != nil || time.Since(s.at) > 10*time.Second {
		s.say(line)
		s.at = time.Now()
	}
	if err := s.event(e); err != nil || r.Check == nil {
		return err
	}
	return s.folder.Save(s.t)
}

// onlyResume refuses settings beside --resume: a run keeps its own.
func onlyResume(fs *pflag.FlagSet) (err error) {
	fs.Visit(func(g *pflag.Flag) {
		switch g.Name {
		case "resume", "threads", "json", "quiet":
		default:
			err = usageError{fmt.Errorf("--resume goes on with the run's own settings: drop --%s", g.Name)}
		}
	})
	return err
}

// finish takes the bounds, and writes the report.
func (s *vaeSession) finish() error {
	c, t := s.Config, s.t
	end := report.VAEEnd{Estimator: c.Estimator, Net: c.Net, Seed: c.Seed, Steps: c.Steps, Evals: s.start().Evals,
		Seconds: t.Progress.Seconds, StepsPerSecond: float64(c.Steps) / t.Progress.Seconds, Samples: c.Samples,
		Run: s.folder.Dir, Report: s.folder.Path(vae.ReportFile)}
	if err := s.folder.SaveModel(t.Model.Net); err != nil {
		return err
	}
	b := t.Bounds()
	end.TrainELBO, end.ValidELBO, end.TestELBO = report.Num(b.Train), report.Num(b.Valid), report.Num(b.Test)
	end.ValidBound, end.TestBound, end.Variance = report.Num(b.ValidBound), report.Num(b.TestBound), report.Num(b.Variance)
	if err := s.event(end); err != nil {
		return err
	}
	if err := writeVAEReport(end.Report, []string{s.folder.Dir}); err != nil {
		return err
	}
	if s.json || s.part {
		return nil
	}
	for _, r := range [][2]string{
		{"training bound", fmt.Sprintf("%.2f nats", b.Train)},
		{"validation bound", fmt.Sprintf("%.2f nats; of %d draws %.2f", b.Valid, c.Samples, b.ValidBound)},
		{"test bound", fmt.Sprintf("%.2f nats; of %d draws %.2f", b.Test, c.Samples, b.TestBound)},
		{"gradient variance", fmt.Sprintf("%.3g", b.Variance)},
		{"steps per second", fmt.Sprintf("%.0f", end.StepsPerSecond)},
		{"run", end.Run}, {"report", end.Report},
	} {
		if _, err := fmt.Fprintf(s.cmd.OutOrStdout(), "  %-18s %s\n", r[0], r[1]); err != nil {
			return printed(err)
		}
	}
	return nil
}
