//go:build !js

package sweep

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// search trains the candidates, as the specification says.
func (s *Sweep) search(ctx context.Context) error {
	switch {
	case s.Spec.Search == "halving":
		return s.halving(ctx)
	case s.Spec.Stop == "median":
		return s.median(ctx)
	}
	return s.train(ctx, s.searched(), math.MaxInt, nil)
}

// rungs are the epochs at which halving compares: First·ηᵏ, as long as what follows is at least η
// times as long, and in the end all.
func (s *Spec) rungs(epochs int) (out []int) {
	for e := s.First; e*s.Eta <= epochs; e *= s.Eta {
		out = append(out, e)
	}
	return append(out, epochs)
}

// halving is successive halving (Jamieson and Talwalkar, 2016): all candidates train to the first
// rung, the best ⌈n/η⌉ to the next, and so on. A rung is judged by the epochs up to it when all
// its trials are there, so that the result does not depend on their order.
func (s *Sweep) halving(ctx context.Context) error {
	alive := s.searched()
	if len(alive) == 0 {
		return nil
	}
	rungs := s.Spec.rungs(alive[0].Trial.Epochs)
	for i, epochs := range rungs {
		if err := s.train(ctx, alive, epochs, nil); err != nil || i == len(rungs)-1 {
			return err
		}
		order := standings(alive, epochs)
		n := (len(order) + s.Spec.Eta - 1) / s.Spec.Eta
		for place, c := range order {
			if place < n {
				continue
			}
			for _, r := range c.Trials {
				why := fmt.Sprintf("place %d of %d after %d epochs, %d go on", place+1, len(order), epochs, n)
				if err := s.stop(r, why); err != nil {
					return err
				}
			}
		}
		alive = slices.DeleteFunc(slices.Clone(alive), func(r *Record) bool {
			return slices.IndexFunc(order, func(c *Standing) bool { return c.Candidate == r.Candidate }) >= n
		})
	}
	return nil
}

// enough is how many trials a median is taken over, at least.
const enough = 3

// median trains the candidates Group by Group and stops a trial by the median rule (Golovin et al.,
// 2017): after epoch e ≥ Grace, if its least error so far is above the median, over the trials of
// earlier groups that did e epochs, of their mean error over epochs 1 … e. A group is not judged by
// itself, so that the result does not depend on how many trials run at once.
func (s *Sweep) median(ctx context.Context) error {
	all := s.searched()
	size := s.Spec.Group * s.Spec.Seeds
	for from := 0; from < len(all); from += size {
		past := all[:from]
		judge := func(r *Record, e int) string {
			b, ok := r.Best(e)
			m, n := medianError(past, e)
			if !ok || e < s.Spec.Grace || n < enough || b.ValidError <= m {
				return ""
			}
			return fmt.Sprintf("error %.4f after %d epochs is above the median %.4f of %d trials", b.ValidError, e, m, n)
		}
		if err := s.train(ctx, all[from:min(from+size, len(all))], math.MaxInt, judge); err != nil {
			return err
		}
	}
	return nil
}

// medianError is the median of the mean errors over e epochs of the trials that did them, and the
// number of those trials.
func medianError(past []*Record, e int) (float64, int) {
	var means []float64
	for _, r := range past {
		if len(r.Epochs) < e {
			continue
		}
		sum := 0.0
		for _, x := range r.Epochs[:e] {
			sum += x.ValidError
		}
		means = append(means, sum/float64(e))
	}
	if len(means) == 0 {
		return math.NaN(), 0
	}
	slices.Sort(means)
	n := len(means)
	return (means[(n-1)/2] + means[n/2]) / 2, n
}
