package nn

import "iter"

// Visited is a layer with parameters, with state that a checkpoint must keep, or with layers
// inside it.
type Visited interface {
	Visit(v *Visitor)
}

// Visitor walks a network and gives everything it meets a dotted name such as "1.gate.0.weight".
type Visitor struct {
	path  string
	param func(name string, p *Param) bool
	state func(name string, s *[]float64) bool
	layer func(name string, l Layer) bool
	dial  func(name string, d *Dial) bool
	done  bool
}

// Param is called by a layer for each of its parameters.
func (v *Visitor) Param(name string, p *Param) {
	if v.param != nil && !v.done {
		v.done = !v.param(v.path+name, p)
	}
}

// State is called by a layer for each of its running numbers; *s may be nil until first used.
func (v *Visitor) State(name string, s *[]float64) {
	if v.state != nil && !v.done {
		v.done = !v.state(v.path+name, s)
	}
}

// Layer is called by a layer for each layer inside it.
func (v *Visitor) Layer(name string, l Layer) {
	if v.layer != nil && !v.done {
		v.done = !v.layer(v.path+name, l)
	}
	v.Into(name, l)
}

// Into visits x, if it can be visited, with its names below name.
func (v *Visitor) Into(name string, x any) {
	if in, ok := x.(Visited); ok && !v.done {
		old := v.path
		v.path += name + "."
		in.Visit(v)
		v.path = old
	}
}

func (v *Visitor) walk(net Layer) {
	if in, ok := net.(Visited); ok {
		in.Visit(v)
	}
}

// Params yields every parameter of a network by name, in the order of its layers.
func Params(net Layer) iter.Seq2[string, *Param] {
	return func(yield func(string, *Param) bool) { (&Visitor{param: yield}).walk(net) }
}

// States yields every piece of running state of a network by name.
func States(net Layer) iter.Seq2[string, *[]float64] {
	return func(yield func(string, *[]float64) bool) { (&Visitor{state: yield}).walk(net) }
}

// Layers yields every layer inside a network by name, outer layers first.
func Layers(net Layer) iter.Seq2[string, Layer] {
	return func(yield func(string, Layer) bool) { (&Visitor{layer: yield}).walk(net) }
}

// Cost is the multiply-adds of one example going forwards.
type Cost struct {
	All     int64 // with every block computed, gaters included
	Ungated int64 // of the same network without its gaters
}

// Plus is the sum of two costs.
func (c Cost) Plus(d Cost) Cost { return Cost{c.All + d.All, c.Ungated + d.Ungated} }

// Costed is a layer that multiplies.
type Costed interface {
	Cost() Cost
}

// CostOf is the cost of a layer; a layer that says nothing costs nothing.
func CostOf(l Layer) Cost {
	if c, ok := l.(Costed); ok {
		return c.Cost()
	}
	return Cost{}
}
