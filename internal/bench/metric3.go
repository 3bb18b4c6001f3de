package bench

// metric3a is a training step of net A over PyTorch's of the same net, masked, with Adam.
func metric3a(s *suite) error {
	return s.steps("adam", adamBytes, []string{"masked"}, target{"A", 128, 5}, target{"A", 512, 6})
}

// metric3c is a training step of net C over the best that PyTorch can be made to do.
func metric3c(s *suite) error {
	return s.steps("sgd", sgdBytes, []string{"masked", "skip"}, target{"C", 128, 2.5}, target{"C", 512, 2})
}

// steps compares training steps with those of peers.
func (s *suite) steps(rule string, perWeight float64, ways []string, defaults ...target) error {
	for _, t := range s.tasks(0.1, defaults...) {
		l := s.line(t)
		l.What, l.Ceiling = rule, t.net.StepCeiling(t.active)
		var jobs []Job
		for _, way := range ways {
			jobs = append(jobs, Job{Kind: "step", Way: way, Net: &t.net, Batch: t.batch, Active: t.active, Optimiser: rule})
		}
		peer, err := s.peers(jobs...)
		if err != nil {
			return err
		}
		if peer == nil {
			if err := s.Emit(l.missing("no peer")); err != nil {
				return err
			}
			continue
		}
		m := s.gated(t).optimise(rule)
		l.Way = m.way(t.net)
		l, _, err = s.compare(l, timed("own gated", s.Now, m.step), peer.Side, stepWork(t, m, perWeight))
		if err != nil {
			return err
		}
		if err := peer.close(); err != nil {
			return err
		}
		if err := s.Emit(l); err != nil {
			return err
		}
	}
	return nil
}

// metric3b is a training step of net A over our own without gates and the same optimiser.
func metric3b(s *suite) error {
	for _, c := range []struct {
		rule      string
		perWeight float64
		at        [2]float64
	}{{"sgd", sgdBytes, [2]float64{4.5, 6}}, {"adam", adamBytes, [2]float64{3.5, 5}}} {
		for _, t := range s.tasks(0.1, target{"A", 128, c.at[0]}, target{"A", 512, c.at[1]}) {
			l := s.line(t)
			l.What, l.Ceiling = c.rule, t.net.StepCeiling(t.active)
			var sides []Side
			for _, d := range s.dense(t) {
				sides = append(sides, timed(d.name, s.Now, d.optimise(c.rule).step))
			}
			dense, err := s.fastest(sides...)
			if err != nil {
				return err
			}
			m := s.gated(t).optimise(c.rule)
			l.Way = m.way(t.net)
			l, times, err := s.compare(l, timed("own gated", s.Now, m.step), dense, stepWork(t, m, c.perWeight))
			if err != nil {
				return err
			}
			if err := s.Emit(l); err != nil {
				return err
			}
			if err := s.stepLimit(l, times[1], rule(c.rule), t.net); err != nil {
				return err
			}
		}
	}
	return nil
}
