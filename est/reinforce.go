package est

import "gater/nn"

// Reinforce is the unbiased estimator for stochastic binary neurons (Bengio, Léonard and
// Courville, 2013, theorem 1 and corollary 1; a case of Williams, 1992), and for one-hot groups:
//
//	∂E[L]/∂a_j ≈ (h_j − p_j)·(L − b_j),  P(h_j = 1) = p_j.
//
// The baseline b_j may differ from unit to unit but must not see this pass's draw.
// It needs no derivative of the loss. Where rows share a loss, L is the row's credit for it: in
// front of an nn.Bound of K samples this is VIMCO. Calls: Learn.
type Reinforce struct {
	Discrete
	Baseline Baseline // nil: none
}

// Estimate is (h − p)(L − b).
func (e Reinforce) Estimate(s *Site, f F) []float64 {
	h := Draw(s, e)
	loss, _ := f.Learn(h)
	p, b := e.family().Prob(s), values(e.Baseline, h.Cols)
	signal := credit(f, loss)
	addScore(s.Grad, signal, b, h, p)
	if e.Baseline != nil {
		e.Baseline.Update(h, p, signal)
	}
	return loss
}

// About: unbiased, and nothing shut is ever needed.
func (Reinforce) About() About { return About{Unbiased: true, Skips: nn.SkipAll} }

// Visit names the baseline's state.
func (e Reinforce) Visit(v *nn.Visitor) { v.Into("baseline", e.Baseline) }
