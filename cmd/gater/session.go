package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/model"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/mat"
	"gater/train"
)

// session is one sitting of a run: from the command line to the table at the end.
type session struct {
	run     *runs.Run
	c       *catalog.Config
	data    *data.Splits
	model   *catalog.Model
	source  train.Source // of training batches; nil: data
	t       *train.Trainer
	out     io.Writer // JSON lines, or the table
	json    bool
	show    progress
	began   time.Time
	threads int
	first   int // examples to train on, the first of the set; 0: all
}

func runTrain(cmd *cobra.Command, f *trainFlags, args []string) error {
	if f.threads < 1 || f.threads > 1024 {
		return fmt.Errorf("threads is %d: it must be from 1 to 1024", f.threads)
	}
	s := &session{out: cmd.OutOrStdout(), json: f.json, threads: f.threads}
	fresh := f.resume == ""
	name := catalog.DataOf(f.preset)
	if len(args) > 0 {
		name = args[0]
	}
	if fresh && isTable(name, f.table.Target) {
		return f.newTable(cmd, name)
	}
	var err error
	if fresh {
		if err = f.table.check(cmd.Flags(), false); err == nil {
			s.c, err = f.resolve(cmd.Flags())
		}
	} else if err = f.withResume(cmd.Flags()); err == nil {
		if s.run, err = runs.Open(f.resume); err == nil {
			s.c = s.run.Config
			if len(args) == 0 {
				name = s.c.Data
			}
			if s.c.Table != nil {
				return f.oldTable(cmd, s.run, name)
			}
		}
	}
	if err != nil {
		return err
	}
	pool := newPool(f.threads)
	defer pool.Close()
	if err := s.open(cmd.Context(), name, fresh); err != nil {
		return err
	}
	if err := s.start(pool, fresh, f.out); err != nil {
		return err
	}
	defer s.run.Close()
	s.show = newProgress(cmd.Context(), os.Stderr, f.quiet, s.t)
	s.show.say(s.headline(fresh))
	err = s.t.Run(cmd.Context())
	s.show.close()
	switch {
	case errors.Is(err, context.Canceled):
		return s.stop()
	case errors.Is(err, train.ErrDiverged):
		return s.diverged(err)
	case err != nil:
		return err
	}
	return s.finish()
}

// open reads the data and builds the network.
func (s *session) open(ctx context.Context, name string, fresh bool) (err error) {
	if s.data, err = openSet(ctx, name, func(line string) { fmt.Fprintln(os.Stderr, line) }); err != nil {
		return err
	}
	if n := s.first; n > 0 && n < s.data.Train.Len() {
		less := *s.data
		less.Train = less.Train.Slice(0, n)
		s.data = &less
	}
	sum := s.data.Sum()
	if fresh {
		if name, err = data.Abs(name); err != nil {
			return err
		}
		s.c.Data, s.c.DataSum = name, sum
		if err := s.c.Fit(s.data.Train.Dim(), len(s.data.Train.Classes)); err != nil {
			return err
		}
	} else if s.c.DataSum != sum {
		return fmt.Errorf("%s is not the data that %s was trained on: give that data, or start a new run", name, s.run.Dir)
	}
	if s.c.Refit {
		s.data = s.data.Refit()
	}
	if s.model, err = catalog.Build(s.c); err != nil {
		return err
	}
	return teach(s.c, s.model, s.data.Train)
}

// freeFolder makes the first of runs/PRESET-1, -2, … that does not exist. Two commands that start
// together get two folders.
func freeFolder(preset string) (string, error) {
	if err := os.MkdirAll("runs", 0o755); err != nil {
		return "", runs.Explain(err, "runs")
	}
	for n := 1; ; n++ {
		dir := filepath.Join("runs", fmt.Sprintf("%s-%d", preset, n))
		err := os.Mkdir(dir, 0o755)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return dir, runs.Explain(err, dir)
		}
	}
}

// start makes the trainer and the run's folder or, for a run that goes on, loads its state. The
// folder is made last, so that what cannot be trained leaves none.
func (s *session) start(pool *mat.Pool, fresh bool, out string) (err error) {
	c := s.c
	s.t = &train.Trainer{Net: s.model.Net, Gates: s.model.Gates, Opt: s.model.Opt,
		Train: s.data.Train, Valid: s.data.Valid, Source: s.source, ByLoss: c.Table != nil, Batch: c.Batch, Epochs: c.Epochs,
		Patience: c.Patience, Replace: c.Replace, Last: c.Refit, Average: c.Average, Seed: c.Seed, Pool: pool}
	s.t.OnStep = func(p *train.Progress) { s.show.step(p) }
	s.t.OnEpoch = s.epoch
	if err := s.t.Start(); err != nil {
		return err
	}
	if fresh {
		if out == "" {
			if out, err = freeFolder(c.Preset); err != nil {
				return err
			}
		}
		if s.run, err = runs.Create(out, c); err != nil {
			return err
		}
		s.began = time.Now()
		return s.event(s.startEvent())
	}
	s.began = time.Now()
	model.Sweep(s.run.Path(modelFolder))
	if err := s.run.Resume(s.t); err != nil {
		return err
	}
	if s.t.Progress.Updates == 0 { // stopped before its first checkpoint: its events begin anew
		if err := s.event(s.startEvent()); err != nil {
			return err
		}
	}
	return s.event(report.Resumed{Epoch: s.t.Progress.Epoch, Step: s.t.Progress.Updates})
}

// seconds is the time of training so far, earlier sittings included.
func (s *session) seconds() float64 { return s.run.Seconds + time.Since(s.began).Seconds() }

// event records an event, and with --json prints it.
func (s *session) event(e report.Event) error {
	if err := s.run.Event(e); err != nil {
		return err
	}
	if s.json {
		return printed(report.Encode(s.out, e))
	}
	return nil
}

// epoch records an epoch and saves the checkpoint.
func (s *session) epoch(p *train.Progress, e *train.Summary) error {
	seconds := s.seconds()
	s.show.epoch(e, seconds)
	for _, ev := range epochEvents(p, e, s.model.Net, seconds) {
		if err := s.event(ev); err != nil {
			return err
		}
	}
	return s.run.Save(s.t, s.seconds())
}
