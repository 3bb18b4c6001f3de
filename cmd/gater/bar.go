package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"gater/train"
)

// bar draws a bar over all steps of the run, and leaves the epochs' lines above it.
type bar struct {
	box  *mpb.Progress
	bar  *mpb.Bar
	t    *train.Trainer
	text atomic.Value // string: what stands before the bar; the library draws from a thread of its own
	from int64        // the steps done before this sitting
	at   time.Time    // when it began
}

func newBar(ctx context.Context, f *os.File, t *train.Trainer) *bar {
	b := &bar{box: mpb.New(mpb.WithOutput(f), mpb.WithWidth(64)), t: t, from: int64(t.Progress.Updates), at: time.Now()}
	context.AfterFunc(ctx, func() { f.WriteString("\r") }) // the terminal has echoed ^C; the bar is redrawn from the margin
	b.label(&t.Progress)
	b.bar = b.box.AddBar(int64(t.Epochs)*int64(t.Progress.Steps), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return b.text.Load().(string) })),
		mpb.AppendDecorators(decor.Percentage(decor.WCSyncSpace), decor.Any(b.left)))
	b.bar.SetRefill(b.from)
	b.bar.SetCurrent(b.from)
	return b
}

// left is the time to go at the pace of this sitting, validation included.
func (b *bar) left(s decor.Statistics) string {
	done := s.Current - b.from
	if done <= 0 {
		return "  left --:--"
	}
	d := time.Duration(float64(time.Since(b.at)) / float64(done) * float64(s.Total-s.Current)).Round(time.Second)
	if d >= time.Hour {
		return fmt.Sprintf("  left %d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	}
	return fmt.Sprintf("  left %02d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

func (b *bar) label(p *train.Progress) {
	text := fmt.Sprintf("epoch %d/%d", p.Epoch+1, b.t.Epochs)
	if p.Rows > 0 {
		text += fmt.Sprintf("  loss %.3f", p.Loss/float64(p.Rows))
	}
	b.text.Store(text + " ")
}

func (b *bar) say(line string) { fmt.Fprintln(b.box, line) }

func (b *bar) step(p *train.Progress) {
	if p.Updates%20 == 0 {
		b.label(p)
	}
	b.bar.SetCurrent(int64(p.Updates))
}

func (b *bar) epoch(e *train.Summary, seconds float64) { b.say(epochLine(e, b.t.Epochs, seconds)) }

func (b *bar) close() {
	b.bar.Abort(true)
	b.box.Wait()
}
