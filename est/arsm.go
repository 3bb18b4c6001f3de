package est

import (
	"fmt"

	"gater/nn"
)

// ARS compares what the units would have been with the exponentials behind a reference outcome and
// behind each other one changed (Yin, Yue and Zhou, 2019, arXiv 1905.01413, theorem 4):
//
//	∂E[f]/∂a_i ≈ (f_{i⇌j} − 1/C·Σ_m f_{m⇌j})·(1 − C·π_j),
//
// with C outcomes a unit, f_{i⇌j} the loss after the change in all units at once, and j the
// reference: see swaps. Unbiased. It needs no derivative of the loss. Calls: Learn, C−1 Looks.
type ARS struct {
	Discrete
	Ref int // j, an outcome: 0 to C−1
}

// Estimate is (f_{i⇌j} − mean)(1 − C·π_j).
func (e ARS) Estimate(s *Site, f F) []float64 {
	w, h := swapsOf(e.family(), s), s.New()
	w.swapped(h, s.A, 0, 0)
	loss, _ := f.Learn(h)
	w.keep(loss, e.Ref, e.Ref)
	for i := range w.k {
		if i != e.Ref {
			w.swapped(h, s.A, i, e.Ref)
			w.keep(f.Look(h), i, e.Ref)
		}
	}
	w.add(s.Grad, 1, e.Ref)
	return loss
}

// Check is that the reference is an outcome.
func (e ARS) Check() error {
	if err := e.Discrete.Check(); err != nil {
		return err
	}
	if n := e.family().Outcomes(); e.Ref < 0 || e.Ref >= n {
		return fmt.Errorf("est: ARS: the reference is %d: it must be an outcome, 0 to %d", e.Ref, n-1)
	}
	return nil
}

// About: unbiased, a run an outcome, and nothing shut is ever needed.
func (e ARS) About() About {
	return About{Unbiased: true, Looks: func(int) int { return e.family().Outcomes() - 1 }, Skips: nn.SkipAll}
}

// ARSM is the mean of ARS over all references, of which pairs share their runs (the same, theorem 5):
//
//	∂E[f]/∂a_i ≈ Σ_j (f_{i⇌j} − 1/C·Σ_m f_{m⇌j})·(1/C − π_j).
//
// For bits it is ARM. Calls: Learn, C(C−1)/2 Looks.
type ARSM struct{ Discrete }

// Estimate is Σ_j (f_{i⇌j} − mean)(1/C − π_j).
func (e ARSM) Estimate(s *Site, f F) []float64 {
	w, h := swapsOf(e.family(), s), s.New()
	w.swapped(h, s.A, 0, 0)
	loss, _ := f.Learn(h)
	for j := range w.k {
		w.keep(loss, j, j)
		for i := range j {
			w.swapped(h, s.A, i, j)
			w.keep(f.Look(h), i, j)
		}
	}
	for j := range w.k {
		w.add(s.Grad, 1/float64(w.k), j)
	}
	return loss
}

// About: unbiased, a run a pair of outcomes and one more, and nothing shut is ever needed.
func (e ARSM) About() About {
	n := e.family().Outcomes()
	return About{Unbiased: true, Looks: looks(n * (n - 1) / 2), Skips: nn.SkipAll}
}
