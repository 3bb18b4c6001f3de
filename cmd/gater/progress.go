package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"gater/train"
	"github.com/mattn/go-isatty"
)

// progress shows people how training goes: a bar on a terminal, plain lines elsewhere.
type progress interface {
	say(line string)
	step(p *train.Progress)
	epoch(e *train.Summary, seconds float64)
	close()
}

func newProgress(ctx context.Context, f *os.File, quiet bool, t *train.Trainer) progress {
	switch {
	case quiet:
		return silent{}
	case isatty.IsTerminal(f.Fd()):
		return newBar(ctx, f, t)
	}
	return &lines{w: f, t: t, last: time.Now()}
}

// epochLine is an epoch in a line of at most 80 columns; a star marks the best so far.
func epochLine(e *train.Summary, epochs int, seconds float64) string {
	best := ' '
	if e.Best {
		best = '*'
	}
	return fmt.Sprintf("epoch %*d/%d  loss %.4f  error %s  valid %s%c  active %s %4.0f s",
		len(strconv.Itoa(epochs)), e.Epoch, epochs, e.Loss, percent(e.Error), percent(e.Deployed.Error), best,
		percent(e.Deployed.Active), seconds)
}

func percent(x float64) string { return fmt.Sprintf("%5.2f %%", 100*x) }

type silent struct{}

func (silent) say(string)                    {}
func (silent) step(*train.Progress)          {}
func (silent) epoch(*train.Summary, float64) {}
func (silent) close()                        {}

// lines writes a line an epoch, and one at least every half minute.
type lines struct {
	w    io.Writer
	t    *train.Trainer
	last time.Time
}

const lineInterval = 30 * time.Second

func (l *lines) say(line string) { fmt.Fprintln(l.w, line) }

func (l *lines) step(p *train.Progress) {
	if time.Since(l.last) < lineInterval {
		return
	}
	l.last = time.Now()
	fmt.Fprintf(l.w, "epoch %d/%d  step %d/%d  loss %.4f  error %s\n", p.Epoch+1, l.t.Epochs,
		p.Step, p.Steps, p.Loss/float64(p.Rows), percent(float64(p.Wrong)/float64(p.Rows)))
}

func (l *lines) epoch(e *train.Summary, seconds float64) {
	l.last = time.Now()
	fmt.Fprintln(l.w, epochLine(e, l.t.Epochs, seconds))
}

func (l *lines) close() {}

// headline says what is about to happen.
func (s *session) headline(fresh bool) string {
	verb := "training"
	switch p := &s.t.Progress; {
	case s.t.Done():
		verb = fmt.Sprintf("done after epoch %d: testing again", p.Epoch)
	case !fresh:
		verb = fmt.Sprintf("going on in epoch %d after %d of %d steps", p.Epoch+1, p.Step, p.Steps)
	}
	return fmt.Sprintf("%s on %s: run %s, %d threads\n%s", verb, s.data.Name, s.run.Dir, s.threads, says(s.c, s.model))
}
