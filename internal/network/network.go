// Package network is the declared form of a network: its layers in order, in a strict YAML file that
// people write and that a run, and a model, keep. It knows no estimator and builds nothing; package
// catalog does.
package network

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Version is the newest version of the form that this package reads, and the one that it writes.
const Version = 1

// Description is a network but for its weights: layers from the input on, and behind them a linear
// layer of Outputs columns, which is always there and not listed. Inputs and Outputs are 0 until they
// are known, from the data.
type Description struct {
	Version int     `yaml:"version"`
	Inputs  int     `yaml:"inputs"`
	Outputs int     `yaml:"outputs"`
	Layers  []Layer `yaml:"layers"`

	File string // that it was read from, for messages
}

// Said is an error about the description with its file's name, if it has one; nil stays nil.
func (d *Description) Said(err error) error {
	if err == nil || d.File == "" {
		return err
	}
	return fmt.Errorf("%s: %w", d.File, err)
}

// Layer is a layer with its settings: one of *Linear, *Gated, *Residual, *Dropout, *Norm, *Embedding,
// *Relu, *LeakyRelu, *Tanh and *Sigmoid.
type Layer interface {
	// Out is how many columns the layer makes of in columns; its error says what is wrong with the
	// layer's settings, or with a layer of so many columns.
	Out(in int) (int, error)
	// Weights is how many weights the layer has for in columns, its biases included.
	Weights(in int) float64
	// Macs is the multiply-adds of an example with in columns, a share live of which is open: without
	// gates, and with as many open as are asked for, gaters included. What is inside a residual layer
	// does not count.
	Macs(in int, live float64) (dense, asked float64)
	// Live is the share of what the layer makes that is open, given that of its input.
	Live(live float64) float64

	where() *int // the line of the file, 0 for none
}

// place is the line that a layer was read from.
type place struct{ line int }

func (p *place) where() *int { return &p.line }

// plain is a layer without weights that leaves shut blocks shut.
type plain struct{ place }

func (*plain) Weights(int) float64                  { return 0 }
func (*plain) Macs(int, float64) (float64, float64) { return 0, 0 }
func (*plain) Live(live float64) float64            { return live }

// makers makes layers by their name.
var makers = map[string]func() Layer{
	"linear":     func() Layer { return &Linear{} },
	"gated":      func() Layer { return &Gated{} },
	"residual":   func() Layer { return &Residual{} },
	"dropout":    func() Layer { return &Dropout{} },
	"norm":       func() Layer { return &Norm{Kind: "rms"} },
	"embedding":  func() Layer { return &Embedding{} },
	"relu":       func() Layer { return &Relu{} },
	"leaky-relu": func() Layer { return &LeakyRelu{Slope: 0.01} },
	"tanh":       func() Layer { return &Tanh{} },
	"sigmoid":    func() Layer { return &Sigmoid{} },
}

// Kinds is the names of all layers.
func Kinds() []string { return slices.Sorted(maps.Keys(makers)) }

// Kind is the name of a layer.
func Kind(l Layer) string {
	for name, new := range makers {
		if reflect.TypeOf(new()) == reflect.TypeOf(l) {
			return name
		}
	}
	panic(fmt.Sprintf("network: %T has no name", l))
}

// Each goes through all layers from the input on, those of a residual layer after it, each with its
// path such as layers.1.residual.0.gated and how many columns go in and come out, 0 while Inputs is
// not known. What f says is wrong, and what does not fit together, becomes an error that names the
// layer and its line.
func (d *Description) Each(f func(path string, l Layer, in, out int) error) error {
	_, err := each(d.Layers, "layers", d.Inputs, f)
	return err
}

// Path is the path of layer i of the layers at a path.
func Path(path string, i int, l Layer) string { return fmt.Sprintf("%s.%d.%s", path, i, Kind(l)) }

func each(layers []Layer, path string, in int, f func(string, Layer, int, int) error) (int, error) {
	for i, l := range layers {
		path := Path(path, i, l)
		out, err := l.Out(in)
		if err == nil {
			err = f(path, l, in, out)
		}
		if err != nil {
			return 0, at(*l.where(), "%s: %w", path, err)
		}
		if r, ok := l.(*Residual); ok {
			if _, err := each(r.Layers, path, in, f); err != nil {
				return 0, err
			}
		}
		in = out
	}
	return in, nil
}

// Check says what is wrong with a description, as far as its sizes are known.
func (d *Description) Check() error {
	if d.Version != Version {
		return fmt.Errorf("version is %d: this program reads version %d", d.Version, Version)
	}
	for _, x := range []struct {
		name string
		n    int
	}{{"inputs", d.Inputs}, {"outputs", d.Outputs}} {
		if x.n < 0 || x.n > most {
			return fmt.Errorf("%s is %d: it must be a number of columns", x.name, x.n)
		}
	}
	n := 0
	err := d.Each(func(string, Layer, int, int) error {
		if n++; n > maxLayers {
			return fmt.Errorf("is layer %d: take %d layers at most", n, maxLayers)
		}
		return nil
	})
	if n := len(d.YAML()); err == nil && n > maxBytes {
		err = fmt.Errorf("has %d bytes with every setting written out, of %d at most: take fewer layers", n, maxBytes)
	}
	return err
}

const (
	most      = 1 << 20 // is more than anyone wants of a count
	maxLayers = 1 << 8
)
