package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/mattn/go-isatty"

	"gater"
	"gater/internal/bulk"
)

// bulkPrediction is a file on its way through a model.
type bulkPrediction struct {
	f       *predictFlags
	m       *gater.Model
	name    string
	columns []string
	inputs  []int // columns that are numbers or pixels; nil: the model reads a table
	o       gater.Options
	write   *lineWriter
	share   func() (float64, bool) // of the file that has been read

	rows, bad atomic.Int64
	firstBad  atomic.Pointer[string]
}

// start finds out how the columns are to be read.
func (b *bulkPrediction) start() (err error) {
	b.o = gater.Options{Gates: b.f.gates, Seed: b.f.seed}
	if err := setBudget(&b.o, b.f.budget); err != nil {
		return err
	}
	b.write = newLineWriter(b.f, b.m, b.columns)
	if b.m.Columns() != nil {
		return nil
	}
	for _, d := range b.f.drop {
		if !slices.Contains(b.columns, d) {
			return fmt.Errorf("%s: there is no column %q to drop", b.name, d)
		}
	}
	b.inputs = []int{}
	for j, name := range b.columns {
		if !slices.Contains(b.f.drop, name) {
			b.inputs = append(b.inputs, j)
		}
	}
	if len(b.inputs) != b.m.Inputs() {
		return fmt.Errorf("%s: has %d columns, the model takes %d numbers: leave the others out with --drop", b.name, len(b.inputs), b.m.Inputs())
	}
	return nil
}

// run predicts all rows, and says how many there were.
func (b *bulkPrediction) run(ctx context.Context, src bulk.Source, w io.Writer) error {
	var works []bulk.Work
	for range b.f.threads {
		wk, err := newWorker(b)
		if err != nil {
			return err
		}
		works = append(works, wk.work)
	}
	out := &headed{w: w, file: b.f.out != ""}
	if b.f.to == "csv" {
		out.head = b.write.header()
	}
	stop := b.progress()
	err := bulk.Run(ctx, src, out, works)
	stop(err)
	if err == nil { // perhaps there was no row
		_, err = out.Write(nil)
	}
	return err
}

// headed writes a header before what is written first, so that what fails at once writes nothing.
type headed struct {
	w    io.Writer
	head []byte
	file bool // not standard output
}

func (h *headed) Write(p []byte) (n int, err error) {
	if h.head != nil {
		_, err = h.w.Write(h.head)
		h.head = nil
	}
	if err == nil {
		n, err = h.w.Write(p)
	}
	if !h.file {
		err = printed(err)
	}
	return n, err
}

// progress shows how far it has come: all the time on a terminal, a line every ten seconds
// elsewhere, and a line at the end.
func (b *bulkPrediction) progress() func(error) {
	if b.f.quiet {
		return func(error) {}
	}
	began, end, tty := time.Now(), make(chan struct{}), isatty.IsTerminal(os.Stderr.Fd())
	line := func() string {
		s := time.Since(began).Seconds()
		return fmt.Sprintf("%d rows, %d of them bad, %.1f s, %.0f rows/s", b.rows.Load(), b.bad.Load(), s, float64(b.rows.Load())/s)
	}
	every := 10 * time.Second
	if tty {
		every = 200 * time.Millisecond
	}
	go func() {
		for {
			select {
			case <-end:
				return
			case <-time.After(every):
			}
			text := line()
			if share, ok := b.share(); ok {
				text = fmt.Sprintf("%3.0f %%  %s", 100*share, text)
			}
			if tty {
				fmt.Fprintf(os.Stderr, "\r%s\x1b[K", text)
			} else {
				fmt.Fprintln(os.Stderr, text)
			}
		}
	}()
	return func(err error) {
		close(end)
		if tty {
			fmt.Fprint(os.Stderr, "\r\x1b[K")
		}
		if err != nil {
			return
		}
		fmt.Fprintln(os.Stderr, line())
		if s := b.firstBad.Load(); s != nil {
			fmt.Fprintln(os.Stderr, "one of the bad rows:", *s)
		}
	}
}

// where is a line of the file with what is wrong there.
func (b *bulkPrediction) where(line int, err error) string {
	return fmt.Sprintf("%s: line %d: %s", b.name, line, strings.TrimPrefix(err.Error(), "gater: "))
}
