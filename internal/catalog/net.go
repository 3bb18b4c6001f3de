package catalog

import (
	"errors"
	"fmt"
	"reflect"

	"gater/internal/network"
)

// LayerDefaults is what a preset has for a gated layer whose file leaves settings out, with the
// layer's estimator, or with gate if that is not "".
func LayerDefaults(preset, gate string) network.Defaults {
	return func(estimator string) (network.Gated, error) {
		c, err := Preset(preset, gate)
		if err == nil && gate == "" && estimator != "" {
			var s *Spec
			if s, err = parseSpec(estimator, Config{Epochs: 1}, append(scheduled, optionNames...)); err == nil {
				c, err = Preset(preset, s.Gate.Name)
			}
		}
		if err != nil {
			return network.Gated{}, err
		}
		return *c.described(), nil
	}
}

// SetNet makes d the network. Each of its gated layers is changed: by gate, which stands for its
// estimator if it is not "", and by change, which may be nil.
func (c *Config) SetNet(d *network.Description, gate string, change func(layer *Config) error) error {
	err := d.Each(func(_ string, l network.Layer, in, _ int) error {
		g, ok := l.(*network.Gated)
		if !ok {
			return nil
		}
		if gate != "" {
			g.Estimator = gate
		}
		if change == nil {
			return nil
		}
		one, err := c.of(g, in)
		if err == nil {
			err = change(one)
		}
		if err == nil {
			copyFields(reflect.ValueOf(g).Elem(), reflect.ValueOf(one).Elem())
			g.Estimator = one.specText()
		}
		return err
	})
	c.Net = d
	c.empty()
	return d.Said(err)
}

// Fit sets the sizes that the data has, and refuses a description of others.
func (c *Config) Fit(inputs, classes int) error {
	c.Inputs, c.Classes = inputs, classes
	if d := c.Net; d != nil {
		for _, x := range []struct {
			name string
			of   *int
			n    int
		}{{"inputs", &d.Inputs, inputs}, {"outputs", &d.Outputs, classes}} {
			if *x.of != 0 && *x.of != x.n {
				return d.Said(fmt.Errorf("the network has %s: %d and the data has %d: drop %s, which comes from the data", x.name, *x.of, x.n, x.name))
			}
			*x.of = x.n
		}
	}
	return nil
}

// checkNet says what is wrong with the network.
func (c *Config) checkNet() error { return c.Net.Said(c.netErr()) }

func (c *Config) netErr() error {
	bare := *c
	bare.empty()
	if !reflect.DeepEqual(&bare, c) {
		return errors.New("settings of a gated layer stand beside net: give them in net, layer by layer")
	}
	if c.Net.Inputs != c.Inputs && c.Inputs != 0 || c.Net.Outputs != c.Classes && c.Classes != 0 {
		return fmt.Errorf("the network is of %d inputs and %d outputs, the run of %d and %d", c.Net.Inputs, c.Net.Outputs, c.Inputs, c.Classes)
	}
	if err := c.Net.Check(); err != nil {
		return err
	}
	err := c.Net.Each(func(_ string, l network.Layer, in, _ int) error {
		if l, ok := l.(*network.Gated); ok {
			one, err := c.of(l, in)
			if err != nil {
				return err
			}
			return one.checkGates()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.fits()
}
