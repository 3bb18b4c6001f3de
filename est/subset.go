package est

import (
	"fmt"

	"gater/mat"
	"gater/nn"
)

// Subset is the law of rows of bits of which exactly K are on,
//
//	P(h) ∝ Π_j e^{a_j·h_j} over all h with Σ h_j = K:
//
// independent bits given that K of them came up. Adding a number to all of a row changes nothing.
// As gates, each row opens exactly K blocks; deployed at a threshold it opens the K likeliest,
// whatever θ is. Sampling and the marginals μ = E[h] are exact, by dynamic programming in O(D·K).
type Subset struct {
	K int // 1 or more, and at most the number of columns
}

// Check is that K is 1 or more.
func (l Subset) Check() error {
	return atLeast(1, "Subset: K", l.K, ": it is how many units are on")
}

// each runs f for every row of inputs, with the tables of its law.
func (l Subset) each(a mat.M, f func(t *counts, row int)) {
	if err := l.Check(); err != nil {
		panic(err.Error())
	}
	if l.K > a.Cols {
		panic(fmt.Sprintf("est: Subset: K is %d of %d columns: take at most %d", l.K, a.Cols, a.Cols))
	}
	t := countsPool.Get().(*counts)
	for i := range a.Rows {
		t.set(a.Row(i), l.K)
		f(t, i)
	}
	countsPool.Put(t)
}

// Sample draws from the law, a uniform a unit.
func (l Subset) Sample(h mat.M, s *Site) {
	u := s.Uniform()
	l.each(s.A, func(t *counts, i int) { t.sample(h.Row(i), u.Row(i)) })
}

// Mean is μ; of its derivative, the covariance of h, dm is the diagonal μ(1−μ).
func (l Subset) Mean(m, dm mat.M, s *Site) {
	l.Score(m, s)
	for i, p := range m.Data {
		dm.Data[i] = p * (1 - p)
	}
}

// Back is g += Cov(h)·v.
func (l Subset) Back(g, v, _ mat.M, s *Site) {
	l.each(s.A, func(t *counts, i int) { t.pull(g.Row(i), v.Row(i)) })
}

// Score is μ.
func (l Subset) Score(score mat.M, s *Site) {
	l.each(s.A, func(t *counts, i int) {
		t.marginals()
		for j, μ := range t.mu {
			score.Row(i)[j] = Float(μ)
		}
	})
}

// Choose puts the K likeliest of a row on, whatever θ; of equals the first.
func (l Subset) Choose(h mat.M, _ float64) {
	for i := range h.Rows {
		top(h.Row(i), h.Row(i), l.K)
	}
}

// On is 1.
func (Subset) On(mat.M, *Site) {}

// SIMPLE draws exactly K units and passes the gradient through their exact marginals (Ahmed,
// Zeng, Niepert and Van den Broeck, 2023):
//
//	∂E[f]/∂a ≈ (∂μ/∂a)·∂f/∂h,  ∂μ/∂a = Cov(h).
//
// Exact for a loss that is a sum over units, biased otherwise. Calls: Learn.
type SIMPLE struct{ Subset }

// Estimate is Cov(h)·∂f/∂h.
func (e SIMPLE) Estimate(s *Site, f F) []float64 {
	h := Draw(s, e)
	loss, df := f.Learn(h)
	e.Back(s.Grad, df, h, s)
	return loss
}

// About: biased, and shut blocks are needed in training.
func (SIMPLE) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
