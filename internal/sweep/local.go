//go:build !js

package sweep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// Local trains trials in this process, each in a folder of its own that is a run of gater train.
// It holds no test set.
type Local struct {
	Dir          string // of the trials' folders
	Data         string // as it is named in a run's settings
	DataSum      string
	Train, Valid *data.Set
	Threads      int // of a trial
	Now          func() time.Time
	// Configure is the settings of a run for those of a trial.
	Configure func(settings []Setting, seed uint64) (*catalog.Config, error)
	// Teach puts the teacher that the settings name into a network, and its checksum into them.
	Teach func(c *catalog.Config, m *catalog.Model, set *data.Set) error
	// Begun and Passed are what is recorded of a run when it begins, and after an epoch; they may
	// be nil.
	Begun  func(c *catalog.Config, m *catalog.Model) report.Event
	Passed func(p *train.Progress, e *train.Summary, net nn.Layer, seconds float64) []report.Event
}

var _ Runner = (*Local)(nil)

// Path is the folder of a trial.
func (l *Local) Path(t Trial) string { return filepath.Join(l.Dir, fmt.Sprintf("trial-%04d", t.ID)) }

// config is the whole of a trial's settings.
func (l *Local) config(t Trial) (*catalog.Config, error) {
	c, err := l.Configure(t.Settings, t.Seed)
	if err != nil {
		return nil, err
	}
	c.Data, c.DataSum = l.Data, l.DataSum
	if err := c.Fit(l.Train.Dim(), len(l.Train.Classes)); err != nil {
		return nil, err
	}
	return c, c.Check()
}

// Check implements Runner.
func (l *Local) Check(t Trial) (int, error) {
	c, err := l.config(t)
	if err != nil {
		return 0, err
	}
	if l.Train.Len() < c.Batch {
		return 0, fmt.Errorf("%s has %d training examples, fewer than one batch of %d: lower the batch size", l.Train.Name, l.Train.Len(), c.Batch)
	}
	return c.Epochs, nil
}

// errPause ends a run where its trial is to wait.
var errPause = errors.New("the trial waits")

// Run implements Runner.
func (l *Local) Run(ctx context.Context, t Trial, until int, each func(Epoch) error) (bool, error) {
	c, err := l.config(t)
	if err != nil {
		return false, err
	}
	m, err := catalog.Build(c)
	if err != nil {
		return false, err
	}
	if m.Distil != nil {
		if err := l.Teach(c, m, l.Train); err != nil {
			return false, err
		}
	}
	pool := mat.NewPool(max(1, l.Threads))
	defer pool.Close()
	tr := &train.Trainer{Net: m.Net, Gates: m.Gates, Opt: m.Opt, Train: l.Train, Valid: l.Valid, Batch: c.Batch,
		Epochs: c.Epochs, Patience: c.Patience, Replace: c.Replace, Average: c.Average, Seed: c.Seed, Pool: pool}
	if err := tr.Start(); err != nil {
		return false, err
	}
	run, err := l.folder(t, c, tr)
	if err != nil {
		return false, err
	}
	defer run.Close()
	if tr.Progress.Updates == 0 && l.Begun != nil {
		if err := run.Event(l.Begun(c, m)); err != nil {
			return false, err
		}
	}
	began := l.Now()
	seconds := func() float64 { return run.Seconds + l.Now().Sub(began).Seconds() }
	tr.OnEpoch = func(p *train.Progress, e *train.Summary) error {
		if err := each(epochOf(e, seconds())); err != nil {
			return err
		}
		if l.Passed != nil {
			for _, ev := range l.Passed(p, e, m.Net, seconds()) {
				if err := run.Event(ev); err != nil {
					return err
				}
			}
		}
		if err := run.Save(tr, seconds()); err != nil {
			return err
		}
		if p.Epoch >= until && !tr.Done() {
			return errPause
		}
		return nil
	}
	if tr.Progress.Epoch < until {
		err = tr.Run(ctx)
	}
	switch {
	case errors.Is(err, train.ErrDiverged):
		return false, fmt.Errorf("%w: %w", ErrFailed, err)
	case err == nil && tr.Done():
		return true, run.SaveModel(m.Net, tr.Finish())
	case err == nil || errors.Is(err, errPause):
		return false, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return false, errors.Join(err, run.Save(tr, seconds()))
	}
	return false, err
}

// folder makes a trial's folder, or goes on with the run in it.
func (l *Local) folder(t Trial, c *catalog.Config, tr *train.Trainer) (*runs.Run, error) {
	dir := l.Path(t)
	if _, err := os.Stat(filepath.Join(dir, configFile)); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(l.Dir, 0o755); err != nil {
			return nil, runs.Explain(err, l.Dir)
		}
		return runs.Create(dir, c)
	}
	run, err := runs.Open(dir)
	if err != nil {
		return nil, err
	}
	run.Config = c // the checkpoint is compared with the trial, not with what the folder says
	return run, run.Resume(tr)
}

// The files of a run that a trial knows of.
const (
	configFile     = "config.json"
	checkpointFile = "checkpoint.safetensors"
)

// Drop implements Runner: a trial that has ended needs no checkpoint.
func (l *Local) Drop(t Trial) error {
	if err := os.Remove(filepath.Join(l.Path(t), checkpointFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func epochOf(e *train.Summary, seconds float64) Epoch {
	return Epoch{Epoch: e.Epoch, TrainLoss: e.Loss, TrainError: e.Error, ValidError: e.Deployed.Error,
		ValidLoss: e.Deployed.Loss, SampledError: e.Valid.Error, Active: e.Deployed.Active, Seconds: seconds}
}

// LocalTester tests trials of a Local on a test set.
type LocalTester struct {
	Local *Local
	Set   *data.Set
}

// Test implements Tester: the model of the trial's best epoch, as it is deployed.
func (l LocalTester) Test(_ context.Context, t Trial) (Test, error) {
	run, err := runs.Open(l.Local.Path(t))
	if err != nil {
		return Test{}, err
	}
	m, _, err := run.LoadModel()
	if err != nil {
		return Test{}, err
	}
	pool := mat.NewPool(max(1, l.Local.Threads))
	defer pool.Close()
	e := &train.Evaluator{Net: m.Net, Pool: pool, Noise: train.TestNoise(t.Seed)}
	r := e.Run(l.Set, nn.Use, 0)
	return Test{Error: r.Error, Loss: r.Loss, Active: r.Active, Macs: r.Macs}, nil
}
