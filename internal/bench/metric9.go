package bench

import "context"

// TrainResult is what gater train came to with no arguments.
type TrainResult struct {
	Seconds   float64 // wall time of the whole command
	TestError float64
}

// metric9 is the wall time of gater train with no arguments, and its test error.
func metric9(s *suite) error {
	l := Line{Metric: s.metric, What: "wall time, s", Target: 60, AtMost: true}
	r, err := s.train(s.ctx)
	if err != nil {
		return s.Emit(l.missing(err.Error()))
	}
	if err := s.Emit(l.set(Stat{r.Seconds, r.Seconds, r.Seconds})); err != nil {
		return err
	}
	l.What, l.Target = "test error", 0.018
	return s.Emit(l.set(Stat{r.TestError, r.TestError, r.TestError}))
}

func (s *suite) train(ctx context.Context) (TrainResult, error) {
	s.Log("   gater train, about a minute")
	return s.Train(ctx)
}
