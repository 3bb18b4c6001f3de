package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/internal/study"
	"gater/mat"
	"gater/train"
)

// trial is what a run came to, trained to its end first if need be, which it says; nil if it was
// interrupted.
func (f *studyFlags) trial(ctx context.Context, pool *mat.Pool, dir string, c *catalog.Config, say func()) (*study.Outcome, error) {
	s := &session{c: c, out: io.Discard, threads: f.threads, first: f.examples}
	_, err := os.Stat(filepath.Join(dir, report.EventsFile))
	fresh := errors.Is(err, os.ErrNotExist)
	if !fresh {
		if s.run, err = runs.Open(dir); err != nil {
			return nil, err
		}
		s.c = s.run.Config
		if clock, err := readStudyClock(dir); err != nil || clock.Examples != f.examples {
			return nil, cmp.Or(err, otherTrial(dir))
		}
		if o, err := studyOutcome(dir); o != nil || err != nil {
			return o, errors.Join(err, sameTrial(c, s.c, f.data, dir))
		}
	}
	if err := s.open(ctx, f.data, fresh); err != nil {
		return nil, err
	}
	if err := sameTrial(c, s.c, f.data, dir); err != nil {
		return nil, err
	}
	if err := s.start(pool, fresh, dir); err != nil {
		return nil, err
	}
	defer s.run.Close()
	say()
	clock, err := readStudyClock(dir)
	if err != nil {
		return nil, err
	}
	s.show = newProgress(ctx, os.Stderr, false, s.t)
	clock.Examples = f.examples
	if err := clock.write(dir); err != nil {
		return nil, err
	}
	clock.watch(s)
	err = s.t.Run(ctx)
	s.show.close()
	if errors.Is(err, context.Canceled) {
		if err := s.run.Save(s.t, s.seconds()); err != nil {
			return nil, err
		}
		fmt.Fprintln(os.Stderr, "stopped and saved: the same command goes on")
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.t.Finish() // finish does it too: what is deployed has to be timed before the run is said to be over
	clock.deployed(newTester(s.model, train.TestNoise(s.c.Seed), s.t.Pool), s)
	if err := clock.write(dir); err != nil {
		return nil, err
	}
	if err := s.finish(); err != nil {
		return nil, err
	}
	return studyOutcome(dir)
}

// sameTrial refuses a folder whose run was trained with other settings, or on other data.
func sameTrial(want, have *catalog.Config, name, dir string) error {
	w := *want
	w.Data, w.DataSum = have.Data, have.DataSum
	if err := w.Fit(have.Inputs, have.Classes); err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	if !reflect.DeepEqual(&w, have) || data.Named(name) && have.Data != name {
		return otherTrial(dir)
	}
	return nil
}

func otherTrial(dir string) error {
	return fmt.Errorf("%s has a run with other settings: take another folder with --out, or delete it", dir)
}

// studyOutcome is what the run of a folder recorded, nil if it is not over.
func studyOutcome(dir string) (*study.Outcome, error) {
	r, err := report.ReadDir(dir)
	if err != nil || r.End == nil {
		return nil, err
	}
	clock, err := readStudyClock(dir)
	if err != nil {
		return nil, err
	}
	o := &study.Outcome{ValidError: r.End.ValidError, Active: r.End.Active, Macs: r.End.Macs,
		EpochSeconds: clock.fastest(), UseMicros: clock.UseMicros, Spread: clock.Spread}
	if n := len(r.Epochs); n > 0 {
		last := r.Epochs[n-1]
		o.Dead, o.TrainLoss = float64(last.Dead), float64(last.TrainLoss)
	}
	return o, nil
}
