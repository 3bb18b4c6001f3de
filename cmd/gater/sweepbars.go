//go:build !js

package main

import (
	"fmt"
	"math"
	"os"
	"sync"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"gater/internal/sweep"
)

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
