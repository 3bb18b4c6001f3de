package est

import (
	"fmt"
	"strconv"

	"gater/nn"
)

// Combine runs several unbiased estimators and mixes their estimates unit by unit, with the
// weights of the least mean square over past draws:
//
//	∂E[f]/∂a_j ≈ Σ_e w_ej·g_ej,  w_j ∝ (E[g_j·g_jᵀ] + ε)⁻¹·1,  Σ_e w_ej = 1,
//
// each expectation a moving average of batch means and ε one over the number of rows seen. The
// weights in use are those from before the batch at hand, so that the estimate is unbiased if all
// are; they start equal. DisARM and BitFlip together learn from the loss what UGC decides by
// probability. Calls: those of the estimators; Learn is the first one's, for the others it is a
// Look, and a Slope if they read ∂f/∂h.
type Combine struct {
	Discrete
	Of      []Estimator // two or more
	Decay   float64     // the weight on the past; 0 means 0.99
	moments []float64   // E[g_j·g_jᵀ], column by column
	seen    []float64   // how many rows that is of
	again   again
	reads   []bool // which of them read ∂f/∂h
}

// Estimate is Σ w_e·g_e.
func (e *Combine) Estimate(s *Site, f F) (loss []float64) {
	n, rows, sum, all := len(e.Of), s.A.Rows, s.Grad, s.stack(len(e.Of))
	all.Zero()
	for i := len(e.reads); i < n; i++ {
		e.reads = append(e.reads, e.Of[i].About().Derivative)
	}
	for i, of := range e.Of {
		s.Grad = all.Slice(i*rows, (i+1)*rows)
		if i == 0 {
			loss = of.Estimate(s, f)
			continue
		}
		e.again = again{f, e.reads[i]}
		of.Estimate(s, &e.again)
	}
	s.Grad, e.again = sum, again{}
	if len(e.moments) != n*n*s.A.Cols {
		e.moments, e.seen = make([]float64, n*n*s.A.Cols), []float64{0}
	}
	mix := mixer{w: s.floats(n), g: s.floats(n), room: s.floats(n * n), ρ: e.Decay, ε: 1 / (1 + e.seen[0])}
	if e.Decay == 0 {
		mix.ρ = 0.99
	}
	for j := range s.A.Cols {
		mix.column(s.Grad, all, j, e.moments[j*n*n:(j+1)*n*n])
	}
	e.seen[0] = mix.ρ*e.seen[0] + float64(rows)
	return loss
}

// Check is that there are several estimators, unbiased and of the law that is drawn.
func (e *Combine) Check() error {
	if err := first(e.Discrete.Check(), atLeast(2, "Combine: the number of estimators", len(e.Of), "")); err != nil {
		return err
	}
	for _, of := range e.Of {
		if err := Check(of); err != nil {
			return err
		}
		if !of.About().Unbiased {
			return fmt.Errorf("est: Combine: %T is biased, and the least mean square goes to whatever is small: take unbiased estimators", of)
		}
		if familyOf(of) != e.family() {
			return fmt.Errorf("est: Combine: %T is for units of another law than %T: give all the same Discrete", of, e.family())
		}
	}
	return nil
}

// Visit names the averages and the estimators' own state.
func (e *Combine) Visit(v *nn.Visitor) {
	v.State("moments", &e.moments)
	v.State("seen", &e.seen)
	for i, of := range e.Of {
		v.Into(strconv.Itoa(i), of)
	}
}

// About adds up what the estimators are about.
func (e *Combine) About() About {
	all := About{Unbiased: true, Skips: nn.SkipAll}
	for i, of := range e.Of {
		all = both(all, of.About(), i > 0)
	}
	return all
}
