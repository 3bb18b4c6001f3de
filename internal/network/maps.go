package network

import "fmt"

// Relu is max(0, x).
type Relu struct{ plain }

// Out is in.
func (*Relu) Out(in int) (int, error) { return in, nil }

// LeakyRelu is x where that is positive, and Slope·x elsewhere.
type LeakyRelu struct {
	Slope float64 `yaml:"slope"`
	plain
}

// Out is in.
func (l *LeakyRelu) Out(in int) (int, error) {
	if !(l.Slope >= 0 && l.Slope < 1) {
		return 0, fmt.Errorf("slope is %v: it must be at least 0 and below 1, such as 0.01", l.Slope)
	}
	return in, nil
}

// Tanh is tanh x.
type Tanh struct{ plain }

// Out is in.
func (*Tanh) Out(in int) (int, error) { return in, nil }

// Sigmoid is 1/(1 + e^−x).
type Sigmoid struct{ plain }

// Out is in.
func (*Sigmoid) Out(in int) (int, error) { return in, nil }

// Live is 1: 0 becomes ½.
func (*Sigmoid) Live(float64) float64 { return 1 }
