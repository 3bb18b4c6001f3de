package model

import (
	"fmt"
	"math"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// build makes the network of a specification, without weights worth anything, and without
// the memory that training would need.
func (s *Spec) build() (nn.Layer, []train.Gate, error) {
	m, err := catalog.Build(&s.Config.Config)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range nn.Params(m.Net) {
		p.Grad, p.Sleeper, p.Later = mat.M{}, nil, nil
	}
	return m.Net, m.Gates, nil
}

// deploy sets the thresholds of the network's gates.
func (m *Model) deploy() error {
	n := 0
	for _, g := range m.Gates {
		if g.Units == nil {
			continue
		}
		θ, ok := m.Thresholds[g.Name]
		if !ok || math.IsNaN(θ) {
			return fmt.Errorf("no threshold of gated layer %q: export the model again", g.Name)
		}
		g.Units.SetThreshold(θ)
		n++
	}
	if n != len(m.Thresholds) {
		return fmt.Errorf("%d thresholds for %d gated layers: export the model again", len(m.Thresholds), n)
	}
	return nil
}

// try runs the network on a row of zeros, so that what does not fit together is known before it is
// used: layers panic at wrong shapes.
func (m *Model) try() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the network does not run (%.100s): export the model again", fmt.Sprint(r))
		}
	}()
	outputs := 0
	p := &nn.Pass{Noise: train.TestNoise(0)}
	p.Run(nn.Use, m.Net, mat.New(1, m.Config.Inputs), func(x *nn.Var) []float64 {
		outputs = x.Val.Cols
		return make([]float64, x.Val.Rows)
	})
	if outputs != m.Config.Classes {
		return fmt.Errorf("the network has %d outputs, not %d: export the model again", outputs, m.Config.Classes)
	}
	if e := m.Encoder; e != nil && e.Width() != m.Config.Inputs {
		return fmt.Errorf("%s makes %d numbers, the network takes %d: export the model again", prepFile, e.Width(), m.Config.Inputs)
	}
	return nil
}
