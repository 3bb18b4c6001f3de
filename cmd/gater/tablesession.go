package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/mat"
	"gater/train"
)

// tableSession is one sitting of a run on a table: the gated network in the run's folder, and what it
// is compared with in folders below it.
type tableSession struct {
	f    *trainFlags
	cmd  *cobra.Command
	o    *opened
	path string // of the file
	name string // of it, for people
	pool *mat.Pool
	dir  string // of the run
}

// Files and folders of a run on a table.
const (
	preprocessingFile = "preprocessing.json"
	inputFile         = "input" // what came from standard input
	twinFolder        = "twin"
	linearFolder      = "linear"
)

// newTable trains on a table.
func (f *trainFlags) newTable(cmd *cobra.Command, name string) error {
	fs := cmd.Flags()
	if err := f.table.check(fs, true); err != nil {
		return err
	}
	t := &tableSession{f: f, cmd: cmd, path: name, name: name}
	if name == "-" {
		path, err := spool(cmd.InOrStdin())
		if err != nil {
			return err
		}
		defer os.Remove(path)
		t.path, t.name = path, "standard input"
	}
	if len(f.table.Target) == 0 {
		return t.noTarget()
	}
	settings := f.table.Table
	if !f.table.stream && !fs.Changed("window") {
		settings.Window = 0
	}
	if f.net.file != "" && !fs.Changed("embed") { // it says itself what is looked up
		settings.Embed = false
	}
	seed, err := fs.GetUint64("seed")
	if err != nil {
		return err
	}
	if err := t.open(&settings, seed, true); err != nil {
		return err
	}
	c, err := f.resolveTable(fs, t.o, &settings)
	if err != nil {
		return err
	}
	if err := t.place(c); err != nil {
		return err
	}
	t.say(t.o.about(t.name))
	return t.run(c, nil)
}

// place says where the data is. What came from standard input will be in the run's folder, which is
// chosen now.
func (t *tableSession) place(c *catalog.Config) (err error) {
	if t.name == t.path {
		c.Data, err = filepath.Abs(t.path)
		return err
	}
	if t.f.out == "" {
		if t.f.out, err = freeFolder(c.Preset); err != nil {
			return err
		}
	}
	c.Data, err = filepath.Abs(filepath.Join(t.f.out, inputFile))
	return err
}

// noTarget says which columns there are.
func (t *tableSession) noTarget() error {
	for b, err := range rowsOf(t.path, nil) {
		if err != nil {
			return inFile(t.path, t.name, err)
		}
		return usageError{fmt.Errorf("say which column of %s to predict: --target one of %s", t.name, shortList(b.Names))}
	}
	return fmt.Errorf("%s has no rows", t.name)
}

// resolveTable is the settings of a new run: those for the table's size, with those given.
func (f *trainFlags) resolveTable(fs *pflag.FlagSet, o *opened, settings *catalog.Table) (*catalog.Config, error) {
	c, err := catalog.ForTable(o.plan.Rows[0], f.gate)
	if fs.Changed("preset") && f.preset != "table" {
		c, err = catalog.Preset(f.preset, f.gate)
	}
	if err != nil {
		return nil, err
	}
	c.Seed = defaultSeed
	if err := copyFlags(c, fs); err != nil {
		return nil, err
	}
	if err := f.net.take(c, c.Preset, f.gate, fs); err != nil {
		return nil, err
	}
	c.Table, c.DataSum = settings, o.sum
	if err := c.Fit(o.plan.Encoder.Width(), o.plan.Target.Outputs()); err != nil {
		return nil, err
	}
	if at, rows := o.plan.Encoder.Embedded(); len(at) > 0 && f.net.file == "" {
		c.Embed(at, rows)
	}
	return c, c.Check()
}

// oldTable goes on with a run on a table.
func (f *trainFlags) oldTable(cmd *cobra.Command, run *runs.Run, path string) error {
	t := &tableSession{f: f, cmd: cmd, path: path, name: path}
	if err := t.open(run.Config.Table, run.Config.Seed, false); err != nil {
		return err
	}
	if t.o.sum != run.Config.DataSum {
		return fmt.Errorf("%s is not the data that %s was trained on: give that data, or start a new run", path, run.Dir)
	}
	return t.run(run.Config, run)
}

// open plans and reads the table.
func (t *tableSession) open(settings *catalog.Table, seed uint64, fit bool) (err error) {
	seen := newReading(t.cmd.Context(), os.Stderr, t.f.quiet)
	t.o, err = openTable(t.path, t.name, settings, seed, fit, seen, t.say)
	seen.close()
	return err
}

func (t *tableSession) say(line string) {
	if !t.f.quiet {
		fmt.Fprintln(os.Stderr, line)
	}
}

// errStopped ends a sitting that was interrupted, when all is saved.
var errStopped = errors.New("stopped")

// run trains the gated network, and what it is compared with, and tests them. A run is nil if it is new.
func (t *tableSession) run(c *catalog.Config, run *runs.Run) error {
	t.pool = newPool(t.f.threads)
	defer t.pool.Close()
	s, err := t.train(c, run, t.f.out, "")
	if err == errStopped {
		return nil
	}
	if err != nil {
		return err
	}
	defer s.run.Close()
	return t.finish(s)
}

// train trains one network in the folder out to its end; label names what it is beside the gated one.
func (t *tableSession) train(c *catalog.Config, run *runs.Run, out, label string) (s *session, err error) {
	s = &session{run: run, c: c, data: t.o.data, out: t.cmd.OutOrStdout(), json: t.f.json && label == "", threads: t.f.threads}
	if s.model, err = catalog.Build(c); err != nil {
		return nil, err
	}
	if stream := t.o.stream(t.path, c); stream != nil {
		s.source = stream
		defer stream.Close()
	}
	if err := s.start(t.pool, run == nil, out); err != nil {
		return nil, err
	}
	if label == "" {
		t.dir = s.run.Dir
		err = t.keep(s, run == nil)
	}
	if err == nil {
		s.show = newProgress(t.cmd.Context(), os.Stderr, t.f.quiet, s.t)
		s.show.say(label + s.headline(run == nil))
		err = s.t.Run(t.cmd.Context())
		s.show.close()
	}
	if err != nil {
		defer s.run.Close()
	}
	switch {
	case errors.Is(err, context.Canceled) && label != "":
		return nil, t.stop(s, label)
	case errors.Is(err, context.Canceled):
		return nil, errors.Join(s.stop(), errStopped)
	case errors.Is(err, train.ErrDiverged):
		return nil, s.diverged(err)
	}
	return s, err
}

// keep writes the preprocessing, and takes over a table that came from standard input.
func (t *tableSession) keep(s *session, fresh bool) error {
	if fresh && t.path != t.name {
		if err := move(t.path, s.c.Data); err != nil {
			return err
		}
		t.path = s.c.Data
	}
	b, err := json.MarshalIndent(t.o.plan.Preprocessing, "", "  ")
	if err != nil {
		return err
	}
	return runs.WriteFile(s.run.Path(preprocessingFile), func(w io.Writer) error { _, err := w.Write(append(b, '\n')); return err })
}

// stop saves a comparison that was interrupted.
func (t *tableSession) stop(s *session, label string) error {
	p := &s.t.Progress
	if err := s.run.Save(s.t, s.seconds()); err != nil {
		return err
	}
	if err := s.event(report.Stopped{Epoch: p.Epoch + 1, Step: p.Updates, Reason: "interrupted"}); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "stopped in epoch %d of %ssaved. Go on with: gater train --resume %s\n", p.Epoch+1, label, t.dir)
	return errStopped
}

// beside trains what the run is compared with, in a folder of the run's.
func (t *tableSession) beside(c *catalog.Config, folder, label string) (*session, error) {
	dir := filepath.Join(t.dir, folder)
	run, err := runs.Open(dir)
	if err != nil { // not begun, or its folder not yet complete
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
		run = nil
	}
	return t.train(c, run, dir, label)
}
