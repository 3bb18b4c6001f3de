package main

import (
	"fmt"
	"slices"
	"strings"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// gatesOf is the gates of a network in a word each: one for all, or several in a row.
type gatesOf struct {
	gate, estimator, mode string
	unbiased              bool
	skips                 nn.Skip
}

func summary(c *catalog.Config, m *catalog.Model) gatesOf {
	s := gatesOf{unbiased: true, skips: nn.SkipAll}
	var gates, estimators, modes []string
	for _, l := range c.Gated() {
		g, err := catalog.FindGate(l.Gate)
		if err != nil {
			continue // Check has refused it
		}
		gates = append(gates, l.Gate)
		estimators = append(estimators, estimatorName(g, l))
		modes = append(modes, l.Mode)
		s.unbiased = s.unbiased && g.About().Unbiased
	}
	for _, g := range m.Gates {
		s.skips = min(s.skips, g.Layer.Skip)
	}
	s.gate, s.estimator, s.mode = words(gates), words(estimators), words(modes)
	return s
}

// words is the different ones of some words, or none.
func words(all []string) string {
	var some []string
	for _, w := range all {
		if !slices.Contains(some, w) {
			some = append(some, w)
		}
	}
	if len(some) == 0 {
		return "none"
	}
	return strings.Join(some, ", ")
}

// says is the network in a line.
func says(c *catalog.Config, m *catalog.Model) string {
	switch len(m.Gates) {
	case 0:
		return "no gates: everything is computed for every example"
	case 1:
		l := m.Gates[0].Layer
		return fmt.Sprintf("%d blocks of %d units, gate %s, %s active asked; training skips %s",
			l.Blocks(), l.Width, c.Gated()[0].Gate, percent(c.Asked()), l.Skip)
	}
	blocks := 0
	for _, g := range m.Gates {
		blocks += g.Layer.Blocks()
	}
	s := summary(c, m)
	return fmt.Sprintf("%d blocks in %d gated layers, gates %s, %s active asked; training skips %s",
		blocks, len(m.Gates), s.gate, percent(c.Asked()), s.skips)
}

// layerOutcome is what one of several gated layers did.
type layerOutcome struct {
	Name        string  `json:"name"`
	Gate        string  `json:"gate"`
	ActiveAsked float64 `json:"active_asked"`
	Active      float64 `json:"active"`
	Mode        string  `json:"mode"`
	Theta       float64 `json:"theta,omitempty"`
}

// gatesOutcome puts what is to be said of gates into an outcome: for one gated layer in its own
// fields, for several layer by layer too.
func (o *outcome) gatesOutcome(c *catalog.Config, m *catalog.Model, thetas, open []float64) {
	o.ActiveAsked, o.Mode = c.Asked(), summary(c, m).mode
	if len(m.Gates) == 1 {
		o.Theta = thetas[0]
		return
	}
	for i, l := range c.Gated() {
		o.Layers = append(o.Layers, layerOutcome{Name: m.Gates[i].Name, Gate: l.Gate, ActiveAsked: l.Active,
			Active: open[i], Mode: l.Mode, Theta: thetas[i]})
	}
}

// openCount counts open blocks by gated layer; its watch is an Evaluator's Watch.
type openCount struct {
	gates     []train.Gate
	open, all []float64
}

func newOpenCount(gates []train.Gate) *openCount {
	return &openCount{gates: gates, open: make([]float64, len(gates)), all: make([]float64, len(gates))}
}

func (n *openCount) watch(_ int, l nn.Layer, v mat.M) {
	for i, g := range n.gates {
		if l == nn.Layer(g.Layer) {
			n.all[i] += float64(len(v.Data))
			for _, x := range v.Data {
				if x != 0 {
					n.open[i]++
				}
			}
		}
	}
}

// shares is the share of every layer's blocks that were open.
func (n *openCount) shares() []float64 {
	s := make([]float64, len(n.open))
	for i := range s {
		s[i] = n.open[i] / max(1, n.all[i])
	}
	return s
}
