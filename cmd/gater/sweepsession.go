//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/internal/sweep"
)

// sweepSession is one sitting of a sweep.
type sweepSession struct {
	*sweep.Sweep
	dir   string
	local *sweep.Local
	data  *data.Splits
	out   io.Writer // JSON lines, or the table
	json  bool
	show  sweepProgress
}

// openSweep reads the data, opens the sweep's database, and checks all trials.
func openSweep(ctx context.Context, spec *sweep.Spec, dir string, jobs, threads int) (*sweepSession, error) {
	d, err := data.Open(ctx, spec.Data, func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return nil, err
	}
	return startSweep(spec, d, dir, jobs, threads)
}

// startSweep is openSweep on data that has been read.
func startSweep(spec *sweep.Spec, d *data.Splits, dir string, jobs, threads int) (*sweepSession, error) {
	for _, n := range []struct {
		name string
		n    int
	}{{"jobs", jobs}, {"threads", threads}} {
		if n.n < 1 || n.n > 1024 {
			return nil, fmt.Errorf("%s is %d: it must be from 1 to 1024", n.name, n.n)
		}
	}
	l := &sweep.Local{Dir: filepath.Join(dir, "trials"), Data: spec.Data, DataSum: d.Sum(), Train: d.Train, Valid: d.Valid,
		Threads: threads, Now: time.Now, Configure: configure, Teach: teach, Passed: epochEvents}
	l.Begun = func(c *catalog.Config, m *catalog.Model) report.Event {
		return (&session{c: c, data: d, model: m, threads: threads}).startEvent()
	}
	s := &sweepSession{dir: dir, local: l, data: d, show: noSweepProgress{}}
	s.Sweep = &sweep.Sweep{Spec: spec, Runner: l, Jobs: jobs, Now: time.Now}
	if err := s.Check(); err != nil { // before a folder is made
		return nil, err
	}
	db, err := sweep.Create(dir, spec, d.Sum(), time.Now().UTC().Format(time.RFC3339))
	if err != nil {
		return nil, err
	}
	s.DB = db
	if err := s.Start(); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

func (s *sweepSession) close() {
	if err := s.DB.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "gater:", err)
	}
}

// configure is the settings of a run that gater train would have with the flags of a trial.
func configure(settings []sweep.Setting, seed uint64) (*catalog.Config, error) {
	f := trainFlags{preset: "blocks"}
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	settingFlags(fs, &catalog.Config{})
	fs.StringVar(&f.preset, "preset", f.preset, "")
	fs.StringVar(&f.gate, "gate", "", "")
	f.net.flags(fs)
	for _, x := range settings {
		if path, ok := strings.CutPrefix(x.Name, "net."); ok {
			f.net.set = append(f.net.set, path+"="+x.Value)
			continue
		}
		g := fs.Lookup(x.Name)
		if g == nil {
			return nil, fmt.Errorf("gater train has no setting --%s: see gater train --help", x.Name)
		}
		if err := fs.Set(x.Name, x.Value); err != nil {
			return nil, fmt.Errorf("%s is %q: it must be what --%s of gater train takes", x.Name, x.Value, x.Name)
		}
	}
	if err := fs.Set("seed", strconv.FormatUint(seed, 10)); err != nil {
		return nil, err
	}
	return f.resolve(fs)
}

// event passes on what happened.
func (s *sweepSession) event(e sweep.Event) error {
	s.show.event(e)
	if !s.json {
		return nil
	}
	r := e.Record
	t := report.SweepTrial{What: e.Kind, Trial: r.ID, Candidate: r.Candidate, Seed: r.Seed, Confirm: r.Confirm,
		Settings: settingValues(r.Settings), Epoch: len(r.Epochs), Epochs: r.Trial.Epochs, Text: e.Text}
	if x := e.Epoch; x != nil {
		v, l, n := report.Num(x.ValidError), report.Num(x.ValidLoss), report.Num(x.TrainLoss)
		t.ValidError, t.ValidLoss, t.TrainLoss = &v, &l, &n
	} else if x, ok := r.Best(math.MaxInt); ok {
		v := report.Num(x.ValidError)
		t.ValidError = &v
	}
	return printed(report.Encode(s.out, t))
}

// settingValues is settings as JSON: numbers where they are numbers.
func settingValues(settings []sweep.Setting) map[string]any {
	m := map[string]any{}
	for _, x := range settings {
		m[x.Name] = x.Value
		if v, err := strconv.ParseFloat(x.Value, 64); err == nil && !math.IsInf(v, 0) && !math.IsNaN(v) {
			m[x.Name] = v
		}
	}
	return m
}

// test opens the test set, unless it was opened before.
func (s *sweepSession) test(ctx context.Context) error {
	_, err := s.OpenTest(ctx, sweep.LocalTester{Local: s.local, Set: s.data.Test})
	if errors.Is(err, sweep.ErrOpened) {
		return nil
	}
	return err
}

// page draws the report.
func (s *sweepSession) page() error {
	return writeSweepPage(s.DB, s.Spec, s.dir, filepath.Join(s.dir, runs.ReportFile))
}

func writeSweepPage(db *sweep.DB, spec *sweep.Spec, dir, path string) error {
	all, err := db.Records()
	if err != nil {
		return err
	}
	o, err := db.Opening()
	if err != nil {
		return err
	}
	return runs.WriteFile(path, func(w io.Writer) error { return report.WriteSweep(w, sweep.Page(filepath.ToSlash(dir), spec, all, o)) })
}

// finish writes the report and says what came out.
func (s *sweepSession) finish(best *sweep.Standing) error {
	if err := s.page(); err != nil {
		return err
	}
	o, err := s.DB.Opening()
	if err != nil {
		return err
	}
	if !s.json {
		return sweepTable(s.out, s.Spec, s.Records(), o, filepath.Join(s.dir, runs.ReportFile))
	}
	e := report.SweepEnd{Candidate: best.Candidate, Settings: settingValues(best.Trials[0].Settings), ValidError: best.Error,
		Trials: len(s.Records()), Run: s.dir, Report: filepath.Join(s.dir, runs.ReportFile)}
	for _, r := range s.Records() {
		switch r.State {
		case sweep.Done:
			e.Done++
		case sweep.Stopped:
			e.Stopped++
		case sweep.Failed:
			e.Failed++
		}
	}
	if o != nil {
		mean, se := report.MeanSE(testErrors(o))
		e.TestError, e.TestSeeds, e.Opened = &mean, len(o.Tests), o.Time
		if len(o.Tests) > 1 {
			e.TestSE = &se
		}
	}
	return printed(report.Encode(s.out, e))
}

func testErrors(o *sweep.Opening) (x []float64) {
	for _, t := range o.Tests {
		x = append(x, t.Error)
	}
	return x
}
