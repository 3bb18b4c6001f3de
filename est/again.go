package est

import "gater/mat"

// again is the rest of the network for an estimator that must not train it: its Learn looks.
type again struct {
	F
	slope bool // what Learn returns has a derivative
}

// Learn is Look, and Slope for the derivative.
func (a *again) Learn(h mat.M) (loss []float64, df mat.M) {
	loss = a.F.Look(h)
	if a.slope {
		_, df = a.F.Slope(h)
	}
	return loss, df
}

// Around and Near are f's.
func (a *again) Around(base mat.M)                  { a.F.(Nearby).Around(base) }
func (a *again) Near(h mat.M, lo, hi int) []float64 { return a.F.(Nearby).Near(h, lo, hi) }
