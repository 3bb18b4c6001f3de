package catalog

import (
	"fmt"
	"reflect"
	"strings"

	"gater/internal/network"
)

// Describe is the network of the settings: Net, or that of a preset, which has a norm and dropout of its
// inputs, one gated layer, and what may be above it.
func (c *Config) Describe() *network.Description {
	if c.Net != nil {
		return c.Net
	}
	d := &network.Description{Version: network.Version, Inputs: c.Inputs, Outputs: c.Classes}
	if c.Norm != "" {
		d.Layers = append(d.Layers, &network.Norm{Kind: c.Norm})
	}
	if c.Dropout > 0 {
		d.Layers = append(d.Layers, &network.Dropout{Share: network.Share(c.Dropout)})
	}
	if c.Dense {
		d.Layers = append(d.Layers, &network.Linear{Width: c.Blocks * c.Width})
		if c.Rectify {
			d.Layers = append(d.Layers, &network.Relu{})
		}
	} else {
		d.Layers = append(d.Layers, c.described())
	}
	if c.Hidden > 0 {
		d.Layers = append(d.Layers, &network.Dropout{Share: network.Share(c.Hidden)})
	}
	for _, width := range c.Above {
		d.Layers = append(d.Layers, &network.Linear{Width: width}, &network.Relu{})
	}
	return d
}

// described is the settings of a gated layer as a layer.
func (c *Config) described() *network.Gated {
	l := &network.Gated{}
	copyFields(reflect.ValueOf(l).Elem(), reflect.ValueOf(c).Elem())
	l.Estimator = c.specText()
	return l
}

// of is the settings of a run whose only layer is l, with in inputs.
func (c *Config) of(l *network.Gated, in int) (*Config, error) {
	one := *c
	one.Net = nil
	one.empty()
	copyFields(reflect.ValueOf(&one).Elem(), reflect.ValueOf(l).Elem())
	one.Inputs = in
	s, err := parseSpec(l.Estimator, one, append(scheduled, optionNames...))
	if err != nil {
		return nil, err
	}
	s.c.Gate = s.Gate.Name
	return &s.c, nil
}

// empty clears the settings of a gated layer, and what is before it.
func (c *Config) empty() {
	v := reflect.ValueOf(c).Elem()
	for i := range layerType.NumField() {
		if f := v.FieldByName(layerType.Field(i).Name); f.IsValid() {
			f.SetZero()
		}
	}
	for _, o := range options {
		reflect.ValueOf(o.at(c)).Elem().SetZero()
	}
	c.Gate, c.Norm, c.Dropout = "", "", 0
}

var layerType = reflect.TypeFor[network.Gated]()

// copyFields copies the settings that a network.Gated and a Config both have, by name.
func copyFields(to, from reflect.Value) {
	for i := range layerType.NumField() {
		name := layerType.Field(i).Name
		a, b := to.FieldByName(name), from.FieldByName(name)
		if layerType.Field(i).IsExported() && a.IsValid() && b.IsValid() {
			a.Set(b.Convert(a.Type()))
		}
	}
}

// specText is the gate with the settings that it takes.
func (c *Config) specText() string {
	text := c.Gate
	g, err := FindGate(c.Gate)
	if err != nil {
		return text
	}
	var b strings.Builder
	b.WriteString(text)
	for _, name := range append(optionNames[:len(optionNames):len(optionNames)], scheduled...) {
		o := options[name]
		if v := reflect.ValueOf(o.at(c)).Elem(); !v.IsZero() && g.takes(o) {
			fmt.Fprintf(&b, ":%s=%v", name, v)
		}
	}
	return b.String()
}

// Gated is the settings of every gated layer as those of a run that has it alone, from the input on.
func (c *Config) Gated() (all []*Config) {
	switch {
	case c.Net == nil && c.Dense:
		return nil
	case c.Net == nil:
		return []*Config{c}
	}
	c.Net.Each(func(_ string, l network.Layer, in, _ int) error {
		if l, ok := l.(*network.Gated); ok {
			if one, err := c.of(l, in); err == nil {
				all = append(all, one)
			}
		}
		return nil
	})
	return all
}

// Asked is the share of blocks that are to be open in the whole network; 1 if it has none.
func (c *Config) Asked() float64 {
	if c.Net == nil && !c.Dense {
		return c.Active
	}
	open, blocks := 0.0, 0.0
	for _, l := range c.Gated() {
		open += l.Active * float64(l.Blocks)
		blocks += float64(l.Blocks)
	}
	if blocks == 0 {
		return 1
	}
	return open / blocks
}
