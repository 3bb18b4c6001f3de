package est

import (
	"gater/mat"
	"gater/nn"
)

// ARM differences an antithetic pair and weighs it by the uniform that drew both (Yin and Zhou,
// 2019, theorem 1):
//
//	∂E[f]/∂a ≈ (f(1[u > 1−p]) − f(1[u < p]))·(u − ½).
//
// Unbiased. It needs no derivative of the loss. Calls: Learn at 1[u < p], a Look at the other.
type ARM struct{ Bernoulli }

// Estimate is (f(b) − f(b̃))(u − ½).
func (ARM) Estimate(s *Site, f F) []float64 {
	u, b, anti := antithetic(s)
	f1, _ := f.Learn(b)
	f2 := f.Look(anti)
	for i := range f1 {
		g, u, d := s.Grad.Row(i), u.Row(i), Float(f2[i]-f1[i])
		for j := range g {
			g[j] += d * (u[j] - 0.5)
		}
	}
	return f1
}

// About: unbiased, two runs, and nothing shut is ever needed.
func (ARM) About() About { return About{Unbiased: true, Looks: looks(1), Skips: nn.SkipAll} }

// antithetic is a sample b = 1[u < p] and its opposite b̃ = 1[1−u < p].
func antithetic(s *Site) (u, b, anti mat.M) {
	u, b, anti = s.Uniform(), s.New(), s.New()
	mat.Above(b, s.P(), u)
	anti.Fill(1)
	mat.AddScaled(anti.Data, -1, u.Data)
	mat.Above(anti, s.P(), anti)
	return u, b, anti
}
