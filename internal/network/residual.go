package network

import (
	"errors"
	"fmt"
)

// Residual is x + f(x), with f the layers, which have to make as many columns as they get.
type Residual struct {
	Layers []Layer `yaml:"layers"`
	plain
}

// Out is in. What is wrong inside is for Each to say, of the layer that it is.
func (l *Residual) Out(in int) (int, error) {
	if len(l.Layers) == 0 {
		return 0, errors.New("has no layers: list those that go around, or drop it")
	}
	out := in
	for _, x := range l.Layers {
		var err error
		if out, err = x.Out(out); err != nil {
			return in, nil
		}
	}
	if in > 0 && out != in {
		return 0, fmt.Errorf("adds %d columns to %d: end it with a layer of %d, such as linear: %d", out, in, in, in)
	}
	return in, nil
}

// Live is 1: a block may be open in x or in f(x).
func (*Residual) Live(float64) float64 { return 1 }
