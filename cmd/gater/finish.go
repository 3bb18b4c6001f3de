package main

import (
	"fmt"
	"os"

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
	res := test.run(s.data.Test)
	p := s.t.Progress
	cost := nn.CostOf(s.model.Net)
	o := outcome{TestError: res.Error, Active: res.Active, Macs: res.Macs,
		MacsDense: float64(cost.Ungated), MacsDenseGated: float64(cost.All), Seconds: seconds, Seed: s.c.Seed,
		Run: s.run.Dir, Report: s.run.Path(runs.ReportFile), TestLoss: res.Loss, ValidError: p.BestError,
		BestEpoch: p.BestEpoch, Refit: s.c.Refit}
	o.gatesOutcome(s.c, s.model, thetas, test.blocks.shares())
	if err := s.event(test.endEvent(s.data.Test, o)); err != nil {
		return err
	}
	m := folder(s.c, s.model, thetas, s.data.Test)
	m.Metrics = map[string]float64{"test_error": o.TestError, "test_loss": o.TestLoss, "active": o.Active, "multiply_adds": o.Macs}
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
