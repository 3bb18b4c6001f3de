package est

import (
	"math"

	"gater/nn"
)

// CategoricalDisARM makes of each unit a tree of decisions between two sides, with a bit for each,
// and draws an antithetic pair of bits (Dong, Mnih and Tucker, 2021, arXiv 2106.08056): by breaking
// a stick, outcome 0 or one of the rest and so on (DisARM-SB), or by halves (DisARM-Tree). The
// gradient in the logit α of a decision is, averaged over the bits that decide nothing,
//
//	½·(f(h) − f(h̃))·(b − b̃)·max(q, 1−q)      where both draws come by,  q = σ(α) the chance of the left,
//	½·(f(h) − f(h̃))·(b − q), or ·(q − b̃)      where one does,  and 0 where none does,
//
// and α = log Σ_left e^a − log Σ_right e^a takes it to the inputs. For bits it is DisARM. Unbiased.
// It needs no derivative of the loss. Calls: Learn, a Look.
type CategoricalDisARM struct {
	Discrete
	Halves bool // DisARM-Tree; else DisARM-SB
}

// split is where the outcomes from lo to hi−1 part.
func (e CategoricalDisARM) split(lo, hi int) int {
	if e.Halves {
		return (lo + hi) / 2
	}
	return lo + 1
}

// Estimate is the pair's difference, decision by decision.
func (e CategoricalDisARM) Estimate(s *Site, f F) []float64 {
	c, k := e.family(), e.family().Outcomes()
	n := c.Units(s.A.Cols)
	h, anti, q, u := s.New(), s.New(), s.floats(s.A.Rows*n*k), s.uniforms(n*(k-1))
	for i := range s.A.Rows {
		for j := range n {
			q, u := q[(i*n+j)*k:][:k], u.Row(i)[j*(k-1):][:k-1]
			e.odds(q, c, s.A.Row(i), j, 0, k)
			c.Set(h.Row(i), j, e.draw(q, u, k, false))
			c.Set(anti.Row(i), j, e.draw(q, u, k, true))
		}
	}
	f1, _ := f.Learn(h)
	f2 := f.Look(anti)
	for i := range f1 {
		for j := range n {
			t := pairTree{e, c, q[(i*n+j)*k:][:k], (f1[i] - f2[i]) / 2, c.Drawn(h.Row(i), j), c.Drawn(anti.Row(i), j)}
			t.back(s.Grad.Row(i), j, 0, k, 0)
		}
	}
	return f1
}

// odds sets q at every split of lo to hi−1, and returns log Σ e^a there.
func (e CategoricalDisARM) odds(q []float64, c Counted, a []Float, u, lo, hi int) float64 {
	if hi-lo == 1 {
		return input(c, a, u, lo)
	}
	mid := e.split(lo, hi)
	left, right := e.odds(q, c, a, u, lo, mid), e.odds(q, c, a, u, mid, hi)
	q[mid] = 1 / (1 + math.Exp(right-left))
	return logAdd(left, right)
}

// draw goes down the tree by the uniforms, or by one less them.
func (e CategoricalDisARM) draw(q []float64, u []Float, hi int, anti bool) (lo int) {
	for hi-lo > 1 {
		mid := e.split(lo, hi)
		x := float64(u[mid-1])
		if anti {
			x = 1 - x
		}
		if x < q[mid] {
			hi = mid
		} else {
			lo = mid
		}
	}
	return lo
}

// About: unbiased, two runs, and nothing shut is ever needed.
func (CategoricalDisARM) About() About {
	return About{Unbiased: true, Looks: looks(1), Skips: nn.SkipAll}
}
