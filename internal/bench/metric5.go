package bench

// metric5 is how much of the ceiling is left over batch sizes, where all rows together need more
// and more of the blocks:
//
//	T_dense(B) / (T_gated(B)·S).
//
// The last line is the worst batch.
func metric5(s *suite) error {
	var worst Line
	for _, t := range s.tasks(0.05, target{"E", 1, 0.6}, target{"E", 4, 0.6}, target{"E", 16, 0.6},
		target{"E", 64, 0.6}, target{"E", 256, 0.6}) {
		m := s.gated(t)
		l, err := s.denseLine(s.line(t), t, m, forwardWork(t, m))
		if err != nil {
			return err
		}
		ceiling := t.net.Ceiling(t.active)
		l.Ceiling = 1
		l.What = "share of the ceiling"
		l = l.set(Stat{*l.Value, l.Spread[0], l.Spread[1]}.Scale(1 / ceiling))
		if worst.Value == nil || *l.Value < *worst.Value {
			worst = l
		}
		if err := s.Emit(l); err != nil {
			return err
		}
		if err := s.readLimit(l, t, m, 1/ceiling); err != nil {
			return err
		}
	}
	worst.What = "the worst of them"
	return s.Emit(worst)
}
