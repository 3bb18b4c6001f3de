package est

import (
	"gater/mat"
	"gater/nn"
)

// SPSA perturbs all units at once (Spall, 1992; Bengio et al., 2013, section 1.1), h = φ(a):
//
//	∂f/∂a_j ≈ (f(φ(a + z)) − f(φ(a − z))) / 2z_j,  z_j = ±c with equal odds.
//
// Biased by c², exact for quadratics in a. It needs no derivative of the loss.
// Calls: Learn at a + z, Look at a − z.
type SPSA struct {
	Law Smooth  // φ; nil means Sigmoid
	C   float64 // c; 0 means 0.1
}

func (e SPSA) law() Smooth { return smooth{e.Law}.law() }

// Sample, Mean, Score and On are φ's.
func (e SPSA) Sample(h mat.M, s *Site)    { e.law().Sample(h, s) }
func (e SPSA) Mean(m, dm mat.M, s *Site)  { e.law().Mean(m, dm, s) }
func (e SPSA) Score(score mat.M, s *Site) { e.law().Score(score, s) }
func (e SPSA) On(h mat.M, s *Site)        { e.law().On(h, s) }

// Estimate is (f(φ(a+z)) − f(φ(a−z))) / 2z.
func (e SPSA) Estimate(s *Site, f F) []float64 {
	c := Float(e.C)
	if c == 0 {
		c = 0.1
	}
	z, up, down := s.Uniform(), s.New(), s.New()
	for i, u := range z.Data {
		z.Data[i] = c * (2*step(u < 0.5) - 1)
		up.Data[i], down.Data[i] = s.A.Data[i]+z.Data[i], s.A.Data[i]-z.Data[i]
	}
	e.law().Value(up, up)
	e.law().Value(down, down)
	f1, _ := f.Learn(up)
	f2 := f.Look(down)
	for i := range f1 {
		g, z := s.Grad.Row(i), z.Row(i)
		for j := range g {
			g[j] += Float(f1[i]-f2[i]) / (2 * z[j])
		}
	}
	return f1
}

// About: biased, two runs, and no gate is shut.
func (SPSA) About() About {
	return About{Looks: func(int) int { return 1 }, Skips: nn.SkipNothing}
}
