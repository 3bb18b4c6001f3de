package est

import (
	"fmt"

	"gater/nn"
)

// UnorderedSet draws K different outcomes S of all units together, without replacement, and weighs
// each by its leave-one-out ratio, with a baseline that the others make (Kool, van Hoof and Welling,
// 2020, arXiv 2002.06043, equation 16):
//
//	∂E[f]/∂a ≈ Σ_{s∈S} w_s·(f(s) − Σ_{t∈S} w_{t|s}·f(t))·(s − p),
//	w_s = P(s)·P(S∖s | s first)/P(S),  w_{s|s} = P(s),  w_{t|s} likewise without s: see ratios.
//
// Unbiased; with K as many as there are, exact. It needs no derivative of the loss. The first is an
// ordinary sample, and learnt from. Calls: Learn, K−1 Looks.
type UnorderedSet struct {
	Discrete
	K int // 2 to MaxUnordered; 0 means 4
}

// MaxUnordered is the most outcomes of an unordered set: the ratios are sums over its subsets.
const MaxUnordered = 8

func (e UnorderedSet) size(cols int) int {
	return min(ownInt(e.K, 4), Enumerate{e.Discrete}.states(cols))
}

// Estimate is Σ w_s·(f(s) − Σ w_{t|s}·f(t))(s − p).
func (e UnorderedSet) Estimate(s *Site, f F) []float64 {
	c, rows, k := e.family(), s.A.Rows, e.size(s.A.Cols)
	h, p, all, n := Draw(s, e), c.Prob(s), s.stack(k), c.Units(s.A.Cols)
	u, prob := s.uniforms(n*(k-1)), s.floats(k*rows)
	t := outcomesPool.Get().(*outcomes)
	for r := range rows {
		t.start(c, p.Row(r))
		t.addRow(c, h.Row(r))
		for i := range k {
			if i > 0 {
				t.draw(u.Row(r)[(i-1)*n : i*n])
			}
			t.set(c, all.Row(i*rows+r), i)
			prob[i*rows+r] = t.prob(i)
		}
	}
	outcomesPool.Put(t)
	losses, learnt := lookAtAll(s, f, all, k)
	var q ratios
	for r := range rows {
		q.k = k
		for i := range k {
			q.p[i] = prob[i*rows+r]
		}
		q.set()
		for i := range k {
			b := 0.0
			for j := range k {
				b += q.given[i][j] * losses[j*rows+r]
			}
			addRow(s.Grad.Row(r), q.w[i]*(losses[i*rows+r]-b), all.Row(i*rows+r), p.Row(r))
		}
	}
	return learnt
}

// Check is that there are several, and not too many.
func (e UnorderedSet) Check() error {
	if err := first(e.Discrete.Check(), atLeast(2, "UnorderedSet: K", ownInt(e.K, 4), ", or take Reinforce")); err != nil {
		return err
	}
	if e.K > MaxUnordered {
		return fmt.Errorf("est: UnorderedSet: K is %d: it must be %d or less, or take RLOO", e.K, MaxUnordered)
	}
	return nil
}

// About: unbiased, K runs, and nothing shut is ever needed.
func (e UnorderedSet) About() About {
	looks := func(cols int) int { return e.size(cols) - 1 }
	return About{Unbiased: true, Looks: looks, Skips: nn.SkipAll}
}
