package network

import (
	"errors"
	"fmt"
	"slices"
)

// Linear is y = x·W + b.
type Linear struct {
	Width int `yaml:"out"` // columns of y
	place
}

// Out is Width.
func (l *Linear) Out(int) (int, error) { return l.Width, count("out", l.Width) }

// Dropout sets a share of the values to 0 in training, and scales the others up to make up for it.
type Dropout struct {
	Share Share `yaml:"share"`
	place
}

// Out is in.
func (l *Dropout) Out(in int) (int, error) {
	if !(l.Share >= 0 && l.Share <= 0.99) {
		return 0, fmt.Errorf("share is %v: it must be below 1, such as 20%%", l.Share)
	}
	return in, nil
}

// Norm brings every row to a common scale: rms divides it by the root of its mean square, layer
// takes its mean off first. Rows do not see each other.
type Norm struct {
	Kind string `yaml:"kind"` // rms or layer
	place
}

// Out is in.
func (l *Norm) Out(in int) (int, error) {
	if kinds := []string{"rms", "layer"}; !slices.Contains(kinds, l.Kind) {
		return 0, fmt.Errorf("unknown kind %q%s", clean(l.Kind), choose(l.Kind, kinds))
	}
	return in, nil
}

// Embedding puts learnt vectors in the place of some columns, which hold the number of a row of a
// table each, and moves them behind the other columns.
type Embedding struct {
	Columns []int `yaml:"columns"` // from 0
	Rows    []int `yaml:"rows"`    // of each column's table; one number is for all
	Width   int   `yaml:"width"`   // of a vector
	place
}

// Out is the columns that stay, and Width for each of the others.
func (l *Embedding) Out(in int) (int, error) {
	if len(l.Columns) == 0 {
		return 0, errors.New("columns is empty: name those that hold the numbers of categories, such as [0, 3]")
	}
	if len(l.Rows) != 1 && len(l.Rows) != len(l.Columns) {
		return 0, fmt.Errorf("rows has %d numbers for %d columns: give one a column, or one for all", len(l.Rows), len(l.Columns))
	}
	for i, c := range l.Columns {
		if c < 0 || in > 0 && c >= in {
			return 0, fmt.Errorf("column %d is not one of the %d columns, which count from 0", c, in)
		}
		if slices.Contains(l.Columns[:i], c) {
			return 0, fmt.Errorf("column %d is there twice: give it once", c)
		}
	}
	for _, n := range l.Rows {
		if err := count("rows", n); err != nil {
			return 0, err
		}
	}
	if err := count("width", l.Width); err != nil {
		return 0, err
	}
	if in == 0 {
		return 0, nil
	}
	return in - len(l.Columns) + len(l.Columns)*l.Width, nil
}

// Tables is how many rows each column's table has.
func (l *Embedding) Tables() []int {
	if len(l.Rows) == 1 {
		return slices.Repeat(l.Rows, len(l.Columns))
	}
	return l.Rows
}

// Relu is max(0, x).
type Relu struct{ place }

// Out is in.
func (*Relu) Out(in int) (int, error) { return in, nil }

// LeakyRelu is x where that is positive, and Slope·x elsewhere.
type LeakyRelu struct {
	Slope float64 `yaml:"slope"`
	place
}

// Out is in.
func (l *LeakyRelu) Out(in int) (int, error) {
	if !(l.Slope >= 0 && l.Slope < 1) {
		return 0, fmt.Errorf("slope is %v: it must be at least 0 and below 1, such as 0.01", l.Slope)
	}
	return in, nil
}

// Tanh is tanh x.
type Tanh struct{ place }

// Out is in.
func (*Tanh) Out(in int) (int, error) { return in, nil }

// Sigmoid is 1/(1 + e^−x).
type Sigmoid struct{ place }

// Out is in.
func (*Sigmoid) Out(in int) (int, error) { return in, nil }

// Residual is x + f(x), with f the layers, which have to make as many columns as they get.
type Residual struct {
	Layers []Layer `yaml:"layers"`
	place
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

// count says what is wrong with a number that counts something.
func count(name string, n int) error {
	if n < 1 || n > most {
		return fmt.Errorf("%s is %d: it must be from 1 to %d", name, n, most)
	}
	return nil
}
