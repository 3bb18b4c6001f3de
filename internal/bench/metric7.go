package bench

// metric7 is an update of the blocks that were touched alone, with what the others have missed
// made good when they are touched, over a pass over all weights.
func metric7(s *suite) error {
	l := Line{Metric: s.metric, Net: "C", Active: 0.02, Quick: s.Quick}
	return s.Emit(l.missing("package opt updates every weight at every step"))
}
