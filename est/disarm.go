package est

import "gater/nn"

// DisARM is ARM averaged over all uniforms that give the same pair, and so never of higher
// variance (Dong, Mnih and Tucker, 2020, equation 7; U2G of Yin et al., 2020, is the same):
//
//	∂E[f]/∂a ≈ ½·(f(b) − f(b̃))·(b − b̃)·σ(|a|),  b = 1[u < p],  b̃ = 1[1−u < p].
//
// Unbiased. A unit whose two bits agree learns nothing from the pair. It needs no derivative of
// the loss. Calls: Learn at b, a Look at b̃.
type DisARM struct{ Bernoulli }

// Estimate is ½(f(b) − f(b̃))(b − b̃)σ(|a|), with σ(|a|) = max(p, 1−p).
func (DisARM) Estimate(s *Site, f F) []float64 {
	_, b, anti := antithetic(s)
	f1, _ := f.Learn(b)
	f2 := f.Look(anti)
	for i := range f1 {
		g, b, anti, p := s.Grad.Row(i), b.Row(i), anti.Row(i), s.P().Row(i)
		d := Float(f1[i]-f2[i]) / 2
		for j, p := range p {
			g[j] += d * (b[j] - anti[j]) * max(p, 1-p)
		}
	}
	return f1
}

// About: unbiased, two runs, and nothing shut is ever needed.
func (DisARM) About() About { return About{Unbiased: true, Looks: looks(1), Skips: nn.SkipAll} }
