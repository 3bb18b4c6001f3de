package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/network"
)

// teach puts the teacher that the settings name, if any, into a network that is to be trained on set. A
// run that goes on wants the teacher it had.
func teach(c *catalog.Config, m *catalog.Model, set *data.Set) error {
	if m.Distil == nil {
		return nil
	}
	path, err := filepath.Abs(c.Teacher)
	if err != nil {
		return err
	}
	t, err := exported(path)
	if err != nil {
		return fmt.Errorf("teacher: %w", err)
	}
	draws := false
	t.Network.Each(func(_ string, l network.Layer, _, _ int) error {
		g, ok := l.(*network.Gated)
		draws = draws || ok && g.Mode == "sample"
		return nil
	})
	switch {
	case t.Weights != "":
		return fmt.Errorf("teacher: %s has weights of %s: name the run or the model that it was made of", c.Teacher, t.Weights)
	case draws:
		return fmt.Errorf("teacher: %s draws its gates (--mode sample) and would say something else each time: name one that does not", c.Teacher)
	case t.Input.Kind == "table" || t.Network.Inputs != c.Inputs:
		return fmt.Errorf("teacher: %s takes other inputs than the %d of %s: name a network that was trained on such data", c.Teacher, c.Inputs, set.Name)
	case t.Network.Outputs != c.Classes || !slices.Equal(t.Classes, set.Classes):
		return fmt.Errorf("teacher: %s knows the classes %v, %s has %v: name a network that was trained on such data", c.Teacher, t.Classes, set.Name, set.Classes)
	}
	sum := sumOf(t.Net)
	if c.TeacherSum != "" && c.TeacherSum != sum {
		return fmt.Errorf("teacher: %s is not the network that this run learnt from until now: put that back, or start a new run", c.Teacher)
	}
	c.Teacher, c.TeacherSum = path, sum
	m.Distil.Teacher = t.Net
	return nil
}
