package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"

	"gater/internal/runs"
	"gater/train"
)

// studyClock is what a trial of a study measures beside its events: times of the processors, which other
// programs change less than they do the clock on the wall.
type studyClock struct {
	Examples  int       `json:"examples"`   // the first of the data, to train on; 0: all
	Epochs    []float64 `json:"epochs"`     // seconds for the steps of each epoch; no validation, no saving
	UseMicros float64   `json:"use_micros"` // for an example of the test set, deployed
	Spread    float64   `json:"spread"`     // of the share of blocks open over those examples, a standard deviation
}

const studyClockFile = "clock.json"

// readStudyClock is the clock of a trial's folder, at nothing if it has none.
func readStudyClock(dir string) (*studyClock, error) {
	c := new(studyClock)
	name := filepath.Join(dir, studyClockFile)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil {
		err = json.Unmarshal(text, c)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: delete the folder, and the study trains it again", name, err)
	}
	return c, nil
}

func (c *studyClock) write(dir string) error {
	return runs.WriteFile(filepath.Join(dir, studyClockFile), func(w io.Writer) error { return json.NewEncoder(w).Encode(c) })
}

// watch times the epochs that s trains from their first step on; of one that was begun in another
// sitting there is no time.
func (c *studyClock) watch(s *session) {
	began := math.NaN()
	if s.t.Progress.Step == 0 {
		began = processorSeconds()
	}
	step, epoch := s.t.OnStep, s.t.OnEpoch
	took := 0.0
	s.t.OnStep = func(p *train.Progress) {
		if p.Step == p.Steps {
			took = processorSeconds() - began
		}
		step(p)
	}
	s.t.OnEpoch = func(p *train.Progress, e *train.Summary) error {
		if !math.IsNaN(took) {
			c.Epochs = append(c.Epochs, took)
		}
		err := errors.Join(epoch(p, e), c.write(s.run.Dir))
		began = processorSeconds()
		return err
	}
}

// fastest is the least of the epochs, the first left out if there are more: what is to be shut is open
// at first. NaN: none was timed.
func (c *studyClock) fastest() float64 {
	switch n := len(c.Epochs); n {
	case 0:
		return math.NaN()
	case 1:
		return c.Epochs[0]
	}
	return slices.Min(c.Epochs[1:])
}

// deployed times t on the test set, the least of three times, and has the spread.
func (c *studyClock) deployed(t *tester, s *session) {
	c.UseMicros = math.Inf(1)
	for range 3 {
		began := processorSeconds()
		t.run(s.data.Test)
		c.UseMicros = min(c.UseMicros, 1e6*(processorSeconds()-began)/float64(s.data.Test.Len()))
	}
	mean, square, n := 0.0, 0.0, float64(len(t.open))
	for _, x := range t.open {
		mean += x / n
		square += x * x / n
	}
	c.Spread = math.Sqrt(max(0, square-mean*mean))
}
