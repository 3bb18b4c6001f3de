package model

import (
	"fmt"
	"math"
	"slices"

	"gater/data"
	"gater/internal/network"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

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
	p.Run(nn.Use, m.Net, mat.New(1, m.Network.Inputs), func(x *nn.Var) []float64 {
		outputs = x.Val.Cols
		return make([]float64, x.Val.Rows)
	})
	if outputs != m.Network.Outputs {
		return fmt.Errorf("the network has %d outputs, not %d: export the model again", outputs, m.Network.Outputs)
	}
	return nil
}

// agree says where the preprocessing and the specification contradict each other.
func (m *Model) agree() error {
	p := m.Prep
	if n := p.Encoder.Width(); n != m.Network.Inputs {
		return fmt.Errorf("makes %d numbers, the network takes %d: export the model again", n, m.Network.Inputs)
	}
	if p.Target.Task != m.Task || m.Task == data.Classes && !slices.Equal(p.Target.Classes, m.Classes) {
		return fmt.Errorf("is for %s of other names, the model for %s: export the model again", p.Target.Task, m.Task)
	}
	return nil
}

// Draws reports whether gates draw when the network is used.
func (m *Model) Draws() (draws bool) {
	m.Network.Each(func(_ string, l network.Layer, _, _ int) error {
		if g, ok := l.(*network.Gated); ok && g.Mode == "sample" {
			draws = true
		}
		return nil
	})
	return draws
}
