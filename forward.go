package gater

import (
	"gater/mat"
	"gater/nn"
)

// room makes s.x n rows.
func (s *Session) room(n int) {
	in := s.m.Inputs()
	if cap(s.x.Data) < n*in {
		s.x = mat.New(n, in)
	}
	s.x = mat.M{Rows: n, Cols: in, Data: s.x.Data[:n*in]}
	if cap(s.loss) < n {
		s.loss = make([]float64, n)
	}
}

// forward predicts the rows in s.x, the first of which has the given number. A model that draws
// does so row by row, so that a row's draws depend on its number alone.
func (s *Session) forward(dst []Prediction, first int) {
	if s.draw == nil {
		s.dst = dst
		s.pass.Run(nn.Use, s.m.m.Net, s.x, s.last)
		s.dst = nil
		return
	}
	for i := range dst {
		s.draw.SetStep(first + i)
		s.dst = dst[i : i+1]
		s.pass.Run(nn.Use, s.m.m.Net, s.x.Slice(i, i+1), s.last)
	}
	s.dst = nil
}

// head is the innermost Next: it makes predictions of the outputs. Nothing is lost.
func (s *Session) head(y *nn.Var) []float64 {
	for i := range s.dst {
		s.dst[i].take(s.m, y.Val.Row(i))
	}
	loss := s.loss[:len(s.dst)]
	clear(loss)
	return loss
}

// watch notes which blocks open.
func (s *Session) watch(l nn.Layer, v mat.M) {
	for k, g := range s.m.m.Gates {
		if l != nn.Layer(g.Layer) {
			continue
		}
		for i := range s.dst {
			p := &s.dst[i]
			for len(p.Gates) <= k {
				p.Gates = append(p.Gates, nil)
			}
			p.Gates[k] = p.Gates[k][:0]
			for b, x := range v.Row(i) {
				if x != 0 {
					p.Gates[k] = append(p.Gates[k], int32(b))
				}
			}
		}
	}
}
