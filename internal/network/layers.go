package network

import (
	"fmt"
	"slices"
)

// Linear is y = x·W + b.
type Linear struct {
	Width int `yaml:"out"` // columns of y
	plain
}

// Out is Width.
func (l *Linear) Out(int) (int, error) { return l.Width, count("out", l.Width) }

// Weights is W and b.
func (l *Linear) Weights(in int) float64 { return float64(in+1) * float64(l.Width) }

// Macs is in·out, of the open columns.
func (l *Linear) Macs(in int, live float64) (dense, asked float64) {
	dense = float64(in) * float64(l.Width)
	return dense, dense * live
}

// Live is 1: everything is made.
func (*Linear) Live(float64) float64 { return 1 }

// Dropout sets a share of the values to 0 in training, and scales the others up to make up for it.
type Dropout struct {
	Share Share `yaml:"share"`
	plain
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
	plain
}

// Out is in.
func (l *Norm) Out(in int) (int, error) {
	if kinds := []string{"rms", "layer"}; !slices.Contains(kinds, l.Kind) {
		return 0, fmt.Errorf("unknown kind %q%s", clean(l.Kind), choose(l.Kind, kinds))
	}
	return in, nil
}

// Weights is a factor a column, and what is added to each by kind layer.
func (l *Norm) Weights(in int) float64 {
	if l.Kind == "layer" {
		return 2 * float64(in)
	}
	return float64(in)
}

// Live is 1 for layer, which moves zeros.
func (l *Norm) Live(live float64) float64 {
	if l.Kind == "layer" {
		return 1
	}
	return live
}

// count says what is wrong with a number that counts something.
func count(name string, n int) error {
	if n < 1 || n > most {
		return fmt.Errorf("%s is %d: it must be from 1 to %d", name, n, most)
	}
	return nil
}
