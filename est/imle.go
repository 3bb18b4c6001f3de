package est

import (
	"fmt"
	"math"

	"gater/nn"
)

// IMLE perturbs the inputs, takes the likeliest output, and compares it with the one that would
// have been taken had the inputs moved against the gradient (implicit maximum likelihood, Niepert,
// Minervini and Franceschi, 2021; Minervini, Franceschi and Niepert, 2023, for the two-sided form):
//
//	∂E[f]/∂a ≈ (z(a + ε) − z(a − λd + ε)) / λ,  h = z(a + ε),  d = ∂f/∂h,
//	∂E[f]/∂a ≈ (z(a + λd + ε) − z(a − λd + ε)) / 2λ  when symmetric,
//
// with z the K largest of a row, or the largest of each group, and ε Gumbel noise; without either,
// units are independent bits, z(x) = 1[x > 0] and ε logistic, so that P(h = 1) = p. Divided by λ, which a published version
// leaves out. Biased. For one bit the symmetric form goes to p(1−p)·½(f'(0) + f'(1)) as λ → 0, which
// is exact for quadratics. Calls: Learn.
type IMLE struct {
	Perturbed
	Lambda    float64 // λ; 0 means 1
	Symmetric bool
}

func (e IMLE) lambda() Float {
	if e.Lambda == 0 {
		return 1
	}
	return Float(e.Lambda)
}

// Estimate is (z(a + ε) − z(a − λd + ε)) / λ, or its two-sided form.
func (e IMLE) Estimate(s *Site, f F) []float64 {
	x, h, λ := s.New(), s.New(), e.lambda()
	e.perturb(x, s)
	e.likeliest(h, x)
	loss, df := f.Learn(h)
	up, down := h, s.New()
	for i, d := range df.Data {
		down.Data[i] = x.Data[i] - λ*d
		x.Data[i] += λ * d
	}
	e.likeliest(down, down)
	if e.Symmetric {
		up, λ = x, 2*λ
		e.likeliest(up, up)
	}
	for i, d := range df.Data {
		s.Grad.Data[i] += (up.Data[i]-down.Data[i])/λ + 0*d // a d that is no number shows
	}
	return loss
}

// Check is that λ is above 0, and K not below it.
func (e IMLE) Check() error {
	if !(e.Lambda >= 0) || math.IsInf(e.Lambda, 0) || e.K < 0 {
		return fmt.Errorf("est: IMLE: λ is %v and K is %d: λ must be above 0, or 0 for 1, and K a number of units, or 0 for bits", e.Lambda, e.K)
	}
	if e.Group > 0 && e.K > 0 {
		return fmt.Errorf("est: IMLE: both K = %d of a row and one of each group of %d are to be on: leave one out", e.K, e.Group)
	}
	if e.Group != 0 {
		return Categorical{K: e.Group}.Check()
	}
	return nil
}

// About: biased, and shut blocks are needed in training.
func (IMLE) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
