package vae

import (
	"iter"
	"strconv"

	"gater/train"
)

// State yields everything that, together with Progress, a run needs to go on: weights, the
// estimator's running numbers, Adam's moments and the averages of the gradient.
func (t *Trainer) State() iter.Seq2[string, train.Tensor] {
	return func(yield func(string, train.Tensor) bool) {
		for name, x := range train.Tensors(t.Model.Net) {
			if !yield("net."+name, x) {
				return
			}
		}
		for name, m := range t.opt.Slots() {
			if !yield("opt."+name, train.Tensor{M: m}) {
				return
			}
		}
		for k, m := range t.spread.m {
			s := t.spread.s[k]
			if !yield("mean."+strconv.Itoa(k), train.Tensor{M: m}) ||
				!yield("square."+strconv.Itoa(k), train.Tensor{M: s}) {
				return
			}
		}
		yield("count", train.Tensor{Numbers: &t.spread.count})
	}
}

// Loaded must be called after State was filled and Progress set.
func (t *Trainer) Loaded() { t.opt.SetCount(t.Progress.Step) }
