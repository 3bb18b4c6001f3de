package bench

// metric2 is a gated forward pass over the best dense one, gater included.
func metric2(s *suite) error {
	for _, t := range s.tasks(0.1, target{"E", 128, 7}, target{"B", 128, 10}) {
		m := s.gated(t)
		l := s.line(t)
		l.Ceiling = t.net.Ceiling(t.active)
		if err := s.overDense(l, t, m, forwardWork(t, m)); err != nil {
			return err
		}
	}
	return nil
}

// overDense compares a gated forward pass with the best dense one and emits the line.
func (s *suite) overDense(l Line, t task, m *model, w work) error {
	l, err := s.denseLine(l, t, m, w)
	if err != nil {
		return err
	}
	if err := s.Emit(l); err != nil {
		return err
	}
	return s.readLimit(l, t, m, 1)
}

// denseLine is the line of a gated forward pass over the best dense one, ours or a peer's.
func (s *suite) denseLine(l Line, t task, m *model, w work) (Line, error) {
	dense, done, err := s.against(s.forwardDense(t), Job{Kind: "forward", Way: "dense", Net: &t.net, Batch: t.batch})
	if err != nil {
		return l, err
	}
	l.Way = m.way(t.net)
	l, _, err = s.compare(l, timed("own gated", s.Now, m.forward), dense, w)
	if err != nil {
		return l, err
	}
	if len(s.Peers) == 0 {
		l.Note = "no peers: over our own dense alone"
	}
	return l, done()
}
