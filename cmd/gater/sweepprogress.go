package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"sync"
	"sync/atomic"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

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

// sweepBars is a bar over all trials and, below it, a row for each that runs; those that ended
// leave a line above.
type sweepBars struct {
	box   *mpb.Progress
	total *mpb.Bar
	s     *sweep.Sweep
	best  atomic.Value // string; the library draws from a thread of its own
	mu    sync.Mutex
	rows  map[int]*sweepRow
	error float64 // the least so far
}

// sweepRow is a trial that runs.
type sweepRow struct {
	bar  *mpb.Bar
	text atomic.Value // string
}

func newSweepBars(f *os.File, s *sweep.Sweep) *sweepBars {
	t := &sweepBars{box: mpb.New(mpb.WithOutput(f), mpb.WithWidth(40)), s: s, rows: map[int]*sweepRow{}, error: math.Inf(1)}
	t.best.Store("")
	for _, r := range s.Records() {
		t.better(r)
	}
	t.total = t.box.AddBar(int64(len(s.Records())), mpb.BarPriority(-1),
		mpb.PrependDecorators(decor.CountersNoUnit("trials %d/%d", decor.WCSyncSpaceR)),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return t.best.Load().(string) })))
	t.count()
	return t
}

// better keeps the least error so far.
func (t *sweepBars) better(r *sweep.Record) {
	if b, ok := r.Best(math.MaxInt); ok && b.ValidError < t.error {
		t.error = b.ValidError
		t.best.Store(fmt.Sprintf("  best %s, trial %d: %s", percent(b.ValidError), r.ID, sweep.Short(r.Settings, t.s.Spec.Space)))
	}
}

func (t *sweepBars) count() {
	over := 0
	for _, r := range t.s.Records() {
		if r.Ended() {
			over++
		}
	}
	t.total.SetTotal(int64(len(t.s.Records())), false)
	t.total.SetCurrent(int64(over))
}

func (t *sweepBars) say(line string) { fmt.Fprintln(t.box, line) }

func (t *sweepBars) event(e sweep.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := e.Record
	switch e.Kind {
	case "start", "resume":
		row := &sweepRow{}
		row.text.Store("")
		row.bar = t.box.AddBar(int64(r.Trial.Epochs), mpb.BarRemoveOnComplete(), mpb.BarPriority(r.ID),
			mpb.PrependDecorators(decor.Name(fmt.Sprintf("trial %d", r.ID), decor.WCSyncSpaceR)),
			mpb.AppendDecorators(decor.CountersNoUnit("%d/%d", decor.WCSyncSpace), decor.Any(func(decor.Statistics) string { return row.text.Load().(string) }),
				decor.Name("  "+sweep.Short(r.Settings, t.s.Spec.Space))))
		row.bar.SetCurrent(int64(len(r.Epochs)))
		t.rows[r.ID] = row
	case "epoch":
		if row := t.rows[r.ID]; row != nil {
			row.text.Store("  valid " + percent(e.Epoch.ValidError))
			row.bar.SetCurrent(int64(min(len(r.Epochs), r.Trial.Epochs-1))) // a full bar would go before its line
		}
		t.better(r)
	default:
		if row := t.rows[r.ID]; row != nil {
			row.bar.Abort(true)
			delete(t.rows, r.ID)
		}
		if e.Kind != "pause" {
			fmt.Fprintln(t.box, trialLine(t.s, e))
			t.count()
		}
	}
}

func (t *sweepBars) close() {
	for _, row := range t.rows {
		row.bar.Abort(true)
	}
	t.total.Abort(true)
	t.box.Wait()
}
