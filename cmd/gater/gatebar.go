package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"gater/train"
)

// stages shows work that goes in stages: a bar for each on a terminal, elsewhere a line each half
// minute, and where a stage begins.
type stages struct {
	f          *os.File
	quiet, tty bool
	stage      string
	last       time.Time
	box        *mpb.Progress
	bar        *mpb.Bar
}

func newStages(f *os.File, quiet bool) *stages {
	return &stages{f: f, quiet: quiet, tty: isatty.IsTerminal(f.Fd())}
}

func (s *stages) step(stage string, done, of int) {
	if s.quiet {
		return
	}
	fresh := stage != s.stage
	if fresh {
		s.end()
		s.stage = stage
	}
	switch {
	case s.tty && fresh:
		if s.box == nil {
			s.box = mpb.New(mpb.WithOutput(s.f), mpb.WithWidth(64))
		}
		s.bar = s.box.AddBar(int64(of), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(stage+" ")), mpb.AppendDecorators(decor.Percentage()))
		s.bar.SetCurrent(int64(done))
	case s.tty:
		s.bar.SetCurrent(int64(done))
	case fresh || time.Since(s.last) > lineInterval:
		s.last = time.Now()
		fmt.Fprintf(s.f, "%s: %d of %d\n", stage, done, of)
	}
}

// epoch shows an epoch of so many.
func (s *stages) epoch(epochs int) func(n int, right float64, r train.Result) {
	return func(n int, right float64, r train.Result) {
		if s.quiet {
			return
		}
		line := fmt.Sprintf("epoch %*d/%d  ", len(strconv.Itoa(epochs)), n, epochs)
		if !math.IsNaN(right) {
			line += fmt.Sprintf("error %s  ", percent(1-right))
		}
		line += fmt.Sprintf("valid %s  active %s  %s multiply-adds", percent(r.Error), percent(r.Active), millions(r.Macs))
		if s.box != nil {
			fmt.Fprintln(s.box, line)
			return
		}
		fmt.Fprintln(s.f, line)
	}
}

// end ends the stage at hand.
func (s *stages) end() {
	if s.bar != nil {
		s.bar.Abort(true)
		s.bar = nil
	}
}

func (s *stages) close() {
	s.end()
	if s.box != nil {
		s.box.Wait()
		s.box = nil
	}
	s.quiet = true
}
