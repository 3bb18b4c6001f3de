package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"gater/data/table"
)

// reading shows how far a long file has been read: a bar on a terminal after a second, a plain line
// each half minute elsewhere.
type reading struct {
	ctx     context.Context
	f       *os.File
	quiet   bool
	tty     bool
	started time.Time
	last    time.Time
	box     *mpb.Progress
	bar     *mpb.Bar
	unit    string
	n       int
}

func newReading(ctx context.Context, f *os.File, quiet bool) *reading {
	now := time.Now()
	return &reading{ctx: ctx, f: f, quiet: quiet, tty: isatty.IsTerminal(f.Fd()), started: now, last: now, unit: "rows"}
}

// at says that n have been read, a share of all, where that is known.
func (r *reading) at(n int, share float64, known bool) {
	r.n = n
	now := time.Now()
	switch {
	case r.quiet:
	case r.tty && r.bar == nil && now.Sub(r.started) > time.Second:
		r.box = mpb.New(mpb.WithOutput(r.f), mpb.WithWidth(64))
		name := decor.Any(func(decor.Statistics) string { return fmt.Sprintf("%s %d ", r.unit, r.n) })
		if r.bar = r.box.AddBar(1000, mpb.BarRemoveOnComplete(), mpb.PrependDecorators(name), mpb.AppendDecorators(decor.Percentage())); !known {
			r.bar.Abort(true)
			r.bar = r.box.AddSpinner(0, mpb.BarRemoveOnComplete(), mpb.PrependDecorators(name))
		}
	case r.bar != nil && known:
		r.bar.SetCurrent(min(999, int64(1000*share)))
	case !r.tty && now.Sub(r.last) > lineInterval:
		r.last = now
		of := ""
		if known {
			of = fmt.Sprintf(", %.0f %% of the file", 100*share)
		}
		fmt.Fprintf(r.f, "%d %s read%s\n", n, r.unit, of)
	}
}

func (r *reading) close() {
	if r.bar != nil {
		r.bar.Abort(true)
		r.box.Wait()
		r.bar = nil
	}
}

// rows passes the rows of a table on and shows progress; it ends when the context does.
func (r *reading) rows(rows table.Rows, share func() (float64, bool)) table.Rows {
	return func(yield func(table.Batch, error) bool) {
		n := 0
		for b, err := range rows {
			if err == nil {
				err = r.ctx.Err()
			}
			if !yield(b, err) || err != nil {
				return
			}
			n += len(b.Rows)
			s, known := share()
			r.at(n, s, known)
		}
	}
}
