package train

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"gater/mat"
	"gater/nn"
)

// Tensor is a piece of a run's state, in place: either a matrix of the network or of the
// optimiser, or a list of running numbers, whose length may be 0 until first used.
type Tensor struct {
	mat.M
	Numbers *[]float64
}

// State yields everything that, together with Progress, a run needs to go on: weights, running
// numbers, the optimiser's moments, averages, and the best network so far. Read it to save, fill it to load.
// Within an epoch the weights of a lazy optimiser may be asleep; they wake in the run they go into.
func (t *Trainer) State() iter.Seq2[string, Tensor] {
	return func(yield func(string, Tensor) bool) {
		for name, x := range Tensors(t.Net) {
			if !yield("net."+name, x) {
				return
			}
		}
		for name, m := range t.Opt.Slots() {
			if !yield("opt."+name, Tensor{M: m}) {
				return
			}
		}
		for name, s := range t.Opt.Asleep() {
			if !yield("opt."+name, Tensor{Numbers: s}) {
				return
			}
		}
		for name, x := range t.mean.tensors() {
			if !yield("average."+name, x) {
				return
			}
		}
		for _, name := range slices.Sorted(maps.Keys(t.best)) {
			if !yield("best."+name, t.best[name]) {
				return
			}
		}
	}
}

// Tensors yields the weights and running numbers of a network by name, in place.
func Tensors(net nn.Layer) iter.Seq2[string, Tensor] {
	return func(yield func(string, Tensor) bool) {
		for name, p := range nn.Params(net) {
			if !yield(name, Tensor{M: p.Val}) {
				return
			}
		}
		for name, s := range nn.States(net) {
			if !yield(name, Tensor{Numbers: s}) {
				return
			}
		}
	}
}

// snapshot is a copy of a network's tensors.
type snapshot map[string]Tensor

func newSnapshot(net nn.Layer) snapshot {
	s := snapshot{}
	for name, x := range Tensors(net) {
		if x.Numbers != nil {
			x.Numbers = new([]float64)
		}
		x.M = mat.Like(x.M)
		s[name] = x
	}
	return s
}

func (s snapshot) take(net nn.Layer) {
	for name, x := range Tensors(net) {
		copyTensor(s[name], x)
	}
}

func (s snapshot) put(net nn.Layer) {
	for name, x := range Tensors(net) {
		copyTensor(x, s[name])
	}
}

func copyTensor(dst, src Tensor) {
	if dst.Rows != src.Rows || dst.Cols != src.Cols {
		panic(fmt.Sprintf("train: copying %s into %s", src.Shape(), dst.Shape()))
	}
	for i := range src.Rows {
		copy(dst.Row(i), src.Row(i))
	}
	if src.Numbers != nil {
		*dst.Numbers = append((*dst.Numbers)[:0], *src.Numbers...)
	}
}
