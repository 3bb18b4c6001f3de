package est

import (
	"fmt"

	"gater/nn"
)

// ReinMax integrates ∂f/∂h between outcomes by a rule of second order (Liu et al., 2023,
// arXiv 2304.08612, theorem 4.1), where straight-through takes one of first order:
//
//	∂E[f]/∂a ≈ 2·J(P)·∂f/∂h − ½·J(p)·∂f/∂h,  P = (p_τ + h)/2,
//
// with p_τ the probabilities at a/τ. At τ = 1 that is ½·(J(p) + (h−p)(h−p)ᵀ)·∂f/∂h unit by unit,
// for a bit ½·|h − p|·∂f/∂h, and exact for any f that is quadratic in each unit alone: Heun's rule.
// No 1/τ stands before it, as the paper has it. Calls: Learn.
//
// Alpha is where the rule looks second, on the way from h to another draw h′: 1 is h′ itself, ½ the
// midpoint, ⅔ Ralston's. Other rules than Heun's look between outcomes, which takes a Slope:
//
//	∂E[f]/∂a ≈ (1−w)·J(p)·f′(h) + w·(h′−p)·((h′−h)·f′(h + α(h′−h))),  w = 1/2α.
//
// Exact for f that are quadratic in all units together.
type ReinMax struct {
	Discrete
	Tau   *nn.Dial // τ, 1 or more; nil: 1
	Alpha float64  // α, above 0 and at most 1; 0 means 1
}

// Estimate is 2·J(P)·∂f/∂h − ½·J(p)·∂f/∂h.
func (e ReinMax) Estimate(s *Site, f F) []float64 {
	if e.alpha() != 1 {
		return e.between(s, f)
	}
	c, h, mid := e.family(), Draw(s, e), s.New()
	p := c.Prob(s)
	pτ := c.Prob(s.times(Float(1 / e.Tau.Value(1))))
	loss, df := f.Learn(h)
	for i, p := range pτ.Data {
		mid.Data[i] = (p + h.Data[i]) / 2
	}
	c.Pull(s.Grad, 2, df, mid)
	c.Pull(s.Grad, -0.5, df, p)
	return loss
}

func (e ReinMax) alpha() float64 {
	if e.Alpha == 0 {
		return 1
	}
	return e.Alpha
}

// Check: τ is 1 or more, below which the paper has it diverge; rules other than Heun's have no τ.
func (e ReinMax) Check() error {
	if !(e.alpha() > 0 && e.alpha() <= 1) {
		return fmt.Errorf("est: ReinMax: α is %v: it must be above 0 and at most 1, such as 1 (Heun) or 0.5 (midpoint)", e.Alpha)
	}
	if e.alpha() != 1 && e.Tau != nil {
		return fmt.Errorf("est: ReinMax: α is %v and there is a τ: leave one of them out", e.Alpha)
	}
	return first(e.Discrete.Check(), bounded("ReinMax: τ", e.Tau, 1, "1 or more throughout, such as 1.3"))
}

// Visit names τ.
func (e ReinMax) Visit(v *nn.Visitor) { v.Into("tau", e.Tau) }

// About: biased, and shut blocks are needed in training, but for the midpoint rule.
func (e ReinMax) About() About {
	switch e.alpha() {
	case 1:
		return About{Derivative: true, Skips: nn.SkipForward}
	case 0.5:
		return About{Derivative: true, Slopes: oneRun, Skips: nn.SkipAll}
	}
	return About{Derivative: true, Slopes: oneRun, Skips: nn.SkipForward}
}
