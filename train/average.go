package train

import (
	"fmt"
	"iter"
	"math"

	"gater/mat"
	"gater/nn"
)

// averageEvery is how many steps lie between two that are averaged over: weights move little in so
// few, and to read and write them all costs less than a step.
const averageEvery = 16

// averages is the mean of a network's weights over the steps of a run, the latest of which count most
// (Polyak and Juditsky, 1992; with this window and its correction, Kingma and Ba, 2015, arXiv
// 1412.6980, section 7.2). With N = averageEvery, after steps N, 2N, …, kN,
//
//	a ← a + (1−βᴺ)/(1−βᵏᴺ)·(w − a),
//
// so that the first average is w, and weights of the start are forgotten as fast as later ones. Units
// that stay within a limit on norms do so in the mean.
type averages struct {
	decay  float64 // β, a step
	params []averaged
	rate   mat.Float
}

// averaged is a parameter and its average.
type averaged struct {
	name string
	w    *nn.Param
	a    mat.M
}

// newAverages makes memory for the averages of a network, nil if decay is 0. A parameter that is
// visited twice is averaged once.
func newAverages(net nn.Layer, decay float64) (*averages, error) {
	if !(decay >= 0 && decay < 1) {
		return nil, fmt.Errorf("the decay of averages is %v: it must be at least 0 and below 1, such as 0.999", decay)
	}
	if decay == 0 {
		return nil, nil
	}
	m, seen := &averages{decay: decay}, map[*nn.Param]bool{}
	for name, p := range nn.Params(net) {
		if !seen[p] {
			seen[p] = true
			m.params = append(m.params, averaged{name, p, mat.Like(p.Val)})
		}
	}
	return m, nil
}

// due reports whether weights are averaged after so many steps.
func (m *averages) due(steps int) bool { return m != nil && steps%averageEvery == 0 }

// add takes the weights into the averages, after so many steps. No weight may be asleep.
func (m *averages) add(pool *mat.Pool, steps int) {
	m.rate = mat.Float((1 - math.Pow(m.decay, averageEvery)) / (1 - math.Pow(m.decay, float64(steps))))
	pool.Run(m)
}

// Part does the i-th of n parts of every parameter.
func (m *averages) Part(i, n int) {
	for _, p := range m.params {
		lo, hi := len(p.a.Data)*i/n, len(p.a.Data)*(i+1)/n
		w := p.w.Val.Data[lo:hi]
		for j, a := range p.a.Data[lo:hi] {
			p.a.Data[lo+j] = a + m.rate*(w[j]-a)
		}
	}
}

// swap puts the averages in the place of the weights, and the weights in theirs: twice is nothing.
// Before there are averages it does nothing.
func (m *averages) swap(steps int) {
	if m == nil || steps < averageEvery {
		return
	}
	for _, p := range m.params {
		for j, w := range p.w.Val.Data {
			p.w.Val.Data[j], p.a.Data[j] = p.a.Data[j], w
		}
	}
}

// tensors yields the averages by the names of their parameters.
func (m *averages) tensors() iter.Seq2[string, Tensor] {
	return func(yield func(string, Tensor) bool) {
		if m == nil {
			return
		}
		for _, p := range m.params {
			if !yield(p.name, Tensor{M: p.a}) {
				return
			}
		}
	}
}
