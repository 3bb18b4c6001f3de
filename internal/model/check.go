package model

import (
	"fmt"
	"math"
	"slices"
)

// Tasks are what a model can be for.
var Tasks = []string{"classes", "labels", "number"}

// check says what is wrong with a specification by itself, if anything.
func (s *Spec) check() error {
	switch {
	case !slices.Contains(Tasks, s.Task):
		return fmt.Errorf("task %.40q: it must be classes, labels or number", s.Task)
	case !slices.Contains([]string{"pixels", "numbers", "table"}, s.Input.Kind):
		return fmt.Errorf("input %.40q: it must be pixels, numbers or table", s.Input.Kind)
	case s.Config == nil:
		return fmt.Errorf("has no config: the network cannot be built, export the model again")
	case s.Config.Inputs < 1 || s.Config.Classes < 1:
		return fmt.Errorf("%d inputs and %d outputs make no network: export the model again", s.Config.Inputs, s.Config.Classes)
	case s.Task != "number" && len(s.Classes) != s.Config.Classes:
		return fmt.Errorf("%d names for %d outputs: export the model again", len(s.Classes), s.Config.Classes)
	case s.Target != nil && !(s.Target.Std > 0 && !math.IsInf(s.Target.Std, 0) && s.Target.Mean-s.Target.Mean == 0):
		return fmt.Errorf("target has mean %v and std %v: export the model again", s.Target.Mean, s.Target.Std)
	case s.Input.Kind == "pixels" && s.Input.Width*s.Input.Height != s.Config.Inputs:
		return fmt.Errorf("pictures of %d×%d pixels for %d inputs: export the model again", s.Input.Width, s.Input.Height, s.Config.Inputs)
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
		if len(d.Thresholds) != len(s.Thresholds) || s.Mode != "threshold" {
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
