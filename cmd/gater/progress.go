package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"gater/train"
)

// progress shows people how training goes: a bar on a terminal, plain lines elsewhere.
type progress interface {
	say(line string)
	step(p *train.Progress)
	epoch(e *train.Summary, seconds float64)
	close()
}

func newProgress(f *os.File, quiet bool, t *train.Trainer) progress {
	switch {
	case quiet:
		return silent{}
	case isatty.IsTerminal(f.Fd()):
		return newBar(f, t)
	}
	return &lines{w: f, t: t, last: time.Now()}
}

// epochLine is an epoch in a line.
func epochLine(e *train.Summary, epochs int, seconds float64) string {
	best := ' '
	if e.Best {
		best = '*'
	}
	return fmt.Sprintf("epoch %3d/%d  train loss %.4f  error %s  valid %s %c sampled %s  active %s  %6.1f s",
		e.Epoch, epochs, e.Loss, percent(e.Error), percent(e.Deployed.Error), best,
		percent(e.Valid.Error), percent(e.Deployed.Active), seconds)
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
	fmt.Fprintf(l.w, "epoch %3d/%d  step %d/%d  train loss %.4f  error %s\n", p.Epoch+1, l.t.Epochs,
		p.Step, p.Steps, p.Loss/float64(p.Rows), percent(float64(p.Wrong)/float64(p.Rows)))
}

func (l *lines) epoch(e *train.Summary, seconds float64) {
	l.last = time.Now()
	fmt.Fprintln(l.w, epochLine(e, l.t.Epochs, seconds))
}

func (l *lines) close() {}

// bar draws a bar over all steps of the run, and leaves the epochs' lines above it.
type bar struct {
	box  *mpb.Progress
	bar  *mpb.Bar
	t    *train.Trainer
	last time.Time
	text string
}

func newBar(f *os.File, t *train.Trainer) *bar {
	b := &bar{box: mpb.New(mpb.WithOutput(f), mpb.WithWidth(40)), t: t, last: time.Now()}
	total := int64(t.Epochs) * int64(t.Progress.Steps)
	b.bar = b.box.AddBar(total,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return b.text })),
		mpb.AppendDecorators(decor.Percentage(), decor.Name("  left "),
			decor.EwmaETA(decor.ET_STYLE_MMSS, 100)))
	b.bar.SetRefill(int64(t.Progress.Updates))
	b.bar.SetCurrent(int64(t.Progress.Updates))
	return b
}

func (b *bar) say(line string) { fmt.Fprintln(b.box, line) }

func (b *bar) step(p *train.Progress) {
	if p.Updates%20 == 0 {
		b.text = fmt.Sprintf("epoch %d/%d  loss %.3f ", p.Epoch+1, b.t.Epochs, p.Loss/float64(p.Rows))
	}
	b.bar.EwmaIncrBy(1, time.Since(b.last))
	b.last = time.Now()
}

func (b *bar) epoch(e *train.Summary, seconds float64) { b.say(epochLine(e, b.t.Epochs, seconds)) }

func (b *bar) close() {
	b.bar.Abort(true)
	b.box.Wait()
}
