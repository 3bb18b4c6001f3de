package main

import (
	"fmt"
	"os"

	"gater/data"
	"gater/internal/model"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/nn"
	"gater/train"
)

// finish puts the best network in place, saves it, tests it, and writes the report.
func (s *session) finish() error {
	thetas := s.t.Finish()
	seconds := s.seconds()
	if err := s.run.SaveModel(s.model.Net, thetas); err != nil {
		return err
	}
	test := newTester(s.model, train.TestNoise(s.c.Seed), s.t.Pool)
	set := s.judged()
	res := test.run(set)
	p := s.t.Progress
	cost := nn.CostOf(s.model.Net)
	o := outcome{Active: res.Active, Macs: res.Macs,
		MacsDense: float64(cost.Ungated), MacsDenseGated: float64(cost.All), Seconds: seconds, Seed: s.c.Seed,
		Run: s.run.Dir, Report: s.run.Path(runs.ReportFile), ValidError: p.BestError,
		BestEpoch: p.BestEpoch, Refit: s.c.Refit}
	o.gatesOutcome(s.c, s.model, thetas, test.blocks.shares())
	o.tested(s.c, res)
	m := folder(s.c, s.model, thetas, set)
	m.Metrics = map[string]float64{"active": o.Active, "multiply_adds": o.Macs}
	var last report.Event = o.withheld()
	if !s.c.NoTest {
		m.Metrics["test_error"], m.Metrics["test_loss"] = res.Error, res.Loss
		last = test.endEvent(set, o)
	}
	if err := s.event(last); err != nil {
		return err
	}
	if err := model.Save(s.run.Path(modelFolder), m, true); err != nil {
		return err
	}
	if err := s.run.Close(); err != nil {
		return err
	}
	if err := writeReport(o.Report, []string{s.run.Dir}); err != nil {
		return err
	}
	return o.print(s.out, s.json)
}

// judged is the part of the data that the trained network is measured on: the test part or, if that
// stays unopened, the validation part.
func (s *session) judged() *data.Set {
	if s.c.NoTest {
		return s.data.Valid
	}
	return s.data.Test
}

// stop saves a run that was interrupted.
func (s *session) stop() error {
	p := &s.t.Progress
	if err := s.run.Save(s.t, s.seconds()); err != nil {
		return err
	}
	if err := s.event(report.Stopped{Epoch: p.Epoch + 1, Step: p.Updates, Reason: "interrupted"}); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "stopped in epoch %d, after %d of %d steps; saved. Go on with: gater train --resume %s\n",
		p.Epoch+1, p.Step, p.Steps, s.run.Dir)
	return nil
}

// diverged records why a run ended.
func (s *session) diverged(err error) error {
	p := &s.t.Progress
	if e := s.event(report.Stopped{Epoch: p.Epoch + 1, Step: p.Updates, Reason: "training diverged"}); e != nil {
		return e
	}
	return err
}
