package bench

import (
	"slices"

	"gater/mat"
	"gater/nn"
)

// metric8 is two threads over one when some blocks are far more popular than others, as 1/k, and
// whether both compute the same bits.
func metric8(s *suite) error {
	for _, t := range s.tasks(0.1, target{"E", 128, 1.85}) {
		for _, what := range []string{"forward", "step"} {
			if err := s.scaling(t, what); err != nil {
				return err
			}
		}
		if err := s.scalingLimits(t); err != nil {
			return err
		}
	}
	return nil
}

func (s *suite) scaling(t task, what string) error {
	two, one := s.popular(t, s.pool), s.popular(t, s.one)
	l := s.line(t)
	l.Way = two.way(t.net)
	l.What = map[string]string{"forward": "inference", "step": "training"}[what]
	run, work, runOne := two.forward, forwardWork(t, two), one.forward
	if what == "step" {
		run, work, runOne = two.step, stepWork(t, two, sgdBytes), one.step
	}
	l, _, err := s.compare(l, timed("own, all threads", s.Now, run), timed("own, one thread", s.Now, runOne), work)
	if err != nil {
		return err
	}
	a, b := s.popular(t, s.pool), s.popular(t, s.one)
	a.out, b.out = mat.New(t.batch, t.net.Out), mat.New(t.batch, t.net.Out)
	if l.Note = "same bits"; !sameBits(a, b) {
		l.Note = "the bits differ"
		met := false
		l.Met = &met
	}
	return s.Emit(l)
}

// popular is the net with Zipf's popularity of blocks.
func (s *suite) popular(t task, pool *mat.Pool) *model {
	net, gates := t.net.gated(1)
	return newModel("own gated", t.net, net, gates, Zipf(t.net.Blocks(), t.active), t.batch, pool).optimise("sgd")
}

// sameBits trains both models for a few steps, uses them, and compares outputs and weights.
func sameBits(a, b *model) bool {
	for range 3 {
		a.step()
		b.step()
	}
	a.forward()
	b.forward()
	same := slices.Equal(a.out.Data, b.out.Data)
	var weights [][]mat.Float
	for _, p := range nn.Params(a.net) {
		weights = append(weights, p.Val.Data)
	}
	i := 0
	for _, p := range nn.Params(b.net) {
		same = same && slices.Equal(weights[i], p.Val.Data)
		i++
	}
	return same
}
