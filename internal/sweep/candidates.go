//go:build !js

package sweep

import (
	"fmt"
	"slices"

	"gater/internal/rng"
)

// candidates is the points of the space, each with its settings in the order of the space: those of
// the grid, or Trials that differ, drawn at random; and every setting that all have.
func (s *Spec) candidates() (points [][]Setting, err error) {
	if s.Search == "grid" {
		points, err = s.gridPoints()
	} else {
		points, err = s.randomPoints()
	}
	for i, p := range points {
		points[i] = append(slices.Clone(s.Set), p...)
	}
	return points, err
}

// gridPoints are all combinations, the last axis turning fastest.
func (s *Spec) gridPoints() ([][]Setting, error) {
	points := [][]Setting{nil}
	for i := range s.Space {
		values, err := s.Space[i].grid()
		if err != nil {
			return nil, err
		}
		if len(points)*len(values) > most {
			return nil, fmt.Errorf("the grid has more than %d points: take fewer values, or search: random", most)
		}
		var next [][]Setting
		for _, p := range points {
			for _, v := range values {
				next = append(next, append(slices.Clone(p), Setting{s.Space[i].Name, v}))
			}
		}
		points = next
	}
	return points, nil
}

// site keeps a sweep's draws apart from those of training under the same seed.
const site = 0x5eee

// randomPoints are independent draws, one uniform a setting; one that was drawn before is drawn
// again.
func (s *Spec) randomPoints() (points [][]Setting, err error) {
	u := make([]float64, len(s.Space))
	seen := map[string]bool{}
	for draw := 0; len(points) < s.Trials; draw++ {
		if draw > 100*s.Trials+1000 {
			return nil, fmt.Errorf("the space has only about %d points, fewer than %d trials: lower trials, or take search: grid", len(points), s.Trials)
		}
		rng.Uniform(u, rng.Key{Seed: s.Seed, Step: uint32(draw), Site: site})
		var p []Setting
		for i := range s.Space {
			p = append(p, Setting{s.Space[i].Name, s.Space[i].at(u[i])})
		}
		if key := fmt.Sprint(p); !seen[key] {
			seen[key] = true
			points = append(points, p)
		}
	}
	return points, nil
}

// trials is the search: every candidate with every seed.
func (s *Spec) trials() (all []Trial, err error) {
	points, err := s.candidates()
	if err != nil {
		return nil, err
	}
	for i, p := range points {
		for k := range s.Seeds {
			all = append(all, Trial{ID: len(all) + 1, Candidate: i + 1, Seed: s.Seed + uint64(k), Settings: p})
		}
	}
	return all, nil
}

// confirming is the further trials of a candidate, whose numbers follow the search's.
func (s *Spec) confirming(first Trial, searched int) (all []Trial) {
	for k := range s.Confirm {
		t := first
		t.ID, t.Seed, t.Confirm = searched+k+1, s.Seed+uint64(s.Seeds+k), true
		all = append(all, t)
	}
	return all
}
