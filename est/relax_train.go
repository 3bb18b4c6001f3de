package est

import "gater/mat"

// train is a step down ∂|g|²/∂weights = −2·∂[ C(z̃)·g·(h−p) − g·∂C(z) + (∂z̃/∂a·g)·∂C(z̃) ], of
// which g is held.
func (e RELAX) train(s *Site, g mat.M, d draws) {
	push, c := s.New(), e.Critic
	e.family().PushGiven(push, g, d.zz, d.h, d.p)
	for i := range g.Rows {
		w := -2 / float64(g.Rows)
		c.at(d.z.Row(i))
		c.backSlope(d.z.Row(i), g.Row(i), -w)
		c.at(d.zz.Row(i))
		along := 0.0
		for j, g := range g.Row(i) {
			along += float64(g * (d.h.Row(i)[j] - d.p.Row(i)[j]))
		}
		c.back(d.zz.Row(i), w*along)
		c.backSlope(d.zz.Row(i), push.Row(i), w)
	}
	if g.Rows > 0 {
		c.learn()
	}
}
