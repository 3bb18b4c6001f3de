package est

import "gater/nn"

// SumAndSample sums over the K likeliest outcomes of all units together and takes one sample r for
// the rest (Liu, Regier, Tripuraneni, Jordan and McAuliffe, 2019, arXiv 1810.04777):
//
//	∂E[f]/∂a ≈ Σ_s P(s)·(f(s) − b)·(s − p) + (1 − Σ_s P(s))·(f(r) − b)·(r − p),
//
// with the baseline b = Σ P(s)·f(s) / Σ P(s). Unbiased; with K as many as there are, exact. Worth its
// runs where few outcomes are likely. It needs no derivative of the loss. The sample that is learnt
// from is one of the K + 1. Calls: Learn, K Looks.
type SumAndSample struct {
	Discrete
	K int // 1 or more; 0 means 3
}

// summed is how many outcomes it sums over, which leaves one.
func (e SumAndSample) summed(cols int) int {
	return min(ownInt(e.K, 3), Enumerate{e.Discrete}.states(cols)-1)
}

// Estimate is Σ w·(f − b)(h − p) over the K and the sample.
func (e SumAndSample) Estimate(s *Site, f F) []float64 {
	c, rows, m := e.family(), s.A.Rows, e.summed(s.A.Cols)
	h, p, all := Draw(s, e), c.Prob(s), s.stack(m+1)
	u, w, sample := s.uniforms(c.Units(h.Cols)), s.floats((m+1)*rows), s.floats(rows)
	t := outcomesPool.Get().(*outcomes)
	for r := range rows {
		t.start(c, p.Row(r))
		t.likeliest(m)
		rest, first := 1.0, t.find(c, h.Row(r))
		if first < 0 { // h is a sample of the rest
			t.addRow(c, h.Row(r))
			first = m
		} else {
			t.draw(u.Row(r))
		}
		for i := range m + 1 {
			at := i // but what is learnt from comes first
			switch i {
			case first:
				at = 0
			case 0:
				at = first
			}
			w[at*rows+r] = t.prob(i)
			if i == m {
				w[at*rows+r], sample[r] = max(rest, 0), float64(at)
			}
			rest -= t.prob(i)
			t.set(c, all.Row(at*rows+r), i)
		}
	}
	outcomesPool.Put(t)
	losses, learnt := lookAtAll(s, f, all, m+1)
	for r := range rows {
		sum, b := 0.0, 0.0
		for at := r; at < len(losses); at += rows {
			if at/rows != int(sample[r]) {
				v := w[at] + 1e-300 // of which many bits leave nothing
				sum += v
				b += v * losses[at]
			}
		}
		for at := r; at < len(losses); at += rows {
			addRow(s.Grad.Row(r), w[at]*(losses[at]-b/sum), all.Row(at), p.Row(r))
		}
	}
	return learnt
}

// Check is that there is something to sum over.
func (e SumAndSample) Check() error {
	return first(e.Discrete.Check(), atLeast(1, "SumAndSample: K", ownInt(e.K, 3), ", or take Reinforce"))
}

// About: unbiased, K+1 runs, and nothing shut is ever needed.
func (e SumAndSample) About() About { return About{Unbiased: true, Looks: e.summed, Skips: nn.SkipAll} }
