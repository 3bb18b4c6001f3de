package est

import (
	"gater/mat"
	"gater/nn"
)

// FiniteDifference perturbs the input of one unit at a time, h = φ(a):
//
//	∂f/∂a_j ≈ (f(φ(a + ε·e_j)) − f(φ(a))) / ε,            one-sided: 1 Learn, N Looks,
//	∂f/∂a_j ≈ (f(φ(a + ε·e_j)) − f(φ(a − ε·e_j))) / 2ε,   central: 2N runs, one of them Learn.
//
// What the paper sets itself against (Bengio et al., 2013, section 1.1): for N units whose loss
// costs N, it costs N². Biased by ε, or ε² when central. It needs no derivative of the loss.
type FiniteDifference struct {
	Law     Smooth  // φ; nil means Sigmoid
	Eps     float64 // ε; 0 means 10⁻²
	Central bool
}

func (e FiniteDifference) law() Smooth { return smooth{e.Law}.law() }

// Sample, Mean, Score and On are φ's.
func (e FiniteDifference) Sample(h mat.M, s *Site)    { e.law().Sample(h, s) }
func (e FiniteDifference) Mean(m, dm mat.M, s *Site)  { e.law().Mean(m, dm, s) }
func (e FiniteDifference) Score(score mat.M, s *Site) { e.law().Score(score, s) }
func (e FiniteDifference) On(h mat.M, s *Site)        { e.law().On(h, s) }

// Estimate is the difference quotient, unit by unit.
func (e FiniteDifference) Estimate(s *Site, f F) []float64 {
	ε := Float(e.Eps)
	if ε == 0 {
		ε = 1e-2
	}
	a, h := s.New(), s.New()
	copy(a.Data, s.A.Data)
	at := func(j int, δ Float, run func(mat.M) []float64) []float64 {
		for i := range a.Rows {
			a.Row(i)[j] = s.A.Row(i)[j] + δ
		}
		e.law().Value(h, a)
		for i := range a.Rows {
			a.Row(i)[j] = s.A.Row(i)[j]
		}
		return run(h)
	}
	learn := func(h mat.M) []float64 { l, _ := f.Learn(h); return l }
	if !e.Central {
		base := at(0, 0, learn)
		for j := range a.Cols {
			addQuotient(s.Grad, j, at(j, ε, f.Look), base, ε)
		}
		return base
	}
	var loss []float64
	for j := range a.Cols {
		run := f.Look
		if j == 0 {
			run = learn
		}
		up := at(j, ε, run)
		if j == 0 {
			loss = up
		}
		addQuotient(s.Grad, j, up, at(j, -ε, f.Look), 2*ε)
	}
	return loss
}

// addQuotient is g_j += (f1 − f0) / d.
func addQuotient(g mat.M, j int, f1, f0 []float64, d Float) {
	for i := range f1 {
		g.Row(i)[j] += Float((f1[i] - f0[i]) / float64(d))
	}
}

// About: biased, N+1 or 2N runs, and no gate is shut.
func (e FiniteDifference) About() About {
	looks := func(n int) int { return n }
	if e.Central {
		looks = func(n int) int { return 2*n - 1 }
	}
	return About{Looks: looks, Skips: nn.SkipNothing}
}
