package model

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gater/data"
)

// check says what is wrong with a specification by itself, if anything.
func (s *Spec) check() error {
	if s.Network == nil {
		return errors.New("has no network: export the model again")
	}
	switch n := s.Network; {
	case !slices.Contains([]data.Task{data.Classes, data.Labels, data.Number}, s.Task):
		return fmt.Errorf("task %.40q: it must be classes, labels or number", s.Task)
	case s.Weights != "" && !slices.Contains(Weights, s.Weights):
		return fmt.Errorf("weights %.40q: they must be bf16 or int8, or of floats and not mentioned", s.Weights)
	case s.Version < s.form():
		return fmt.Errorf("weights of %s in version %d, which had none: copy or export the model again", s.Weights, s.Version)
	case !slices.Contains([]string{"pixels", "numbers", "table"}, s.Input.Kind):
		return fmt.Errorf("input %.40q: it must be pixels, numbers or table", s.Input.Kind)
	case s.Task != data.Number && len(s.Classes) != n.Outputs:
		return fmt.Errorf("%d names for %d outputs: export the model again", len(s.Classes), n.Outputs)
	case s.Task == data.Number && n.Outputs != 1:
		return fmt.Errorf("%d outputs for a number: export the model again", n.Outputs)
	case s.Input.Kind == "pixels" && s.Input.Width*s.Input.Height != n.Inputs:
		return fmt.Errorf("pictures of %d×%d pixels for %d inputs: export the model again", s.Input.Width, s.Input.Height, n.Inputs)
	}
	return s.checkDial()
}

// checkDial refuses a dial that is not in order.
func (s *Spec) checkDial() error {
	last := 0.0
	for i, d := range s.Dial {
		if !(d.Budget > last && d.Budget <= 1) {
			return fmt.Errorf("position %d of the dial has budget %v: they must rise, up to 1", i+1, d.Budget)
		}
		if len(d.Thresholds) != len(s.Thresholds) {
			return fmt.Errorf("position %d of the dial has %d thresholds, the network %d", i+1, len(d.Thresholds), len(s.Thresholds))
		}
		for _, θ := range d.Thresholds {
			if math.IsNaN(θ) {
				return fmt.Errorf("position %d of the dial has a threshold that is not a number", i+1)
			}
		}
		last = d.Budget
	}
	return nil
}
