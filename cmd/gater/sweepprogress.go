//go:build !js

package main

import (
	"fmt"
	"io"
	"math"
	"os"

	"github.com/mattn/go-isatty"

	"gater/internal/sweep"
)

// sweepProgress shows people how a sweep goes: a live table on a terminal, plain lines elsewhere.
type sweepProgress interface {
	say(line string)
	event(e sweep.Event)
	close()
}

func newSweepProgress(f *os.File, quiet bool, s *sweep.Sweep) sweepProgress {
	switch {
	case quiet:
		return noSweepProgress{}
	case isatty.IsTerminal(f.Fd()):
		return newSweepBars(f, s)
	}
	return &sweepLines{w: f, s: s}
}

// headline says what is about to happen.
func (s *sweepSession) headline() string {
	n, done := len(s.Records()), 0
	for _, r := range s.Records() {
		if r.Ended() {
			done++
		}
	}
	verb := "sweeping"
	if done > 0 {
		verb = "going on with"
	}
	return fmt.Sprintf("%s %s on %s: %d of %d trials over, %s search, %d at once", verb, s.dir, s.data.Name, done, n, s.Spec.Search, s.Jobs)
}

// trialLine is the end of a trial in a line.
func trialLine(s *sweep.Sweep, e sweep.Event) string {
	r := e.Record
	over := 0
	for _, x := range s.Records() {
		if x.Ended() {
			over++
		}
	}
	line := fmt.Sprintf("[%d/%d] trial %d %s after %d of %d epochs", over, len(s.Records()), r.ID, r.State, len(r.Epochs), r.Trial.Epochs)
	if b, ok := r.Best(math.MaxInt); ok {
		line += "  valid " + percent(b.ValidError)
	}
	line += "  " + sweep.Short(r.Settings, s.Spec.Space)
	if r.Confirm {
		line += fmt.Sprintf(" seed=%d", r.Seed)
	}
	if e.Text != "" {
		line += ": " + e.Text
	}
	return line
}

type noSweepProgress struct{}

func (noSweepProgress) say(string)        {}
func (noSweepProgress) event(sweep.Event) {}
func (noSweepProgress) close()            {}

// sweepLines writes a line whenever a trial waits or ends.
type sweepLines struct {
	w io.Writer
	s *sweep.Sweep
}

func (l *sweepLines) say(line string) { fmt.Fprintln(l.w, line) }

func (l *sweepLines) event(e sweep.Event) {
	switch e.Kind {
	case "pause", "done", "stop", "fail":
		fmt.Fprintln(l.w, trialLine(l.s, e))
	}
}

func (l *sweepLines) close() {}
