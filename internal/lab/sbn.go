package lab

import (
	"fmt"
	"math"

	"gater/est"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// sbn is a stochastic binary net of three layers of five units between linear layers, with a
// classifier of three classes behind: the gradient is that of the weights and biases of the three
// linear layers that lead to units, for one example.
type sbn struct {
	linear [sbnLayers + 1]*nn.Linear
	x      []Float
	truth  []float64
}

const (
	sbnWidth, sbnLayers = 5, 3
	sbnClasses          = 3
	sbnCoords           = (sbnWidth + 1) * sbnWidth // of a layer: its weights, row by row, then its biases
)

func newSBN(s Settings) (Task, error) {
	t := &sbn{x: make([]Float, sbnWidth)}
	for i := range t.linear {
		out := sbnWidth
		if i == sbnLayers {
			out = sbnClasses
		}
		l := nn.NewLinear(sbnWidth, out)
		rng.Normal(l.W.Val.Data, rng.Key{Seed: s.Seed, Site: uint32(i)})
		rng.Normal(l.B.Val.Data, rng.Key{Seed: s.Seed, Site: uint32(i), Draw: 1})
		for k := range l.B.Val.Data {
			l.B.Val.Data[k] /= 2
		}
		t.linear[i] = l
	}
	rng.Normal(t.x, rng.Key{Seed: s.Seed, Site: sbnLayers + 1})
	t.truth = t.exact()
	return t, nil
}

func (t *sbn) Truth() [][]float64 { return [][]float64{t.truth} }
func (t *sbn) Units() int         { return sbnWidth }
func (t *sbn) Group() int         { return 1 }

func (t *sbn) Groups() (g []Group) {
	for i := range sbnLayers {
		g = append(g, Group{fmt.Sprintf("layer %d", i+1), i * sbnCoords, (i + 1) * sbnCoords})
	}
	return g
}

func (t *sbn) Rig(make func() est.Estimator, copies int) *Rig {
	var net nn.Seq
	var in, out [sbnLayers]*tap
	for i := range sbnLayers {
		in[i], out[i] = new(tap), new(tap)
		net = append(net, in[i], twin(t.linear[i]), out[i], est.New(make()))
	}
	net = append(net, twin(t.linear[sbnLayers]))
	labels := labels(copies)
	return &Rig{Net: net, X: rows(mat.M{Rows: 1, Cols: sbnWidth, Data: t.x}, copies),
		Head: func(p *nn.Pass) nn.Next { return (&nn.Softmax{Pass: p, Labels: labels}).Loss },
		Read: func(row int, g []float64) {
			for i := range sbnLayers {
				outer(g[i*sbnCoords:(i+1)*sbnCoords], in[i].val.Row(row), out[i].grad.Row(row))
			}
		}}
}

// outer is the gradient of a linear layer: weights x ⊗ dy, biases dy.
func outer(g []float64, x, dy []Float) {
	for i, v := range x {
		for j, d := range dy {
			g[i*len(dy)+j] = float64(v) * float64(d)
		}
	}
	for j, d := range dy {
		g[len(x)*len(dy)+j] = float64(d)
	}
}

// labels is n labels 0.
func labels(n int) []int32 { return make([]int32, n) }

// exact is the gradient of the expected loss. The layers are a Markov chain over 2⁵ states each:
// with V_k(h) the expected loss given layer k's outputs, and P_k(h) their probability,
//
//	V_k(h) = Σ_h' P(h'|h)·V_k+1(h'),
//	∂V_k/∂a_j = Σ_h' P(h'|h)·(h'_j − p_j)·V_k+1(h'),  p = σ(a), a = h·W + b.
func (t *sbn) exact() []float64 {
	const states = 1 << sbnWidth
	var from [sbnLayers]*transition
	for k := range from {
		in := [][]float64{wide(t.x)}
		if k > 0 {
			in = nil
			for s := range states {
				in = append(in, bitsOf(s, sbnWidth))
			}
		}
		from[k] = newTransition(t.linear[k], in)
	}
	value := make([]float64, states)
	last := newLogits(t.linear[sbnLayers])
	gray(sbnWidth, func(flip int) {
		last.flip(flip)
		value[last.state] = nll(last.a, 0)
	})
	g := make([]float64, sbnLayers*sbnCoords)
	reach := from[0].reach(from[1:])
	for k := sbnLayers - 1; k >= 0; k-- {
		value = from[k].back(value, reach[k], g[k*sbnCoords:(k+1)*sbnCoords])
	}
	return g
}

// nll is −log softmax(a)[label].
func nll(a []float64, label int) float64 {
	top, sum := a[0], 0.0
	for _, v := range a {
		top = max(top, v)
	}
	for _, v := range a {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum) - a[label]
}
