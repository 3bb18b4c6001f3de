package main

import (
	"gater/internal/model"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/nn"
	"gater/train"
)

// finish saves the gated network, trains the others if asked, and tests and reports them all.
func (t *tableSession) finish(s *session) error {
	thetas := s.t.Finish()
	seconds := s.seconds()
	if err := s.run.SaveModel(s.model.Net, thetas); err != nil {
		return err
	}
	test := newTester(s.model, nil, t.pool)
	set := s.judged()
	j := judge(s.model.Net, t.o.plan.Target, set, t.evaluator(s), test)
	p, cost := s.t.Progress, nn.CostOf(s.model.Net)
	o := outcome{Active: j.Active, Macs: j.Macs,
		MacsDense: float64(cost.Ungated), MacsDenseGated: float64(cost.All), Seconds: seconds, Seed: s.c.Seed,
		Run: s.run.Dir, Report: s.run.Path(runs.ReportFile), ValidError: p.BestError,
		BestEpoch: p.BestEpoch}
	o.tested(s.c, j.Result)
	o.gatesOutcome(s.c, s.model, thetas, test.blocks.shares())
	o.tableOutcome = &tableOutcome{Task: string(t.o.plan.Target.Task), Metrics: numbered(j.metrics), all: []*judged{j}}
	if s.c.Table.Twin {
		if err := t.compare(s, o.tableOutcome); err == errStopped {
			return nil
		} else if err != nil {
			return err
		}
	}
	o.tableOutcome.clocked(set)
	m := folder(s.c, s.model, thetas, set)
	m.Input.Kind, m.Prep, m.Metrics = "table", t.o.plan.Preprocessing, o.tableOutcome.Metrics
	if err := model.Save(s.run.Path(modelFolder), m, true); err != nil {
		return err
	}
	var last report.Event = o.withheld()
	if !s.c.NoTest {
		e := test.endEvent(set, o)
		e.Table = o.tableOutcome.panel()
		last = e
	}
	if err := s.event(last); err != nil {
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

func (t *tableSession) evaluator(s *session) *train.Evaluator {
	return &train.Evaluator{Net: s.model.Net, Pool: t.pool, Noise: train.TestNoise(s.c.Seed)}
}

// compare trains and tests the same network without gates, and a linear one.
func (t *tableSession) compare(s *session, o *tableOutcome) error {
	for _, c := range []struct {
		folder, label string
		to            **rivalOutcome
	}{{twinFolder, "the dense twin, ", &o.Twin}, {linearFolder, "a linear model, ", &o.Linear}} {
		config := s.c.Twin()
		if c.folder == linearFolder {
			config = s.c.Regression()
		}
		r, err := t.beside(config, c.folder, c.label)
		if err != nil {
			return err
		}
		thetas := r.t.Finish()
		seconds := r.seconds()
		if err := r.run.SaveModel(r.model.Net, thetas); err != nil {
			return err
		}
		j := judge(r.model.Net, t.o.plan.Target, s.judged(), t.evaluator(r), nil)
		rival := outcome{BestEpoch: r.t.Progress.BestEpoch, ValidError: r.t.Progress.BestError, Active: 1, Macs: j.Macs, Seconds: seconds,
			Seed: r.c.Seed, Run: c.folder}
		rival.tested(r.c, j.Result)
		*c.to = &rivalOutcome{Metrics: numbered(j.metrics), Macs: j.Macs, Seconds: seconds, TestError: rival.TestError}
		o.all = append(o.all, j)
		var last report.Event = rival.withheld()
		if !r.c.NoTest {
			last = report.End{Epoch: rival.BestEpoch, TestError: j.Error, TestLoss: report.Num(j.Loss), ValidError: rival.ValidError,
				ActiveAsked: 1, Active: 1, Macs: j.Macs, MacsDense: j.Macs, MacsDenseGated: j.Macs, Seconds: seconds, Seed: rival.Seed, Run: c.folder}
		}
		if err := r.event(last); err != nil {
			return err
		}
		if err := r.run.Close(); err != nil {
			return err
		}
	}
	return nil
}
