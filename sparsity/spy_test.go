package sparsity_test

import (
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// streams is the noise of a step; a site that is asked for again begins afresh.
type streams struct {
	step  uint32
	sites [4]noise
}

func (s *streams) At(site int) nn.Noise {
	s.sites[site] = noise{rng.Key{Seed: 3, Step: s.step, Site: uint32(site)}}
	return &s.sites[site]
}

type noise struct{ key rng.Key }

func (n *noise) Uniform(m mat.M) { rng.Uniform(m.Data, n.key); n.key.Draw++ }
func (n *noise) Normal(m mat.M)  { rng.Normal(m.Data, n.key); n.key.Draw++ }

// spy is a net of one layer with its input and output in sight.
type spy struct {
	layer nn.Layer
	x     mat.M
	dx, y []mat.Float
	loss  []float64
	head  func(*nn.Var) // may leave a gradient
	p     nn.Pass
	last  nn.Next
}

func newSpy(l nn.Layer, x mat.M) *spy {
	s := &spy{layer: l, x: x, loss: make([]float64, x.Rows)}
	s.p.Noise, s.p.Poison, s.last = &streams{}, true, s.end
	return s
}

func (s *spy) at(d nn.Depth) *spy {
	s.p.Run(d, s, s.x, s.last)
	return s
}

func (s *spy) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	v := p.New(x.Val.Rows, x.Val.Cols)
	copy(v.Val.Data, x.Val.Data)
	loss := s.layer.Run(p, v, next)
	s.dx = append(s.dx[:0], v.Grad.Data...)
	return loss
}

// end is a head whose loss is 0.
func (s *spy) end(y *nn.Var) []float64 {
	s.y = append(s.y[:0], y.Val.Data...)
	if s.head != nil {
		s.head(y)
	}
	clear(s.loss)
	return s.loss
}

// mean is the objective.
func (s *spy) mean() (m float64) {
	for _, l := range s.loss {
		m += l / float64(len(s.loss))
	}
	return m
}
